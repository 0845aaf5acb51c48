using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

#pragma warning disable CA1822 // SignalR calls the methods of an instance.

/// <summary>A hub with one method for each thing that the protocol can carry.</summary>
public sealed class ProofHub(ProofLog log) : Hub
{
    public override async Task OnConnectedAsync()
    {
        if (Context.GetHttpContext()!.Request.Query.ContainsKey("refuse"))
        {
            throw new HubException("Not today");
        }

        await base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        log.Gone(Context.ConnectionId, exception);
        return base.OnDisconnectedAsync(exception);
    }

    public string WhoAmI() => Context.ConnectionId;

    public int Add(int a, int b) => a + b;

    public void Nothing()
    {
    }

    public int Fail() => throw new HubException("It did not work: 出错了");

    public byte[] Turned(byte[] bytes) => [.. bytes.Reverse()];

    public string? Text(string? text) => text;

    public EndReason Reason(EndReason reason) => reason;

    public Guid Id(Guid id) => id;

    public DateTimeOffset Moment(DateTimeOffset moment) => moment;

    public AgentReport Report(AgentReport report) => report;

    public SessionStatus? Status(SessionStatus? status) => status;

    public async IAsyncEnumerable<byte[]> Frames(int count, int size, [EnumeratorCancellation] CancellationToken cancelled)
    {
        for (var i = 0; i < count; i++)
        {
            cancelled.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return Some.Bytes(size);
        }
    }

    public async IAsyncEnumerable<int> Broken()
    {
        yield return 1;
        await Task.Yield();
        throw new HubException("The stream broke");
    }

    public async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken cancelled)
    {
        yield return 1;
        var end = new TaskCompletionSource();
        await using var registration = cancelled.Register(() =>
        {
            log.Cancelled(Context.ConnectionId);
            end.SetResult();
        });
        await end.Task;
    }

    /// <summary>Answers once this connection's endless stream has been cancelled.</summary>
    public Task EndlessWasCancelled() => log.WhenCancelled(Context.ConnectionId);

    public async Task<long> Collect(IAsyncEnumerable<byte[]> frames)
    {
        var sum = 0L;
        await foreach (var frame in frames)
        {
            frame.AsSpan().SequenceEqual(Some.Bytes(frame.Length)).Should().BeTrue();
            sum += frame.Length;
        }

        return sum;
    }

    /// <summary>Calls <c>called</c> with an enum, bytes, a record and nothing.</summary>
    public Task CallBack() => Clients.Caller.SendAsync("called", EndReason.TimeUp, Some.Bytes(300), Some.Status, null);

    /// <summary>Asks the client to double a number.</summary>
    public Task<int> Ask(int number) => Clients.Caller.InvokeAsync<int>("double", number, Context.ConnectionAborted);

    /// <summary>Says good-bye.</summary>
    public void Leave() => Context.Abort();

    /// <summary>Cuts the network without a good-bye.</summary>
    public void Cut() => Context.GetHttpContext()!.Abort();
}

/// <summary>A hub that bears little silence, so that a test of pings is short.</summary>
public sealed class ImpatientHub : Hub
{
    public const string Path = "/impatient";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public int Add(int a, int b) => a + b;
}
