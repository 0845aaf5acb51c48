using System.Text.Json.Serialization;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Wire;

/// <summary>Where the hub is and what its methods are called; PROTOCOL.md tells the conversation.</summary>
public static class HubContract
{
    /// <summary>Where Agents come in. Nobody signs in there, so no web page may open it: whoever says an origin is refused.</summary>
    public const string Path = "/hub";

    /// <summary>Where Viewers come in: pages of the Relay's own origin, opened by a technician who is signed in.</summary>
    public const string ViewerPath = "/hub/viewer";

    /// <summary>The version of the conversation. The two ends and the Relay must speak the same.</summary>
    public const int ProtocolVersion = 8;

    /// <summary>The largest hub message either side takes, in bytes.</summary>
    public const int MaxMessageBytes = 2 * 1024 * 1024;

    /// <summary>How long a lost end may take to come back, counted from its last word.</summary>
    public static readonly TimeSpan ComeBackWithin = TimeSpan.FromSeconds(60);

    /// <summary>Agent: <c>Join(JoinRequest) → JoinOutcome</c>.</summary>
    public const string Join = nameof(Join);

    /// <summary>Agent, on a new connection: <c>Rejoin(RejoinRequest) → RejoinOutcome</c>.</summary>
    public const string Rejoin = nameof(Rejoin);

    /// <summary>
    /// Agent: <c>Report(AgentReport, AgentLink) → bool</c>; true once the step is in the log, and with it the link of the Agent's chain
    /// that it is. May be said again with the same link where the answer was lost: it is true again, and not written twice. After
    /// false the next statement has the same number. A link that cannot be the next ends the session. So it is with every statement.
    /// </summary>
    public const string Report = nameof(Report);

    /// <summary>Agent: <c>Admit(viewer, allowed, AgentLink) → bool</c>: the customer's answer about a further viewer; true once it is in the log.</summary>
    public const string Admit = nameof(Admit);

    /// <summary>
    /// Agent: <c>Transferred(TransferReport, AgentLink) → bool</c>: a file or a clipboard begins, or has come to its end, or facts about the
    /// computer were read; true once it is in the log. Said again where the answer was lost, it is written once. False where a file ends that never began, and where 2,000 of
    /// the session have begun.
    /// </summary>
    public const string Transferred = nameof(Transferred);

    /// <summary>
    /// Agent: <c>Used(UseReport, AgentLink) → bool</c>: how much was injected; true once it is in the log. Said again where the answer was
    /// lost, it is written once. The last one of a session may come on its connection right behind the end.
    /// </summary>
    public const string Used = nameof(Used);

    /// <summary>
    /// Agent, on a connection of its own after the end: <c>Rate(RatingRequest) → bool</c>; true once it is in the log. Taken
    /// once for a session, and for half an hour after its end.
    /// </summary>
    public const string Rate = nameof(Rate);

    /// <summary>
    /// Agent, on a connection of its own after the end: <c>Prove(InclusionRequest) → InclusionProof</c>: that the log holds the last that
    /// it stated. Null where there is none within five seconds, as before the end, and where nobody with this seat was there; for half an
    /// hour after the end, and 20 times for a session.
    /// </summary>
    public const string Prove = nameof(Prove);

    /// <summary>Agent: <c>Upload(stream of envelopes)</c>, one stream for the whole connection.</summary>
    public const string Upload = nameof(Upload);

    /// <summary>Viewer: <c>Watch(session) → stream of envelopes</c>.</summary>
    public const string Watch = nameof(Watch);

    /// <summary>Viewer: <c>Send(envelope)</c>, a control envelope for the Agent.</summary>
    public const string Send = nameof(Send);

    /// <summary>Viewer: <c>KeepReport(report)</c>: the bytes of a <see cref="Diagnostics.ComputerReport"/>, to be kept with the case; at most 20 of a session, and only those that the Agent has told of.</summary>
    public const string KeepReport = nameof(KeepReport);

    /// <summary>Viewer: <c>End()</c>.</summary>
    public const string End = nameof(End);

