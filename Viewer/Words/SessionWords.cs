using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Words;

/// <summary>Says where a session stands.</summary>
public static class SessionWords
{
    /// <summary>A few words for a state.</summary>
    public static string State(ScreenText text, SessionState state) => text[$"State.{state}"];

    /// <summary>One sentence for why a session ended.</summary>
    public static string Ended(ScreenText text, EndReason reason) => text[$"End.{reason}"];

    /// <summary>Where it stands or, once it is over, why it ended.</summary>
    public static string Standing(ScreenText text, SessionSummary session) => session switch
    {
        { EndReason: { } reason } when SessionLifecycle.IsOver(session.State) => Ended(text, reason),
        _ => State(text, session.State),
    };
}
