using System.Security.Cryptography;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Recordings;

/// <summary>For whom a session may be recorded, as the Relay offers it: its hash is in what the Relay signs.</summary>
/// <param name="RootKey">The organisation's root key, SubjectPublicKeyInfo.</param>
/// <param name="Certificates">1 to 32, each of another key.</param>
public sealed record AuditorList(byte[] RootKey, IReadOnlyList<AuditorCertificate> Certificates)
{
    /// <summary>Bytes of <see cref="Hash"/>.</summary>
    public const int HashSize = 32;

    private static readonly byte[] Label = "RemoteAssist auditors 1"u8.ToArray();

    /// <summary>The fingerprint of the root key.</summary>
    public string RootFingerprint => AskingStatement.Fingerprint(RootKey);

    /// <summary>Whether the root key is the one of this fingerprint: 64 hexadecimal digits, in lower case, without blanks.</summary>
    public bool IsOf(string fingerprint) => RootFingerprint.Replace(" ", "", StringComparison.Ordinal) == fingerprint;

    /// <summary>As receipts name them. Call it on a list that <see cref="IsGood"/>.</summary>
    public IReadOnlyList<ReceiptAuditor> Named => [.. Certificates.Select(one => new ReceiptAuditor(one.Name, one.Fingerprint))];

    /// <summary>
    /// Names the list in an <see cref="AskingStatement"/>: SHA-256 of label, root key and, for each, what is signed and the
    /// signature, each part with its length in front. Call it on a list that <see cref="IsGood"/>.
    /// </summary>
    public byte[] Hash() => SHA256.HashData(LengthValue.Cat(
        [Label, RootKey, .. Certificates.SelectMany(one => new[] { one.ToBytes(), one.Signature })]));

    /// <summary>Whether every certificate is good and of another key. One that is not spoils the list: who made it is not to be trusted.</summary>
    public bool IsGood(DateTimeOffset now) =>
        RootKey is not null && Certificates is { Count: > 0 and <= AuditorCertificate.Most } all
        && all.All(one => one?.IsGood(RootKey, now) == true)
        && all.Select(one => Convert.ToHexString(one.Id)).Distinct().Count() == all.Count;
}
