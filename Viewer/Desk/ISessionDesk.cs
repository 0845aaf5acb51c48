using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Viewer.Desk;

/// <summary>Sessions, as the pages need them; the live part goes over the hub.</summary>
public interface ISessionDesk
{
    /// <summary>The longest session that may be asked for, in minutes.</summary>
    int LongestMinutes { get; }

    /// <summary>Asks for a session on a case; its page asks for the code. <paramref name="wish"/> is already valid.</summary>
    /// <returns>The session, or null where there is no such case.</returns>
    Task<Guid?> Start(Guid caseId, SessionWish wish, CancellationToken cancel);

    /// <summary>One session with its case, for technicians and auditors; null where there is none.</summary>
    Task<SessionDetails?> Find(Guid session, CancellationToken cancel);

    /// <summary>The session's entries, oldest first.</summary>
    Task<IReadOnlyList<LogLine>> Log(Guid session, CancellationToken cancel);
}

/// <summary>What a technician asks the customer for.</summary>
/// <param name="Reason">What they want to do, 1 to 200 characters.</param>
/// <param name="Scopes">Each once; seeing the screen is always among them.</param>
/// <param name="Minutes">For how long, 1 to <see cref="ISessionDesk.LongestMinutes"/>.</param>
public sealed record SessionWish(string Reason, IReadOnlyList<Scope> Scopes, int Minutes)
{
    /// <summary>So many characters at most in a reason.</summary>
    public const int LongestReason = 200;

    // Minutes that may be chosen, as far as sessions may be that long.
    private static readonly int[] Lengths = [15, 30, 60, 120];

    /// <summary>What may be asked for at first beside seeing the screen, in the order of the form.</summary>
    public static IReadOnlyList<Scope> Askable { get; } = [Scope.Drawing, Scope.Control];

    /// <summary>The minutes that may be chosen where no session is longer than <paramref name="longest"/>.</summary>
    public static IReadOnlyList<int> Choices(int longest) =>
        Lengths.Where(length => length <= longest).ToArray() is { Length: > 0 } fitting ? fitting : [longest];
}

/// <summary>A session as it stands in lists. Its rating is null before the end, and where all of it was skipped.</summary>
public sealed record SessionSummary(
    Guid Id,
    SessionState State,
    EndReason? EndReason,
    string Technician,
    string Reason,
    DateTimeOffset Requested,
    DateTimeOffset? Live,
    DateTimeOffset? Ended,
    RatingView? Rating = null);

/// <summary>What the customer answered after the end; what was skipped is null.</summary>
/// <param name="Solved">Whether it is solved.</param>
/// <param name="Ease">How easy it was, 1 (hard) to 5 (easy).</param>
/// <param name="Sentence">In the customer's own words.</param>
public sealed record RatingView(bool? Solved, int? Ease, string? Sentence);

/// <summary>A session with what its page says of the case, and what the customer was asked for.</summary>
public sealed record SessionDetails(
    SessionSummary Session, Guid CaseId, string CaseNumber, string Customer, string Callback, string Problem, SessionWish Asked);

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
