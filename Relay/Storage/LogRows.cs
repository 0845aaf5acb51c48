namespace RemoteAssist.Relay.Storage;

/// <summary>A signed state of the whole log.</summary>
public sealed class CheckpointRow
{
    /// <summary>How many entries it is of.</summary>
    public required long Size { get; init; }

    /// <summary>The signed note, with the Relay's own signature only.</summary>
    public required string Note { get; init; }

    public required DateTimeOffset Made { get; init; }
}

/// <summary>A witness's signature under a checkpoint.</summary>
public sealed class CosignatureRow
{
    /// <summary>The checkpoint's.</summary>
    public required long Size { get; init; }

    /// <summary>The name of the witness's key.</summary>
    public required string Witness { get; init; }

    /// <summary>The line as it stands under the note, with its new line.</summary>
    public required string Line { get; init; }

    /// <summary>When, as the witness says.</summary>
    public required DateTimeOffset Signed { get; init; }
}
