using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Recordings;

/// <summary>
/// The organisation's word that a key is an auditor's: signed by its root key, which the administrator keeps away from the
/// Relay. Only for keys that have one is a recording ever sealed.
/// </summary>
/// <param name="Name">The auditor's name, 1 to 256 bytes of UTF-8, as the customer is shown it.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, P-256.</param>
/// <param name="Made">When it was signed, to the millisecond.</param>
/// <param name="Until">When it is over.</param>
/// <param name="Signature">By the root key: ECDSA, SHA-256; 64 bytes r and s.</param>
public sealed record AuditorCertificate(string Name, byte[] PublicKey, DateTimeOffset Made, DateTimeOffset Until, byte[] Signature)
{
    /// <summary>Bytes of an auditor's id.</summary>
    public const int IdSize = 16;

    /// <summary>As many as are ever sealed for.</summary>
    public const int Most = 32;

    /// <summary>The longest that one may be good for: a key that nobody misses is not for ever.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(5 * 366);

    private const int SignatureSize = 64;

    private static readonly byte[] Label = "RemoteAssist auditor 1"u8.ToArray();
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Names the key: the first 16 bytes of SHA-256 of <see cref="PublicKey"/>.</summary>
    public byte[] Id => IdOf(PublicKey);

    /// <summary>For people to compare; see <see cref="AskingStatement.Fingerprint"/>.</summary>
    public string Fingerprint => AskingStatement.Fingerprint(PublicKey);

    /// <summary>Names a key; see <see cref="Id"/>.</summary>
    public static byte[] IdOf(byte[] publicKey) => SHA256.HashData(publicKey)[..IdSize];

    /// <summary>What is signed: label, name, public key, u64 made, u64 until (milliseconds since 1970, UTC), each with its length in front.</summary>
    public byte[] ToBytes() => LengthValue.Cat(Label, Utf8.GetBytes(Name), PublicKey, LengthValue.Moment(Made), LengthValue.Moment(Until));

    /// <summary>
    /// Whether the root key really signed this, and it is good now. Everything may come from a peer: a certificate that is none
    /// is refused, whatever is wrong with it.
    /// </summary>
    /// <param name="rootKey">The organisation's, SubjectPublicKeyInfo.</param>
    /// <param name="now">This machine's clock; clocks may differ by <see cref="AskingStatement.ClockDifference"/>.</param>
    public bool IsGood(byte[] rootKey, DateTimeOffset now) =>
        IsFormed() && rootKey is not null
        && now >= Made - AskingStatement.ClockDifference && now < Until + AskingStatement.ClockDifference
        && OthersSignature.Holds(ToBytes(), Signature, rootKey);

    // A name that is shown as it is written, so that nobody is shown another name than the one that was signed.
    private bool IsFormed()
    {
        try
        {
            return Name is not null && PublicKey is not null && Signature is { Length: SignatureSize }
                && Utf8.GetByteCount(Name) is > 0 and <= AskingStatement.LongestText && PlainText.Clean(Name) == Name
                && P256Key.IsOne(PublicKey)
                && Made >= DateTimeOffset.UnixEpoch && Until > Made && Until - Made <= Longest;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