    /// <summary>Viewer: <c>Altered(SealingFault)</c>: what came from the Agent does not open; the session ends with that name.</summary>
    public const string Altered = nameof(Altered);

    /// <summary>
    /// Viewer: <c>NewCode() → nameplate</c>; only while the session is <see cref="SessionState.Requested"/>. The caller
    /// makes the secret and holds the code from now on.
    /// </summary>
    public const string NewCode = nameof(NewCode);

    /// <summary>Viewer: <c>HoldCode(nameplate) → bool</c>: it still has this nameplate's secret, after it watches again.</summary>
    public const string HoldCode = nameof(HoldCode);

    /// <summary>
    /// Viewer: <c>Agreed(transcript hash)</c>: the code exchange under way has come to this. Refused before both of the
    /// Viewer's messages have passed, so that a late word about one try cannot let the next one in.
    /// </summary>
    public const string Agreed = nameof(Agreed);

    /// <summary>Viewer: <c>WrongTry()</c>: the code exchange under way was with a wrong code, or broke after a try was spent.</summary>
    public const string WrongTry = nameof(WrongTry);

    /// <summary>Viewer: <c>Introduce(viewer, bytes)</c>: to another viewer of the session, opaque to the Relay.</summary>
    public const string Introduce = nameof(Introduce);

    /// <summary>Viewer of the session's technician: <c>Colleagues() → list of ColleagueChoice</c>: the other technicians of this Relay.</summary>
    public const string Colleagues = nameof(Colleagues);

    /// <summary>
    /// Viewer of the session's technician: <c>Invite(account, reason)</c>: a colleague may come for ten minutes, as one who waits.
    /// Only while the customer has allowed something; the reason has 1 to 200 characters.
    /// </summary>
    public const string Invite = nameof(Invite);

    /// <summary>Viewer of the session's technician: <c>SendAway(account)</c>: takes an invitation back, or sees a colleague out.</summary>
    public const string SendAway = nameof(SendAway);

    /// <summary>Viewer of a colleague: <c>LeaveSession()</c>: they go, and the session goes on without them.</summary>
    public const string LeaveSession = nameof(LeaveSession);

    /// <summary>
    /// Agent: <c>HandOver(viewer, AgentLink) → bool</c>: the session's technician has handed it over to the colleague behind this viewer, on the
    /// sealed channel; true once it is in the log. As with <see cref="Report"/>, it may be said again.
    /// </summary>
    public const string HandOver = nameof(HandOver);

    /// <summary>
    /// Agent: <c>RecordKey(wrapped keys) → bool</c>: the content key under which the next frames are, for each auditor
    /// (<see cref="Recordings.WrappedKey"/>, 1 to 32, one behind the other); true once what comes under it is kept. No frame leaves
    /// under that key before the answer. False where nothing is kept: the Agent then takes recording back.
    /// </summary>
    public const string RecordKey = nameof(RecordKey);

    /// <summary>Either: <c>Exchange(viewer, bytes)</c>, opaque to the Relay.</summary>
    public const string Exchange = nameof(Exchange);
}

/// <summary>What an Agent says when its customer has typed a code. The secret digits stay with the Agent.</summary>
/// <param name="ProtocolVersion">The Agent's <see cref="HubContract.ProtocolVersion"/>.</param>
/// <param name="Nameplate">Four digits.</param>
/// <param name="AgentVersion">For the log; at most 64 characters.</param>
/// <param name="Platform">For the log, such as "Linux X11"; at most 64 characters.</param>
public sealed record JoinRequest(int ProtocolVersion, string Nameplate, string AgentVersion, string Platform);

/// <summary>The answer to a <see cref="JoinRequest"/>: exactly one of the two is set.</summary>
public sealed record JoinOutcome(JoinRefusal? Refusal, JoinTicket? Ticket);

