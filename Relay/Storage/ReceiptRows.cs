namespace RemoteAssist.Relay.Storage;

/// <summary>A receipt of what a customer allowed.</summary>
public sealed class ReceiptRow
{
    public required Guid SessionId { get; init; }

    /// <summary>Which of the session, from 1 without a gap.</summary>
    public required int Number { get; init; }

    /// <summary>The hash that the log has of it, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The canonical JSON, with the Agent's signature.</summary>
    public required string Signed { get; init; }

    /// <summary>The same with the Relay's signature; null until that is made.</summary>
    public string? Countersigned { get; init; }
}
