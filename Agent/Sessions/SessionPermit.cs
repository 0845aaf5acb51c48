using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Sessions;

/// <summary>What the capture thread may know of the session: replaced whole at every step.</summary>
internal sealed record SessionPermit(SessionState State, ConsentGrant? Grant, bool IsUnlogged = false)
{
    /// <summary>Before anything was allowed.</summary>
    public static readonly SessionPermit None = new(SessionState.Requested, null);

    /// <summary>Whether a picture may be fetched and sent at <paramref name="now"/>. The default is no.</summary>
    public bool Allows(DateTimeOffset now) =>
        SessionLifecycle.FramesMayFlow(State) && !IsUnlogged && Grant?.Allows(Scope.View, now) == true;
}