/// <summary>With it the Agent tries the code with one viewer. Nothing is joined before that viewer has agreed.</summary>
/// <param name="Session">The session.</param>
/// <param name="Viewer">The one viewer that holds the code.</param>
/// <param name="RelayKey">The Relay's public P-256 key, SubjectPublicKeyInfo, to be pinned.</param>
/// <param name="Seat">32 random bytes, with which only this Agent can <see cref="HubContract.Rejoin"/>.</param>
/// <param name="KeyHistory">How that key came after others, for Agents that know one of these; null where it is the first.</param>
public sealed record JoinTicket(Guid Session, int Viewer, byte[] RelayKey, byte[] Seat, IReadOnlyList<KeySuccession>? KeyHistory = null);

/// <summary>What an Agent says when its connection was lost and it has a new one.</summary>
/// <param name="ProtocolVersion">The Agent's <see cref="HubContract.ProtocolVersion"/>.</param>
/// <param name="Session">The session that it was in.</param>
/// <param name="Seat">As in its <see cref="JoinTicket"/>.</param>
public sealed record RejoinRequest(int ProtocolVersion, Guid Session, byte[] Seat);

/// <summary>The answer to a <see cref="RejoinRequest"/>.</summary>
/// <param name="Seated">Whether the Agent has its seat again. The viewers that are there are named to it by <see cref="IParticipant.ViewerJoined"/>.</param>
/// <param name="EndReason">Where it has not: why the session ended, if the Relay knows this session and seat.</param>
public sealed record RejoinOutcome(bool Seated, EndReason? EndReason);

/// <summary>What the customer answers after the end, in one go; what was skipped is null.</summary>
/// <param name="ProtocolVersion">The Agent's <see cref="HubContract.ProtocolVersion"/>.</param>
/// <param name="Session">The session that it was in.</param>
/// <param name="Seat">As in its <see cref="JoinTicket"/>.</param>
/// <param name="Solved">Whether it is solved.</param>
/// <param name="Ease">How easy it was, 1 (hard) to 5 (easy).</param>
/// <param name="Sentence">In the customer's own words, at most 500 characters.</param>
public sealed record RatingRequest(int ProtocolVersion, Guid Session, byte[] Seat, bool? Solved, int? Ease, string? Sentence);

/// <summary>Why a code did not open a session.</summary>
public enum JoinRefusal
{
    /// <summary>No session has this nameplate; maybe a digit was misheard.</summary>
    UnknownCode,

    /// <summary>The code was good once, but its ten minutes are over, or it was replaced.</summary>
    ExpiredCode,

    /// <summary>Somebody has already joined with this code.</summary>
    UsedCode,

    /// <summary>Too many wrong codes, for this one or from this address.</summary>
    TooManyTries,

    /// <summary>The technician's page is not open just now; the code stays good.</summary>
    TechnicianAway,

    /// <summary>Somebody else's try of this code is not over yet; nothing was spent.</summary>
    Busy,

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
/// <param name="Controller">Who answers for the customer's data, for the receipt; null where that is not set.</param>
/// <param name="Auditors">For whom it would be recorded; null where it cannot be, and recording is not asked for then.</param>
public sealed record SessionOffer(
    Guid Session,
    string Technician,
    string Organisation,
    string CaseNumber,
    string Problem,
    string Reason,
    IReadOnlyList<Scope> Scopes,
    int Minutes,
    int AnswerWithinSeconds,
    Controller? Controller = null,
    AuditorList? Auditors = null);

/// <summary>A step that the customer or the Agent took.</summary>
/// <param name="Event">Allow, Show, Pause, Resume, Change or End.</param>
/// <param name="Reason">With End: why.</param>
/// <param name="Grant">With Allow: what was allowed. With Change: all that is allowed from now on; never empty of its session and names.</param>
/// <param name="Fault">With End and <see cref="EndReason.Altered"/>: what was wrong with what came from a viewer.</param>
/// <param name="Colleague">With Change: the grant is that of the colleague whom it names, and not the session's technician's.</param>
/// <param name="Receipt">With a grant: the JSON of a <see cref="SignedReceipt"/> that says the same. Without it the grant is refused.</param>
public sealed record AgentReport(
    SessionEvent Event,
    EndReason? Reason = null,
    ConsentGrant? Grant = null,
    SealingFault? Fault = null,
    bool Colleague = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? Receipt = null);

/// <summary>Why there is no code to be typed any more.</summary>
public enum CodeEnd
{
    /// <summary>Its ten minutes are over.</summary>
    Expired,

