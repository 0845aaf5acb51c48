namespace RemoteAssist.Relay.Storage;

/// <summary>An auditor's public key, with its certificate once there is one. It stays when it is withdrawn: older recordings name it.</summary>
public sealed class AuditorKeyRow
{
    /// <summary>16 bytes, lower-case hex: <see cref="Shared.Recordings.AuditorCertificate.Id"/>.</summary>
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    /// <summary>SubjectPublicKeyInfo.</summary>
    public required byte[] PublicKey { get; init; }

    public required DateTimeOffset Added { get; init; }

    /// <summary>As it was signed; with <see cref="Made"/>, <see cref="Until"/> and <see cref="Signature"/> the certificate, null before there is one.</summary>
    public string? Name { get; set; }

    public DateTimeOffset? Made { get; set; }

    public DateTimeOffset? Until { get; set; }

    public byte[]? Signature { get; set; }

    /// <summary>Since when nothing is recorded for it any more; null where it is not withdrawn.</summary>
    public DateTimeOffset? Withdrawn { get; set; }
}
