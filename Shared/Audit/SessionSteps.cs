using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Audit;

/// <summary>The steps of a session's life that others can be told of, as the log names them.</summary>
public static class SessionSteps
{
    /// <summary>What all of them begin with.</summary>
    public const string Beginning = "session.";

    /// <summary>All of them, in the order in which they come.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        AuditActions.SessionRequested,
        .. Enum.GetValues<SessionEvent>().Except([SessionEvent.End, SessionEvent.Review]).Select(AuditActions.Of),
        AuditActions.SessionHandedOver,
        AuditActions.Of(SessionEvent.End),
        AuditActions.SessionRated,
        AuditActions.SessionWrappedUp,
        AuditActions.Of(SessionEvent.Review),
    ];

    /// <summary>The event of the life-cycle that an action of the log is; null where it is none.</summary>
    public static SessionEvent? EventOf(string action) =>
        Enum.GetValues<SessionEvent>().Where(happened => AuditActions.Of(happened) == action).Select(happened => (SessionEvent?)happened).FirstOrDefault();
}
