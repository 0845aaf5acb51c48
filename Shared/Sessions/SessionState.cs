namespace RemoteAssist.Shared.Sessions;

/// <summary>Where a session stands. Being connected is a field of each participant, not a state.</summary>
public enum SessionState
{
    /// <summary>The technician has a code; nobody has typed it yet.</summary>
    Requested,

    /// <summary>The customer typed the code and is being asked.</summary>
    Joined,

    /// <summary>The customer allowed; no picture has been sent yet.</summary>
    Consented,

    /// <summary>Pictures flow.</summary>
    Live,

    /// <summary>The customer holds the picture back.</summary>
    Paused,

    /// <summary>Over, with an <see cref="EndReason"/>. Nothing can bring it back.</summary>
    Ended,

    /// <summary>Over, and the technician has written the wrap-up.</summary>
    Reviewed,
}
