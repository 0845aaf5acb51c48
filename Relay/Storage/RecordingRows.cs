namespace RemoteAssist.Relay.Storage;

/// <summary>The recording of a session; what was recorded is in a file, and its hashes are in the log.</summary>
public sealed class RecordingRow
{
    public required Guid SessionId { get; init; }

    public required Guid CaseId { get; init; }

    public required int ProtocolVersion { get; init; }

    /// <summary>When the file was begun, to the millisecond.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended last; null while it goes on.</summary>
    public DateTimeOffset? Ended { get; set; }

    /// <summary>Why.</summary>
    public string? EndReason { get; set; }

    /// <summary>Whole chunks in the file, as of its last end.</summary>
    public long Chunks { get; set; }

    /// <summary>Bytes of the file, as of its last end.</summary>
    public long Bytes { get; set; }

    /// <summary>The hash of the last chunk, in hex; null where there is none.</summary>
    public string? LastHash { get; set; }

    /// <summary>The milliseconds of the last record.</summary>
    public long LastAt { get; set; }

    /// <summary>Since when nothing may delete it; null where nothing holds it.</summary>
    public DateTimeOffset? Held { get; set; }

    /// <summary>When it was deleted.</summary>
    public DateTimeOffset? Deleted { get; set; }
}
