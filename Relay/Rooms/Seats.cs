using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Rooms;

/// <summary>A connection's place in a session, for as long as the connection lives.</summary>
internal abstract class Seat(ActiveSession session, Outbox outbox, Heard heard)
{
    public ActiveSession Session { get; } = session;

    public Outbox Outbox { get; } = outbox;

    /// <summary>When this end last said anything.</summary>
    public DateTimeOffset LastHeard => heard.At;
}

/// <summary>
/// Somebody who has typed a nameplate and tries the secret with the one viewer that holds it. It is no part of the
/// session: it hears nothing but that viewer's exchange.
/// </summary>
internal sealed class CandidateSeat(
    ActiveSession session,
    Outbox outbox,
    Heard heard,
    int viewer,
    JoinRequest request,
    string address,
    string seatHash,
    DateTimeOffset until,
    Action letIn) : Seat(session, outbox, heard)
{
    /// <summary>An exchange takes two messages of the Agent; one more may be a refusal.</summary>
    public const int MaxMessages = 4;

    private readonly Heard heard = heard;
    private AgentSeat? agent;
    private byte[]? keyMark;
    private int said;
    private int answered;

    /// <summary>The viewer that holds the code.</summary>
    public int Viewer { get; } = viewer;

    public JoinRequest Request { get; } = request;

    public string Address { get; } = address;

    /// <summary>The hash of the token in its ticket.</summary>
    public string SeatHash { get; } = seatHash;

    /// <summary>When it must have been agreed with.</summary>
    public DateTimeOffset Until { get; } = until;

    /// <summary>The Agent's seat that it has become.</summary>
    public AgentSeat? Agent => Volatile.Read(ref agent);

    /// <summary>The mark of the Agent's session key, as its first message has it; null before.</summary>
    public byte[]? KeyMark => Volatile.Read(ref keyMark);

    /// <summary>False once it has said all that an exchange needs.</summary>
    public bool MaySay(byte[]? message)
    {
        if (message is not null && KeyMark is null)
        {
            Volatile.Write(ref keyMark, SessionKey.MarkIn(message));
        }

        return Interlocked.Increment(ref said) <= MaxMessages;
    }

    /// <summary>The viewer has said something to it that is no refusal.</summary>
    public void Answered() => Interlocked.Increment(ref answered);

    /// <summary>
    /// Whether both of the viewer's messages have passed. Before that it cannot have agreed with this one: what it says
    /// then is about somebody whose time was over before its word came. A viewer that is still busy with that one
    /// refuses this one.
    /// </summary>
    public bool HasBeenAnswered => Volatile.Read(ref answered) >= 2;

    /// <summary>The code held: from now on this connection is the Agent's.</summary>
    public AgentSeat LetIn()
    {
        var seat = new AgentSeat(Session, Outbox, heard);
        Volatile.Write(ref agent, seat);
        letIn();
        return seat;
    }
}

/// <summary>The customer's Agent.</summary>
internal sealed class AgentSeat(ActiveSession session, Outbox outbox, Heard heard) : Seat(session, outbox, heard)
{
    private int uploading;

    /// <summary>True the first time: an Agent has one upload stream for the whole connection.</summary>
    public bool BeginUpload() => Interlocked.Exchange(ref uploading, 1) == 0;
}

/// <summary>A Viewer of the session's technician, or of a colleague.</summary>
internal sealed class ViewerSeat : Seat, IDisposable
{
    private readonly KeyFrameAsk keyFrame;

    public ViewerSeat(ActiveSession session, Outbox outbox, Heard heard, int number, string accountId, TimeProvider clock)
        : base(session, outbox, heard)
    {
        Number = number;
        AccountId = accountId;
        Queue = new ViewerQueue(session.Room.Counters, clock);
        keyFrame = new KeyFrameAsk(
            clock,
            session.Room.SendKeyFrameNeeded,
            stillNeeded: () => Queue.Withheld && !Outbox.IsClosed,
            othersWatch: () => session.Room.Viewers.Length > 1);
    }

    /// <summary>From 1, never twice in a session.</summary>
    public int Number { get; }

    public string AccountId { get; }

    /// <summary>Whether the session is theirs, now.</summary>
    public bool IsOfTechnician => AccountId == Session.Facts.TechnicianId;

    /// <summary>Whether it is a colleague's and the customer has not allowed them yet; set under the room's gate.</summary>
    public bool Waits { get; set; }

    public ViewerQueue Queue { get; }

    public void AskKeyFrame() => keyFrame.Ask();

    public void Dispose() => keyFrame.Dispose();
}
