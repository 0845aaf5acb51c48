namespace RemoteAssist.Relay.Recordings;

/// <summary>When customers are asked whether a session may be recorded.</summary>
internal enum RecordingOffer
{
    /// <summary>Whenever there is a certified auditor. The customer decides, and it is off unless they turn it on.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>Section <c>Recording</c> of the configuration.</summary>
internal sealed class RecordingOptions
{
    public const string Section = "Recording";

    public RecordingOffer Offer { get; set; }
}
