using System.Reflection;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Tests.Audit;

/// <summary>What every entry says, whoever writes it: who, what, when, where, about whom, and how it went.</summary>
internal static class EntryRule
{
    /// <summary>Every action that there is.</summary>
    public static readonly IReadOnlyList<string> Actions =
    [
        .. typeof(AuditActions).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!),
        .. Enum.GetValues<SessionEvent>().Select(AuditActions.Of),
    ];

    // Whatever else an entry may be about, beside a case and a session.
    private static readonly string[] Subjects = ["account", "key", "webhook", "format"];

    /// <summary>What an entry does not say; null where it says all. Its outcome and its kind of actor are no texts that could be missing.</summary>
    public static string? Missing(EntryFacts entry) =>
        Missing(entry.Action, entry.Actor, entry.ActorId, entry.Outcome, entry.Case is not null || entry.Session is not null, entry.Detail.Keys)
        ?? (entry.Time == default ? "when" : null)
        ?? (entry.Actor is not ActorKind.Relay && !entry.PersonalHashes.ContainsKey("address") ? "where" : null);

    /// <summary>The same of one that is not sealed yet: it has no time, and where it comes from is added by the log.</summary>
    public static string? Missing(PendingEntry entry) =>
        Missing(entry.Action, entry.Actor, entry.ActorId, entry.Outcome, entry.Case is not null || entry.Session is not null, entry.Detail?.Keys ?? []);

    private static string? Missing(string action, ActorKind actor, string? id, AuditOutcome outcome, bool isOfSession, IEnumerable<string> detail) =>
        !Actions.Contains(action) ? "what"
        : actor is ActorKind.Technician or ActorKind.Administrator or ActorKind.Auditor or ActorKind.Program && string.IsNullOrEmpty(id) ? "who"
        : isOfSession || id is not null || Subjects.Intersect(detail).Any() ? null // somebody's own account is what they signed in to
        : action.StartsWith("relay.", StringComparison.Ordinal) || outcome is not AuditOutcome.Success ? null // the Relay itself; and who was refused may be nobody that is known
        : "about whom";
}
