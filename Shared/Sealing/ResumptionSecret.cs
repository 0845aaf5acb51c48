using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// What both ends keep after a cut to find each other again without a code, for 60 s, and at most twice that where both
/// were away. Used once.
/// </summary>
public sealed class ResumptionSecret : IDisposable
{
    /// <summary>Bytes of <see cref="Name"/>.</summary>
    public const int NameSize = 16;

    private readonly byte[] _secret;
    private bool _forgotten;

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

    /// <summary>Whether it was forgotten: an exchange that still names it has nothing to resume.</summary>
    internal bool IsForgotten => _forgotten;

    /// <summary>Forgets it.</summary>
    public void Dispose()
    {
        _forgotten = true;
        CryptographicOperations.ZeroMemory(_secret);
    }

    /// <summary>A key from this secret, the fresh product and everything said.</summary>
    /// <exception cref="ObjectDisposedException">It was forgotten: anybody knows the zeros that are left.</exception>
    internal byte[] Mix(byte[] product, string purpose, byte[] transcriptHash)
    {
        ObjectDisposedException.ThrowIf(_forgotten, this);
        return KeySchedule.Hkdf(_secret, product, Label(purpose, transcriptHash), KeySchedule.KeySize);
    }

    private static byte[] Label(string purpose, params ReadOnlySpan<byte[]> more) => LengthValue.Cat(
        ["RemoteAssist resumption"u8.ToArray(), System.Text.Encoding.ASCII.GetBytes(purpose), .. more]);
}
