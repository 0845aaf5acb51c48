using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Viewer.Tests;

/// <summary>One session as live pages see it: its standing is set by the test, what pages say is handed to it.</summary>
internal sealed class FakeRelay
{
    private readonly ConcurrentDictionary<int, (IParticipant Page, Channel<byte[]> Envelopes)> viewers = new();
    private readonly ConcurrentDictionary<(string What, int Viewer), Channel<byte[]>> said = new();
    private readonly Lock standing = new();
    private int nameplate = 4000;
    private int lastViewer;

    /// <summary>What every page is shown.</summary>
    public SessionStatus Status { get; private set; } = new(
        Some.Id, SessionState.Requested, null, null, null, null, null, 5, false, null, 0, null, null, DateTimeOffset.UtcNow);

    /// <summary>Whether a page has ended the session.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>How many pages watch.</summary>
    public int Viewers => viewers.Count;

    /// <summary>The newest page.</summary>
    public int Newest => viewers.Keys.DefaultIfEmpty(0).Max();

    /// <summary>The session stands so from now on, and every page is told.</summary>
    public async Task Show(Func<SessionStatus, SessionStatus> change)
    {
        lock (standing)
        {
            Status = change(Status) with { Viewers = viewers.Count, Now = DateTimeOffset.UtcNow };
        }

        foreach (var (page, _) in viewers.Values)
        {
            await page.Status(Status);
        }
    }

    public Task Exchange(int viewer, byte[] message) => viewers[viewer].Page.Exchange(viewer, message);

    public void Envelope(int viewer, byte[] envelope) => viewers[viewer].Envelopes.Writer.TryWrite(envelope);

    /// <summary>The next exchange message or envelope that a page has for the Agent.</summary>
    public async Task<byte[]> Next(string what, int viewer)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await Said(what, viewer).Reader.ReadAsync(limit.Token);
    }

    internal Channel<byte[]> Said(string what, int viewer) => said.GetOrAdd((what, viewer), _ => Channel.CreateUnbounded<byte[]>());

    // A page that is told of its seat may call at once: it has it before.
    internal async Task<ChannelReader<byte[]>> Sit(IParticipant page, Action<int> taken)
    {
        var number = Interlocked.Increment(ref lastViewer);
        var envelopes = Channel.CreateUnbounded<byte[]>();
        taken(number);
        await page.Seated(number);
        viewers[number] = (page, envelopes);
        await Show(status => status);
        return envelopes.Reader;
    }

    internal async Task Leave(int number)
    {
        viewers.TryRemove(number, out _);
        await Show(status => status.CodeHolder == number ? status with { CodeHolder = null } : status);
    }

    internal async Task<string> NewCode(int holder)
    {
        var digits = Interlocked.Increment(ref nameplate).ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
        await Show(status => status with
        {
            Nameplate = digits, CodeHolder = holder, CodeEnd = null, TriesLeft = 5, CodeExpires = DateTimeOffset.UtcNow.AddMinutes(10),
        });
        return digits;
    }

    /// <summary>Who was invited, and why.</summary>
    public ConcurrentQueue<(string Account, string Reason)> Invited { get; } = new();

    /// <summary>Who can be invited.</summary>
    public ColleagueChoice[] Choices { get; } = [new("ben", "Ben Okoro", "Help Desk North")];

    /// <summary>What was attached to the case.</summary>
    public ConcurrentQueue<byte[]> Reports { get; } = new();

    internal Task WrongTry() => Show(status => status with { TriesLeft = status.TriesLeft - 1 });

    internal Task Agreed() => Show(status => status with
    {
        State = SessionState.Joined, Nameplate = null, CodeHolder = null, CustomerConnected = true,
    });

    internal Task End()
    {
        IsEnded = true;
        return Show(status => status with { State = SessionState.Ended, EndReason = EndReason.StoppedByTechnician });
    }

    internal Task Introduce(int from, int to, byte[] message) => viewers.TryGetValue(to, out var other)
        ? other.Page.Introduced(from, "Amina Diallo", "Help Desk North", message)
        : Task.CompletedTask;
}

/// <summary>The hub in front of it.</summary>
internal sealed class FakeHub(FakeRelay relay) : Hub<IParticipant>
{
    private int Number => (int)Context.Items["viewer"]!;

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items.ContainsKey("viewer"))
        {
            await relay.Leave(Number);
        }
    }

    public Task<ChannelReader<byte[]>> Watch(Guid session)
    {
        _ = session;
        return relay.Sit(Clients.Caller, number => Context.Items["viewer"] = number);
    }

    public Task<string> NewCode() => relay.NewCode(Number);

    public Task<bool> HoldCode(string nameplate) => Task.FromResult(relay.Status.Nameplate == nameplate);

    public Task Agreed(byte[] transcriptHash) => transcriptHash.Length == 32 ? relay.Agreed() : throw new HubException("no hash");

    public Task WrongTry() => relay.WrongTry();

    public Task End() => relay.End();

    public Task<ColleagueChoice[]> Colleagues() => Task.FromResult(relay.Choices);

    public Task Invite(string account, string reason)
    {
        relay.Invited.Enqueue((account, reason));
        return relay.Show(status => status with
        {
            People = [.. status.People!, new(account, "Ben Okoro", "Help Desk North", PersonState.Invited, [], DateTimeOffset.UtcNow.AddMinutes(10))],
        });
    }

    public Task SendAway(string account) => relay.Show(status => status with
    {
        People = [.. status.People!.Select(one => one.Account == account ? one with { State = PersonState.SentAway, Viewers = [] } : one)],
    });

    public void KeepReport(byte[] report) => relay.Reports.Enqueue(report);

    public Task Altered(SealingFault fault) => fault == SealingFault.Forged ? relay.End() : throw new HubException("another fault");

    public Task Introduce(int viewer, byte[] message) => relay.Introduce(Number, viewer, message);

    public void Exchange(int viewer, byte[] message) => relay.Said(nameof(Exchange), viewer).Writer.TryWrite(message);

    public void Send(byte[] envelope) => relay.Said(nameof(Send), Number).Writer.TryWrite(envelope);
}
