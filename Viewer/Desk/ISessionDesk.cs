using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Viewer.Desk;

/// <summary>Sessions, as the pages need them; the live part goes over the hub.</summary>
public interface ISessionDesk
{
    /// <summary>Asks for a session on a case; its page asks for the code. The reason is 1 to 200 characters.</summary>
    /// <returns>The session, or null where there is no such case.</returns>
    Task<Guid?> Start(Guid caseId, string reason, CancellationToken cancel);

    /// <summary>One session with its case; null where there is none.</summary>
    Task<SessionDetails?> Find(Guid session, CancellationToken cancel);

    /// <summary>The session's entries, oldest first.</summary>
    Task<IReadOnlyList<LogLine>> Log(Guid session, CancellationToken cancel);
}

/// <summary>A session as it stands in lists.</summary>
public sealed record SessionSummary(
    Guid Id,
    SessionState State,
    EndReason? EndReason,
    string Technician,
    string Reason,
    DateTimeOffset Requested,
    DateTimeOffset? Live,
    DateTimeOffset? Ended);

/// <summary>A session with what its page says of the case.</summary>
public sealed record SessionDetails(
    SessionSummary Session, Guid CaseId, string CaseNumber, string Customer, string Callback, string Problem);

/// <summary>
/// One entry of the log, ready to be said in a sentence.
/// </summary>
/// <param name="Sequence">Its number in the whole log.</param>
/// <param name="Time">UTC.</param>
/// <param name="Action">One of <see cref="Shared.Audit.AuditActions"/>.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Values">Details and personal values by their keys; an erased value is missing.</param>
public sealed record LogLine(
    long Sequence,
    DateTimeOffset Time,
    string Action,
    Shared.Audit.ActorKind Actor,
    Shared.Audit.AuditOutcome Outcome,
    IReadOnlyDictionary<string, string> Values);
