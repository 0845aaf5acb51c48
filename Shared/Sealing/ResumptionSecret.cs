using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>What both ends keep, for at most 60 s after a cut, to find each other again without a code. Used once.</summary>
public sealed class ResumptionSecret : IDisposable
{
    /// <summary>Bytes of <see cref="Name"/>.</summary>
    public const int NameSize = 16;

    private readonly byte[] _secret;

    internal ResumptionSecret(byte[] secret)
    {
        _secret = secret;
        Name = KeySchedule.Hkdf(_secret, [], Label("name"), NameSize);
    }

    /// <summary>The one that a further viewer was given by whoever introduced it.</summary>
    /// <param name="secret">32 bytes; they belong to this from now on.</param>
    /// <exception cref="ArgumentException">The length is another.</exception>
    public static ResumptionSecret OfIntroduction(byte[] secret) => secret.Length == KeySchedule.KeySize
        ? new ResumptionSecret(secret)
        : throw new ArgumentException("32 bytes.", nameof(secret));

    /// <summary>Public; says which secret is meant.</summary>
    public byte[] Name { get; }

    /// <summary>Forgets it.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    /// <summary>A key from this secret, the fresh product and everything said.</summary>
    internal byte[] Mix(byte[] product, string purpose, byte[] transcriptHash) =>
        KeySchedule.Hkdf(_secret, product, Label(purpose, transcriptHash), KeySchedule.KeySize);

    private static byte[] Label(string purpose, params ReadOnlySpan<byte[]> more) => LengthValue.Cat(
        ["RemoteAssist resumption"u8.ToArray(), System.Text.Encoding.ASCII.GetBytes(purpose), .. more]);
}
