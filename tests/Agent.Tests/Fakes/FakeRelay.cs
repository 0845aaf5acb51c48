using System.Collections.Concurrent;
using System.Threading.Channels;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A Relay in memory: answers as the test says, and remembers what it was told.</summary>
internal sealed class FakeRelay : IRelayDialer, IRelayLink
{
    private readonly TaskCompletionSource never = new();

    public IRelayEvents? Agent { get; private set; }

    public JoinOutcome Outcome { get; set; } = new(null, Some.Offer());

    public bool Unreachable { get; set; }

    /// <summary>A connection comes no sooner than this, however long that takes.</summary>
    public TaskCompletionSource? Dialling { get; set; }

    /// <summary>What happens just before a code is answered.</summary>
    public Action Joining { get; set; } = () => { };

    /// <summary>It takes calls and never answers.</summary>
    public bool Frozen { get; set; }

    public Func<AgentReport, bool> Answer { get; set; } = _ => true;

    public ConcurrentQueue<AgentReport> Reports { get; } = new();

    public ConcurrentQueue<(int Viewer, byte[] Message)> Exchanges { get; } = new();

    public ConcurrentQueue<byte[]> Envelopes { get; } = new();

    public bool Closed { get; private set; }

    /// <summary>Closed without a good-bye.</summary>
    public bool WasCut { get; private set; }

    public bool Uploading { get; private set; }

    public IEnumerable<EnvelopeHeader> Frames => Envelopes.Select(Head).Where(h => h.Channel == EnvelopeChannel.Frames);

    public async Task<IRelayLink> Dial(IRelayEvents events, CancellationToken cancel)
    {
        Agent = events;
        Closed = false;
        if (Dialling is { } until)
        {
            await until.Task;
        }

        return Unreachable ? throw new RelayUnreachableException("nobody there") : this;
    }

    public Task<JoinOutcome> Join(JoinRequest request, CancellationToken cancel)
    {
        Joining();
        return Task.FromResult(Outcome);
    }

    public async Task<bool> Report(AgentReport report, CancellationToken cancel)
    {
        Reports.Enqueue(report);
        if (Frozen)
        {
            await never.Task;
        }

        return Answer(report);
    }

    public Task Exchange(int viewer, byte[] message, CancellationToken cancel)
    {
        Exchanges.Enqueue((viewer, message));
        return Task.CompletedTask;
    }

    public async Task Upload(ChannelReader<byte[]> envelopes, CancellationToken cancel)
    {
        Uploading = true;
        await foreach (var envelope in envelopes.ReadAllAsync(cancel))
        {
            Envelopes.Enqueue(envelope);
        }
    }

    public void Cut()
    {
        WasCut = true;
        Closed = true;
    }

    public ValueTask DisposeAsync()
    {
        Closed = true;
        return ValueTask.CompletedTask;
    }

    private static EnvelopeHeader Head(byte[] envelope)
    {
        EnvelopeHeader.TryRead(envelope, out var head).Should().BeTrue();
        return head;
    }
}
