using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>The far end of a connection: remembers what it was told.</summary>
internal sealed class FakeParticipant : IParticipant
{
    private readonly List<object> heard = [];

    public FakeParticipant(TimeProvider clock)
    {
        Outbox = new Outbox(this, () => Aborted = true, clock, NullLogger.Instance);
        Ear = new Heard(clock);
    }

    /// <summary>What the Relay's ear for this connection knows; a test moves it by saying something.</summary>
    public Heard Ear { get; }

    public Outbox Outbox { get; }

    public bool Aborted { get; private set; }

    /// <summary>While set, it takes nothing that it is sent.</summary>
    public Task? Stuck { get; set; }

    public IReadOnlyList<object> Heard
    {
        get
        {
            lock (heard)
            {
                return [.. heard];
            }
        }
    }

    /// <summary>Receipts that came back, apart from all else.</summary>
    public ConcurrentQueue<byte[]> Receipts { get; } = new();

    public SessionStatus? LastStatus => Heard.OfType<SessionStatus>().LastOrDefault();

    public IEnumerable<EndReason> Endings => Heard.OfType<EndReason>();

    public int KeyFramesAsked => Heard.Count(said => said is "KeyFrameNeeded");

    public Task Exchange(int viewer, byte[] message) => Hear(("Exchange", viewer, message));

    public Task Offered(SessionOffer offer, byte[] statement, byte[] signature) => Hear(new Asked(offer, statement, signature));

    public Task ViewerJoined(int viewer) => Hear(("ViewerJoined", viewer));

    public Task ViewerLeft(int viewer) => Hear(("ViewerLeft", viewer));

    public Task Envelope(byte[] envelope) => Hear(envelope);

    public Task KeyFrameNeeded() => Hear("KeyFrameNeeded");

    public Task LogUnavailable(bool unavailable) => Hear($"LogUnavailable({unavailable})");

    public Task Ended(EndReason reason) => Hear(reason);

    public Task Receipted(byte[] receipt)
    {
        Receipts.Enqueue(receipt);
        return Task.CompletedTask;
    }

    public Task Seated(int viewer) => Hear(("Seated", viewer));

    public Task Status(SessionStatus status) => Hear(status);

    public Task Introduced(int viewer, string technician, string organisation, byte[] message) =>
        Hear(("Introduced", viewer, technician, organisation, message));

    private async Task Hear(object said)
    {
        if (Stuck is { } until)
        {
            await until;
        }

        lock (heard)
        {
            heard.Add(said);
        }
    }
}

/// <summary>What an Agent is told when its code held.</summary>
internal sealed record Asked(SessionOffer Offer, byte[] Statement, byte[] Signature);