    /// <summary>It was typed wrongly too often.</summary>
    TooManyTries,
}

/// <summary>Everything a Viewer shows around the picture. Sent whole at every change.</summary>
/// <param name="Session">The session.</param>
/// <param name="State">Where it stands.</param>
/// <param name="EndReason">Why it ended, once it has.</param>
/// <param name="Nameplate">The code's first four digits while somebody may still type it; else null.</param>
/// <param name="CodeHolder">The viewer that has the other six; null where none that is here has.</param>
/// <param name="CodeEnd">Why the last code is gone; null where there is one, or has been none yet.</param>
/// <param name="CodeExpires">When the code stops being good.</param>
/// <param name="TriesLeft">How many wrong tries the code still bears, by the Relay's own count.</param>
/// <param name="CustomerConnected">Whether the Agent is connected.</param>
/// <param name="ComeBackUntil">While a joined Agent is not connected: until when it may come back.</param>
/// <param name="Viewers">How many Viewers are connected.</param>
/// <param name="Since">When the session went live.</param>
/// <param name="Until">When the grant runs out.</param>
/// <param name="Now">The Relay's clock as it sent this, for countdowns.</param>
/// <param name="People">Who belongs to it: its technician first, then the colleagues that were ever invited. Empty after the end.</param>
/// <param name="LogUnavailable">The Relay's log cannot be written: nobody sees or does anything until it can.</param>
public sealed record SessionStatus(
    Guid Session,
    SessionState State,
    EndReason? EndReason,
    string? Nameplate,
    int? CodeHolder,
    CodeEnd? CodeEnd,
    DateTimeOffset? CodeExpires,
    int TriesLeft,
    bool CustomerConnected,
    DateTimeOffset? ComeBackUntil,
    int Viewers,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    DateTimeOffset Now,
    IReadOnlyList<SessionPerson>? People = null,
    bool LogUnavailable = false);

/// <summary>What the Relay calls on a participant. Each end implements its half.</summary>
public interface IParticipant
{
    /// <summary>Both: an opaque message of the exchange with (at the Agent: from) this viewer.</summary>
    Task Exchange(int viewer, byte[] message);

    /// <summary>
    /// Agent: the code held, and this is what is asked: the offer, and who asks as the Relay signs it
    /// (<c>AskingStatement</c> and 64 bytes of signature).
    /// </summary>
    Task Offered(SessionOffer offer, byte[] statement, byte[] signature);

    /// <summary>Agent: a viewer is there; viewers are numbered from 1 and never twice in a session. Not before it has joined.</summary>
    Task ViewerJoined(int viewer);

    /// <summary>Agent: a viewer has gone.</summary>
    Task ViewerLeft(int viewer);

    /// <summary>Agent: a control envelope from a viewer.</summary>
    Task Envelope(byte[] envelope);

    /// <summary>Agent: a viewer's queue was emptied, or a viewer came late; the next frame must be a key frame.</summary>
    Task KeyFrameNeeded();

    /// <summary>
    /// Agent: the Relay's log cannot be written (true), or can again (false). Meanwhile nothing is captured, and pointer and
    /// keyboard rest.
    /// </summary>
    Task LogUnavailable(bool unavailable);

    /// <summary>Agent: the session is over.</summary>
    Task Ended(EndReason reason);

    /// <summary>Agent: a receipt of its own, with the Relay's signature: its hash is in the log.</summary>
    Task Receipted(byte[] receipt);

    /// <summary>Viewer: the number of its seat, before anything else.</summary>
    Task Seated(int viewer);

    /// <summary>Viewer: the session as it stands now.</summary>
    Task Status(SessionStatus status);

    /// <summary>Viewer: an opaque message from another viewer.</summary>
    /// <param name="viewer">Which.</param>
    /// <param name="technician">Whose it is, by the Relay's word.</param>
    /// <param name="organisation">Theirs.</param>
    /// <param name="message">At most 1,024 bytes.</param>
    Task Introduced(int viewer, string technician, string organisation, byte[] message);
}
