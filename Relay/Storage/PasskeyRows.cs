namespace RemoteAssist.Relay.Storage;

/// <summary>A passkey of an account: its public half.</summary>
public sealed class PasskeyRow
{
    public required Guid Id { get; init; }

    public required string AccountId { get; init; }

    /// <summary>What the device calls it, base64url; at most 1,023 bytes (WebAuthn, credential id).</summary>
    public required string Credential { get; init; }

    /// <summary>The key as the device gave it, a COSE_Key (RFC 9052, 7).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset Made { get; init; }

    /// <summary>When it last signed in; null before the first time.</summary>
    public DateTimeOffset? Used { get; set; }

    /// <summary>How often the device says that it has signed; 0 for ever where it does not count.</summary>
    public required long SignCount { get; set; }

    /// <summary>How the device is reached, such as <c>usb</c>; apart by commas.</summary>
    public required string Transports { get; init; }

    /// <summary>Whether the device may copy it to others of the same owner.</summary>
    public required bool BackupEligible { get; init; }

    /// <summary>Whether it has, as of the last use.</summary>
    public required bool BackedUp { get; set; }
}

/// <summary>A challenge that has been answered.</summary>
public sealed class AnsweredChallengeRow
{
    /// <summary>SHA-256, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>When it is too old to be shown again.</summary>
    public required DateTimeOffset Until { get; init; }
}
