using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Sessions;

/// <summary>How a session stands: the part of it that changes. Replaced whole at every step, and in its row with it.</summary>
/// <param name="State">Where in its life it is.</param>
/// <param name="EndReason">Why it ended.</param>
/// <param name="Live">When the first picture was shown.</param>
/// <param name="Until">When the grant runs out.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Joined">When the code held and the customer was asked.</param>
/// <param name="SeatHash">The <see cref="SeatToken.Hash"/> of the Agent that joined.</param>
internal sealed record Standing(
    SessionState State,
    EndReason? EndReason = null,
    DateTimeOffset? Live = null,
    DateTimeOffset? Until = null,
    DateTimeOffset? Ended = null,
    DateTimeOffset? Joined = null,
    string? SeatHash = null);

/// <summary>The part of a session that never changes.</summary>
internal sealed record SessionFacts(
    Guid Id,
    Guid CaseId,
    string CaseNumber,
    string Problem,
    string TechnicianId,
    string Technician,
    string Organisation,
    string Reason,
    DateTimeOffset Requested);

/// <summary>What came of trying a step.</summary>
internal enum StepOutcome
{
    /// <summary>It is in the log and has happened.</summary>
    Taken,

    /// <summary>The life-cycle does not allow it as the session stands, or it asks for more than it may.</summary>
    Refused,

    /// <summary>The log could not be written; nothing happened.</summary>
    LogUnavailable,
}

/// <summary>Who takes a step, for the entry.</summary>
internal readonly record struct Actor(Shared.Audit.ActorKind Kind, string? Id = null)
{
    public static readonly Actor Relay = new(Shared.Audit.ActorKind.Relay);

    public static readonly Actor Customer = new(Shared.Audit.ActorKind.Customer);

    public static readonly Actor Visitor = new(Shared.Audit.ActorKind.Visitor);

    public static Actor Technician(string id) => new(Shared.Audit.ActorKind.Technician, id);
}
