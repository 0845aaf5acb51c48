namespace RemoteAssist.Shared.Sessions;

/// <summary>
/// The life of a session, as one table. This is its only home: the Relay's session directory writes by it,
/// the Agent enforces it without asking the Relay, and the Viewer shows it.
/// </summary>
public static class SessionLifecycle
{
    /// <summary>The state that follows, or null where the event is refused: an illegal move changes nothing.</summary>
    /// <param name="state">Where the session stands.</param>
    /// <param name="happened">What happened.</param>
    public static SessionState? Next(SessionState state, SessionEvent happened) => (state, happened) switch
    {
        (SessionState.Requested, SessionEvent.Join) => SessionState.Joined,
        (SessionState.Requested, SessionEvent.End) => SessionState.Ended,

        (SessionState.Joined, SessionEvent.Allow) => SessionState.Consented,
        (SessionState.Joined, SessionEvent.End) => SessionState.Ended,

        (SessionState.Consented, SessionEvent.Show) => SessionState.Live,
        (SessionState.Consented, SessionEvent.Pause) => SessionState.Paused,
        (SessionState.Consented, SessionEvent.Change) => SessionState.Consented,
        (SessionState.Consented, SessionEvent.End) => SessionState.Ended,

        (SessionState.Live, SessionEvent.Pause) => SessionState.Paused,
        (SessionState.Live, SessionEvent.Change) => SessionState.Live,
        (SessionState.Live, SessionEvent.End) => SessionState.Ended,

        (SessionState.Paused, SessionEvent.Resume) => SessionState.Live,
        (SessionState.Paused, SessionEvent.Change) => SessionState.Paused,
        (SessionState.Paused, SessionEvent.End) => SessionState.Ended,

        (SessionState.Ended, SessionEvent.Review) => SessionState.Reviewed,

        _ => null,
    };

    /// <summary>Whether frames may leave the Agent and pass the Relay in this state.</summary>
    public static bool FramesMayFlow(SessionState state) => state is SessionState.Live;

    /// <summary>Whether the session is over for good.</summary>
    public static bool IsOver(SessionState state) => state is SessionState.Ended or SessionState.Reviewed;
}
