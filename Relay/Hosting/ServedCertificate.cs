using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RemoteAssist.Relay.Hosting;

/// <summary>What the Relay shows to whoever comes by https; nothing where it listens on http.</summary>
/// <param name="Certificate">With its key; null on http.</param>
/// <param name="Chain">What stands between it and a root.</param>
/// <param name="IsOwn">Whether the Relay made it, so that nobody else vouches for it.</param>
internal sealed record ServedCertificate(X509Certificate2? Certificate, X509Certificate2Collection Chain, bool IsOwn) : IDisposable
{
    public static ServedCertificate None { get; } = new(null, [], IsOwn: false);

    /// <summary>For people, as browsers show it: SHA-256 of the certificate, in pairs of hexadecimal digits.</summary>
    public string Fingerprint =>
        string.Join(':', Certificate!.GetCertHash(HashAlgorithmName.SHA256).Select(one => one.ToString("X2", null)));

    /// <summary>
    /// What Agents that are downloaded here know it by: SHA-256 of the key's SubjectPublicKeyInfo, 64 hexadecimal digits. Null
    /// where others vouch for it: such certificates change their keys, and need no pin.
    /// </summary>
    public string? Pin => IsOwn ? Convert.ToHexStringLower(SHA256.HashData(Certificate!.PublicKey.ExportSubjectPublicKeyInfo())) : null;

    /// <summary>From when and until when a certificate is good.</summary>
    public static (DateTimeOffset Begins, DateTimeOffset Ends) Times(X509Certificate2 certificate) =>
        (new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));

    public void Dispose()
    {
        Certificate?.Dispose();
        foreach (var one in Chain)
        {
            one.Dispose();
        }
    }
}
