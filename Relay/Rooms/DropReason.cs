namespace RemoteAssist.Relay.Rooms;

/// <summary>Why a part of a frame did not reach a viewer. Every loss has one of these names and is counted.</summary>
internal enum DropReason
{
    /// <summary>The session is not Live: before consent, paused, or over.</summary>
    SessionNotLive,

    /// <summary>The log cannot be written, so nothing may be shown that it would not know of.</summary>
    LogUnavailable,

    /// <summary>The viewer reads slower than frames come; its queue was emptied.</summary>
    ViewerSlow,

    /// <summary>The viewer waits for a key frame; a change of a frame that it does not have is of no use.</summary>
    AwaitingKeyFrame,

    /// <summary>The viewer that it was meant for is not there.</summary>
    ViewerGone,

    /// <summary>It waited, or was still on its way, while the Agent lost its connection and came back with new keys.</summary>
    AgentLost,
}
