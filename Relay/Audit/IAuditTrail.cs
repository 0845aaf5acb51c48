using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Audit;

/// <summary>Reads the log for people.</summary>
public interface IAuditTrail
{
    /// <summary>All entries of one session, oldest first.</summary>
    Task<IReadOnlyList<LogLine>> ForSession(Guid session, CancellationToken cancel);
}
