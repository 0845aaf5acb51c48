using RemoteAssist.Relay.Sessions;

namespace RemoteAssist.Relay.Rooms;

/// <summary>A connection's place in a session, for as long as the connection lives.</summary>
internal abstract class Seat(ActiveSession session, Outbox outbox)
{
    public ActiveSession Session { get; } = session;

    public Outbox Outbox { get; } = outbox;
}

/// <summary>The customer's Agent.</summary>
internal sealed class AgentSeat(ActiveSession session, Outbox outbox) : Seat(session, outbox)
{
    private int uploading;

    /// <summary>True the first time: an Agent has one upload stream for the whole session.</summary>
    public bool BeginUpload() => Interlocked.Exchange(ref uploading, 1) == 0;
}

/// <summary>One of the technician's Viewers.</summary>
internal sealed class ViewerSeat : Seat, IDisposable
{
    private readonly KeyFrameAsk keyFrame;

    public ViewerSeat(ActiveSession session, Outbox outbox, int number, string accountId, TimeProvider clock)
        : base(session, outbox)
    {
        Number = number;
        AccountId = accountId;
        Queue = new ViewerQueue(session.Room.Counters);
        keyFrame = new KeyFrameAsk(clock, session.Room.SendKeyFrameNeeded, () => Queue.Withheld && !Outbox.IsClosed);
    }

    /// <summary>From 1, never twice in a session.</summary>
    public int Number { get; }

    public string AccountId { get; }

    public ViewerQueue Queue { get; }

    public void AskKeyFrame() => keyFrame.Ask();

    public void Dispose() => keyFrame.Dispose();
}
