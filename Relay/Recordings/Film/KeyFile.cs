using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Relay.Recordings.Film;

/// <summary>
/// An auditor's private key as the browser gives it out for keeping: PKCS #8 under a passphrase, AES-256-GCM with a key of PBKDF2.
/// The other half is Viewer/Canvas/recordings/keyFile.ts.
/// </summary>
/// <param name="PublicKey">SubjectPublicKeyInfo, base64.</param>
/// <param name="Iterations">Of PBKDF2 with SHA-256.</param>
/// <param name="Salt">Of PBKDF2.</param>
/// <param name="Iv">Of AES-GCM.</param>
/// <param name="Sealed">PKCS #8 with its tag.</param>
internal sealed record KeyFile(string PublicKey, int Iterations, byte[] Salt, byte[] Iv, byte[] Sealed)
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int Longest = 8192;

    private const string Use = "auditor";
    private const int MostIterations = 10_000_000;
    private const int TagSize = 16;
    private const int IvSize = 12;

    /// <summary>Reads one; null where it is no auditor's key file.</summary>
    public static KeyFile? Read(ReadOnlySpan<byte> text)
    {
        if (text.Length > Longest)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<Written>(text) is
            {
                Version: 1, Use: Use, PublicKey: { } publicKey, Iterations: >= 1 and <= MostIterations and var iterations,
                Salt: { } salt, Iv: { Length: IvSize } iv, Sealed: { Length: > TagSize } sealedKey,
            }
                ? new KeyFile(publicKey, iterations, salt, iv, sealedKey)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Opens it.</summary>
    /// <returns>The key; null where the passphrase is another or the file was changed.</returns>
    public AuditorKey? Open(string passphrase)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        var key = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(passphrase.Normalize(NormalizationForm.FormC)), Salt, Iterations, HashAlgorithmName.SHA256, outputLength: 32);
        var clear = new byte[Sealed.Length - TagSize];
        try
        {
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(Iv, Sealed.AsSpan(0, clear.Length), Sealed.AsSpan(clear.Length), clear, Bound());
            return P256Scalar.FromPkcs8(clear) is { } own ? new AuditorKey(AuditorCertificate.IdOf(P256Key.Of(own.TimesBase())), own) : null;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(clear);
        }
    }

    // A public key that somebody put in another's place is noticed.
    private byte[] Bound() => Encoding.UTF8.GetBytes($"RemoteAssist key file 1\n{Use}\n{PublicKey}");

    private sealed record Written(
        [property: JsonPropertyName("remoteAssistKey")] int Version,
        [property: JsonPropertyName("use")] string? Use,
        [property: JsonPropertyName("publicKey")] string? PublicKey,
        [property: JsonPropertyName("iterations")] int Iterations,
        [property: JsonPropertyName("salt")] byte[]? Salt,
        [property: JsonPropertyName("iv")] byte[]? Iv,
        [property: JsonPropertyName("sealed")] byte[]? Sealed);
}

/// <summary>What opens the recordings that were sealed for an auditor.</summary>
/// <param name="Id">16 bytes, <see cref="AuditorCertificate.Id"/>.</param>
/// <param name="Own">The private key.</param>
internal sealed record AuditorKey(byte[] Id, P256Scalar Own) : IDisposable
{
    /// <summary>Forgets it.</summary>
    public void Dispose() => Own.Dispose();
}
