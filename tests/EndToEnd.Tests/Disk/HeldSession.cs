using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests.Disk;

/// <summary>Both ends of a live session whose customer allows control, and what they are told of the Relay's log.</summary>
internal sealed class HeldSession : IAsyncDisposable
{
    private readonly Seat seat;
    private readonly SyntheticAgent agent;
    private readonly Lock gate;
    private readonly HashSet<int> seen;
    private TaskCompletionSource<long> held = NewWord();
    private TaskCompletionSource<long> back = NewWord();
    private int file;

    private HeldSession(Guid id, Seat seat, SyntheticAgent agent, Lock gate, HashSet<int> seen)
    {
        (Id, this.seat, this.agent, this.gate, this.seen) = (id, seat, agent, gate, seen);
        agent.LogUnavailable = unavailable => (unavailable ? held : back).TrySetResult(Stopwatch.GetTimestamp());
    }

    public Guid Id { get; }

    /// <summary>Changes of the grant that the Relay has said are in the log.</summary>
    public int Acknowledged { get; private set; }

    public static async Task<HeldSession> Open(RelayProcess relay, Technician technician, string number)
    {
        var id = await technician.StartSession(number);
        var gate = new Lock();
        var seen = new HashSet<int>();
        var seat = await Seat.Take(
            relay.Address, technician, id, [1],
            (_, part, _) =>
            {
                lock (gate)
                {
                    seen.Add(int.Parse(Encoding.ASCII.GetString(part.Span), CultureInfo.InvariantCulture));
                }
            },
            TimeProvider.System);
        var agent = await SyntheticAgent.Join(relay.Address, await seat.Code);
        await agent.Allow();
        await agent.Show();
        return new HeldSession(id, seat, agent, gate, seen);
    }

    /// <summary>Before the disk fails: forgets what was said of the time before.</summary>
    public void Expect() => (held, back) = (NewWord(), NewWord());

    /// <summary>When the Agent was told to hold everything back.</summary>
    public Task<long> Held => held.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>When it was told to go on.</summary>
    public Task<long> Back => back.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>The customer allows something else: the smallest step that needs an entry.</summary>
    public async Task<bool> Change()
    {
        var logged = await Said(() => agent.Report(SessionEvent.Change, Scope.View, Scope.Control));
        Acknowledged += logged ? 1 : 0;
        return logged;
    }

    /// <summary>Asks for all that must be in the log before it happens.</summary>
    /// <returns>How much of it was acknowledged.</returns>
    public async Task<int> AskForEverything()
    {
        bool[] answers =
        [
            await Change(),
            await Said(() => agent.Use(UseStep.Opened)),
            await Said(() => agent.Transferred(new TransferReport(++file, TransferKind.File, FromCustomer: false, "a.txt", 3))),
            await Said(() => agent.Report(SessionEvent.Pause)),
        ];
        return answers.Count(yes => yes);
    }

    /// <summary>All of it is taken, once the disk works: an interval of use is opened and closed, a grant is changed.</summary>
    public async Task<bool> GoesOn() =>
        await Change() && await agent.Use(UseStep.Opened) && await agent.Use(UseStep.Closed);

    /// <summary>Sends a picture with this number in it.</summary>
    public async Task Show(int picture) =>
        await agent.Send(isKeyFrame: true, Encoding.ASCII.GetBytes(picture.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Whether the technician has got this picture.</summary>
    public bool Saw(int picture)
    {
        lock (gate)
        {
            return seen.Contains(picture);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await agent.DisposeAsync();
        await seat.DisposeAsync();
    }

    private static async Task<bool> Said(Func<Task<bool>> say)
    {
        try
        {
            return await say();
        }
        catch (HubException)
        {
            return false;
        }
    }

    private static TaskCompletionSource<long> NewWord() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
