namespace RemoteAssist.Shared.Sessions;

/// <summary>What can happen to a session; <see cref="SessionLifecycle"/> says what comes of it.</summary>
public enum SessionEvent
{
    /// <summary>The customer typed a code that holds.</summary>
    Join,

    /// <summary>The customer allowed.</summary>
    Allow,

    /// <summary>The Agent is about to send the first picture.</summary>
    Show,

    /// <summary>The customer holds the picture back.</summary>
    Pause,

    /// <summary>The customer goes on after a pause.</summary>
    Resume,

    /// <summary>The customer allows more, takes something back, or lets it go on longer.</summary>
    Change,

    /// <summary>The session is over, for an <see cref="EndReason"/>.</summary>
    End,

    /// <summary>The technician closed the wrap-up.</summary>
    Review,
}
