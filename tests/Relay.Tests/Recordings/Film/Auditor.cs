using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Relay.Tests.Recordings.Film;

/// <summary>An auditor with a key file.</summary>
internal sealed class Auditor : IDisposable
{
    public const string Passphrase = "correct horse bättery";

    private readonly ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public byte[] PublicKey => key.ExportSubjectPublicKeyInfo();

    /// <summary>A content key, sealed for this auditor.</summary>
    public byte[] Wrap(ContentKey content, Guid session) => WrappedKey.Wrap(content, session, PublicKey, PlatformRandom.Instance).ToBytes();

    /// <summary>The backup file, as the browser writes it but for the iterations.</summary>
    public string File(string use = "auditor", int version = 1)
    {
        var publicKey = Convert.ToBase64String(PublicKey);
        var (salt, iv) = (RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(12));
        var clear = key.ExportPkcs8PrivateKey();
        var sealedKey = new byte[clear.Length + 16];
        using var cipher = new AesGcm(Rfc2898DeriveBytes.Pbkdf2(Passphrase, salt, 10, HashAlgorithmName.SHA256, 32), 16);
        cipher.Encrypt(
            iv, clear, sealedKey.AsSpan(0, clear.Length), sealedKey.AsSpan(clear.Length), Encoding.UTF8.GetBytes($"RemoteAssist key file 1\n{use}\n{publicKey}"));
        return JsonSerializer.Serialize(new { remoteAssistKey = version, use, publicKey, iterations = 10, salt, iv, @sealed = sealedKey });
    }

    public void Dispose() => key.Dispose();
}
