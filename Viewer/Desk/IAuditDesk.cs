using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Viewer.Desk;

/// <summary>
/// The auditor's desk, as the pages need it: every session, what its log says, and what came of looking into it. Every call is
/// made by a signed-in auditor or administrator, and every reading is an entry before anything is given out.
/// </summary>
public interface IAuditDesk
{
    /// <summary>Sessions, the newest first, at most 50. The search is an entry, unless the same person made the same within the hour.</summary>
    /// <param name="search">For which.</param>
    /// <param name="after">What the page before had as <see cref="SessionsFound.Next"/>; null for the first page.</param>
    /// <param name="cancel">Until it is read.</param>
    Task<SessionsFound> Search(SessionSearch search, string? after, CancellationToken cancel);

    /// <summary>How the log stands with its checkpoints and witnesses.</summary>
    Task<LogStanding> Standing(CancellationToken cancel);

    /// <summary>One session with all its entries; null where there is none. It is an entry, at most one for each person, session and hour.</summary>
    Task<AuditedSession?> Open(Guid session, CancellationToken cancel);

    /// <summary>Writes a note about a session; it is an entry. <paramref name="words"/> are already valid.</summary>
    /// <returns>False where there is no such session.</returns>
    Task<bool> Note(Guid session, string words, CancellationToken cancel);

    /// <summary>Reviews a session, once; it is an entry. <paramref name="words"/> are already valid and may be empty.</summary>
    Task<ReviewOutcome> Review(Guid session, Verdict verdict, string words, CancellationToken cancel);
}

/// <summary>What an auditor finds of a session.</summary>
public enum Verdict
{
    /// <summary>All is as it should be.</summary>
    InOrder,

    /// <summary>Somebody should be talked to.</summary>
    NeedsTalk,

    /// <summary>It must be followed up.</summary>
    Serious,
}

/// <summary>What came of a review.</summary>
public enum ReviewOutcome
{
    /// <summary>It is in the log, and the session is reviewed.</summary>
    Done,

    /// <summary>There is no such session.</summary>
    NoSuchSession,

    /// <summary>The session is not over.</summary>
    NotOver,

    /// <summary>Somebody has reviewed it before.</summary>
    ReviewedBefore,

    /// <summary>Whoever wants to review it worked in it.</summary>
    OwnSession,
}

/// <summary>What is looked for; null or empty where it does not matter.</summary>
/// <param name="Case">The case's number, all of it.</param>
/// <param name="Technician">Part of the name of somebody who worked in it.</param>
/// <param name="Customer">Part of the customer's name.</param>
/// <param name="From">Asked for on this day or later, UTC.</param>
/// <param name="To">Asked for on this day or earlier, UTC.</param>
/// <param name="Allowed">The customer allowed this at some time.</param>
/// <param name="Outcome">Why it ended.</param>
/// <param name="Reviewed">Whether it has been reviewed; false: over and not reviewed.</param>
public sealed record SessionSearch(
    string? Case = null,
    string? Technician = null,
    string? Customer = null,
    DateOnly? From = null,
    DateOnly? To = null,
    Scope? Allowed = null,
    EndReason? Outcome = null,
    bool? Reviewed = null)
{
    /// <summary>Characters in each of its texts at most.</summary>
    public const int LongestText = 100;

    /// <summary>Whether all sessions are looked for.</summary>
    public bool IsEverything => this == new SessionSearch();
}

/// <summary>A page of what was found.</summary>
/// <param name="Lines">The newest first.</param>
/// <param name="Next">For the next page; null where there is none.</param>
public sealed record SessionsFound(IReadOnlyList<AuditedLine> Lines, string? Next);

/// <summary>A session in the list.</summary>
public sealed record AuditedLine(
    Guid Id,
    string CaseNumber,
    string Customer,
    string Technician,
    SessionState State,
    EndReason? EndReason,
    DateTimeOffset Requested,
    DateTimeOffset? Live,
    DateTimeOffset? Ended,
    IReadOnlyList<Scope> Allowed,
    Verdict? Verdict);

/// <summary>How the log stands.</summary>
/// <param name="Entries">How many entries the last checkpoint is of; 0 before the first.</param>
/// <param name="Made">When it was made.</param>
/// <param name="HasWitness">Whether this Relay knows a witness.</param>
/// <param name="Last">What a witness cosigned last.</param>
/// <param name="IsLate">Whether a checkpoint has waited for more than five minutes for a witness that is known.</param>
public sealed record LogStanding(long Entries, DateTimeOffset? Made, bool HasWitness, CosignedView? Last, bool IsLate);

/// <summary>A witness's signature.</summary>
/// <param name="Witness">Its name.</param>
/// <param name="Entries">Of how many entries the checkpoint is.</param>
/// <param name="Signed">When, as the witness says.</param>
public sealed record CosignedView(string Witness, long Entries, DateTimeOffset Signed);

/// <summary>A session as an auditor sees it.</summary>
/// <param name="Line">As it stands in the list.</param>
/// <param name="Reason">Why it was asked for.</param>
/// <param name="Problem">What the case is about.</param>
/// <param name="Log">Its entries, oldest first.</param>
/// <param name="Use">What the Relay found of the signed counts of use.</param>
/// <param name="Checkpoint">Of how many entries the checkpoint is by which the session is checked; null where no checkpoint has any of it yet.</param>
/// <param name="Cosigned">Who cosigned that checkpoint.</param>
/// <param name="IsOwn">Whether whoever looks worked in it.</param>
public sealed record AuditedSession(
    AuditedLine Line,
    string Reason,
    string Problem,
    IReadOnlyList<LogLine> Log,
    SignedUse Use,
    long? Checkpoint,
    IReadOnlyList<CosignedView> Cosigned,
    bool IsOwn);

/// <summary>What the Relay found of the counts that the Agent signs.</summary>
/// <param name="Signed">How many are signed by the key of the code exchange and numbered without a gap.</param>
/// <param name="Fault">The first entry that is not; null where all are.</param>
/// <param name="Sequence">What it found of all that the Agent states; null where its version kept no sequence.</param>
public sealed record SignedUse(long Signed, long? Fault, AgentSequence? Sequence = null);

/// <summary>What the Relay found of an Agent's own sequence: its statements, numbered and signed.</summary>
/// <param name="Links">How many there are without a gap, from the first.</param>
/// <param name="Fault">The first entry that breaks it; null where none does.</param>
public sealed record AgentSequence(long Links, long? Fault);
