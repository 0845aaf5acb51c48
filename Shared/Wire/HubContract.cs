using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Wire;

/// <summary>Where the hub is and what its methods are called; PROTOCOL.md tells the conversation.</summary>
public static class HubContract
{
    /// <summary>The hub's path.</summary>
    public const string Path = "/hub";

    /// <summary>The version of the conversation. The two ends and the Relay must speak the same.</summary>
    public const int ProtocolVersion = 1;

    /// <summary>The largest hub message either side takes, in bytes.</summary>
    public const int MaxMessageBytes = 2 * 1024 * 1024;

    /// <summary>Agent: <c>Join(JoinRequest) → JoinOutcome</c>.</summary>
    public const string Join = nameof(Join);

    /// <summary>Agent: <c>Report(AgentReport) → bool</c>; true once the step is in the log.</summary>
    public const string Report = nameof(Report);

    /// <summary>Agent: <c>Upload(stream of envelopes)</c>, one stream for the whole session.</summary>
    public const string Upload = nameof(Upload);

    /// <summary>Viewer: <c>Watch(session) → stream of envelopes</c>.</summary>
    public const string Watch = nameof(Watch);

    /// <summary>Viewer: <c>Send(envelope)</c>, a control envelope for the Agent.</summary>
    public const string Send = nameof(Send);

    /// <summary>Viewer: <c>End()</c>.</summary>
    public const string End = nameof(End);

    /// <summary>Viewer: <c>NewCode()</c>; only while the session is <see cref="SessionState.Requested"/>.</summary>
    public const string NewCode = nameof(NewCode);

    /// <summary>Either: <c>Exchange(viewer, bytes)</c>, opaque to the Relay.</summary>
    public const string Exchange = nameof(Exchange);
}

/// <summary>What an Agent says when its customer has typed a code.</summary>
/// <param name="ProtocolVersion">The Agent's <see cref="HubContract.ProtocolVersion"/>.</param>
/// <param name="Nameplate">Four digits.</param>
/// <param name="Secret">Six digits. The Relay sees them until the two ends agree on keys by themselves.</param>
/// <param name="AgentVersion">For the log; at most 64 characters.</param>
/// <param name="Platform">For the log, such as "Linux X11"; at most 64 characters.</param>
public sealed record JoinRequest(int ProtocolVersion, string Nameplate, string Secret, string AgentVersion, string Platform);

/// <summary>The answer to a <see cref="JoinRequest"/>: exactly one of the two is set.</summary>
public sealed record JoinOutcome(JoinRefusal? Refusal, SessionOffer? Offer);

/// <summary>Why a code did not open a session.</summary>
public enum JoinRefusal
{
    /// <summary>No session has this code; maybe a digit was misheard.</summary>
    UnknownCode,

    /// <summary>The code was good once, but its ten minutes are over.</summary>
    ExpiredCode,

    /// <summary>Somebody has already joined with this code.</summary>
    UsedCode,

    /// <summary>Too many wrong codes, for this one or from this address.</summary>
    TooManyTries,

    /// <summary>The technician's page is not open just now; the code stays good.</summary>
    TechnicianAway,

    /// <summary>The Agent speaks another version of the protocol.</summary>
    OtherVersion,
}

/// <summary>What the technician asks for; the Agent shows it to the customer.</summary>
/// <param name="Session">The session.</param>
/// <param name="Technician">The technician's name.</param>
/// <param name="Organisation">The technician's organisation.</param>
/// <param name="CaseNumber">The case's number at the help desk.</param>
/// <param name="Problem">What the customer needs help with, one line.</param>
/// <param name="Reason">What the technician wants to do.</param>
/// <param name="Scopes">What is asked for.</param>
/// <param name="Minutes">For how long at most, 1 to 480.</param>
/// <param name="AnswerWithinSeconds">How long the question stands; after that it counts as declined. 5 to 600.</param>
public sealed record SessionOffer(
    Guid Session,
    string Technician,
    string Organisation,
    string CaseNumber,
    string Problem,
    string Reason,
    IReadOnlyList<Scope> Scopes,
    int Minutes,
    int AnswerWithinSeconds);

/// <summary>A step that the customer or the Agent took.</summary>
/// <param name="Event">Allow, Show, Pause, Resume or End.</param>
/// <param name="Reason">With End: why.</param>
/// <param name="Grant">With Allow: what was allowed.</param>
public sealed record AgentReport(SessionEvent Event, EndReason? Reason = null, ConsentGrant? Grant = null);

/// <summary>Everything a Viewer shows around the picture. Sent whole at every change.</summary>
/// <param name="Session">The session.</param>
/// <param name="State">Where it stands.</param>
/// <param name="EndReason">Why it ended, once it has.</param>
/// <param name="Code">Ten digits while somebody may still join; else null.</param>
/// <param name="CodeExpires">When the code stops being good.</param>
/// <param name="TriesLeft">How many wrong tries the code still bears.</param>
/// <param name="CustomerConnected">Whether the Agent is connected.</param>
/// <param name="Viewers">How many Viewers are connected.</param>
/// <param name="Since">When the session went live.</param>
/// <param name="Until">When the grant runs out.</param>
/// <param name="Now">The Relay's clock as it sent this, for countdowns.</param>
public sealed record SessionStatus(
    Guid Session,
    SessionState State,
    EndReason? EndReason,
    string? Code,
    DateTimeOffset? CodeExpires,
    int TriesLeft,
    bool CustomerConnected,
    int Viewers,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    DateTimeOffset Now);

/// <summary>What the Relay calls on a participant. Each end implements its half.</summary>
public interface IParticipant
{
    /// <summary>Both: an opaque message of the exchange with (at the Agent: from) this viewer.</summary>
    Task Exchange(int viewer, byte[] message);

    /// <summary>Agent: a viewer has come; viewers are numbered from 1 and never twice in a session.</summary>
    Task ViewerJoined(int viewer);

    /// <summary>Agent: a viewer has gone.</summary>
    Task ViewerLeft(int viewer);

    /// <summary>Agent: a control envelope from a viewer.</summary>
    Task Envelope(byte[] envelope);

    /// <summary>Agent: a viewer's queue was emptied, or a viewer came late; the next frame must be a key frame.</summary>
    Task KeyFrameNeeded();

    /// <summary>Agent: the session is over.</summary>
    Task Ended(EndReason reason);

    /// <summary>Viewer: the session as it stands now.</summary>
    Task Status(SessionStatus status);
}
