namespace RemoteAssist.Shared.Recordings;

/// <summary>The words of gaps, marks and ends; stable for ever. FORMAT.md says what each means.</summary>
public static class RecordingWords
{
    /// <summary>Gap: the Relay was ended without having closed the recording.</summary>
    public const string RelayLost = "relayLost";

    /// <summary>Gap: the disk took it more slowly than it came.</summary>
    public const string TooSlow = "tooSlow";

    /// <summary>Gap: envelopes under a content key that was not wrapped for the auditors.</summary>
    public const string KeyMissing = "keyMissing";

    /// <summary>Gap: the Agent's numbers leap.</summary>
    public const string FramesMissing = "framesMissing";

    /// <summary>Mark: the header, in hex behind it.</summary>
    public const string Header = "header";

    /// <summary>Mark: recording was granted.</summary>
    public const string Begin = "begin";

    /// <summary>Mark: frames stopped.</summary>
    public const string Paused = "paused";

    /// <summary>Mark: frames may pass again.</summary>
    public const string Live = "live";

    /// <summary>Mark: so many viewers are there.</summary>
    public const string Viewers = "viewers";

    /// <summary>Mark: a piece of a seek point was let fall.</summary>
    public const string SeekPointLost = "seekPointLost";

    /// <summary>End: the Relay was stopped in good order.</summary>
    public const string RelayStopped = "relayStopped";

    /// <summary>End: the disk did not take it.</summary>
    public const string Disk = "disk";

    /// <summary>End: the disk has less room than is left to the log.</summary>
    public const string DiskFull = "diskFull";

    /// <summary>End: the file on the disk is not the one that was written before.</summary>
    public const string FileDiffers = "fileDiffers";

    /// <summary>The mark that repeats the header.</summary>
    public static string Of(RecordingHeader header) => $"{Header} {Convert.ToHexStringLower(header.ToBytes())}";
}
