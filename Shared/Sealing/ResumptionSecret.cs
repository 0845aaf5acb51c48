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
