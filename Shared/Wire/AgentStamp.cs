using System.Buffers.Binary;
using System.Text;

namespace RemoteAssist.Shared.Wire;

/// <summary>
/// What a downloaded Agent knows of the Relay that it came from: where it is, and which key it has. It stands behind the
/// program's own bytes, so that a customer has one file to start and nothing to type but the code.
/// </summary>
/// <param name="Relay">The Relay's address, as the customer opened it.</param>
/// <param name="RelayKey">The fingerprint of its key, 64 lower-case hexadecimal digits.</param>
/// <param name="Certificate">
/// SHA-256 of the SubjectPublicKeyInfo of its certificate, as many digits; null where others vouch for the certificate.
/// </param>
public sealed record AgentStamp(Uri Relay, string RelayKey, string? Certificate = null)
{
    /// <summary>A stamp is always as long, so that all downloads are: u16 length and address, 64 digits, 64 more or none, zeros, and the mark at the end.</summary>
    public const int Length = 1024;

    private const int KeyDigits = 64;

    private static ReadOnlySpan<byte> Mark => "RemoteAssistAgentStamp1\n"u8;

    /// <summary>The stamp as bytes.</summary>
    /// <returns>Null where the address is too long for it, or the key is no fingerprint.</returns>
    public byte[]? ToBytes()
    {
        var address = Encoding.UTF8.GetBytes(Relay.AbsoluteUri);
        if (2 + address.Length + (2 * KeyDigits) + Mark.Length > Length || !IsFingerprint(RelayKey)
            || (Certificate is not null && !IsFingerprint(Certificate)))
        {
            return null;
        }

        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)address.Length);
        address.CopyTo(bytes, 2);
        Encoding.ASCII.GetBytes(RelayKey, bytes.AsSpan(2 + address.Length));
        Encoding.ASCII.GetBytes(Certificate ?? "", bytes.AsSpan(2 + address.Length + KeyDigits));
        Mark.CopyTo(bytes.AsSpan(Length - Mark.Length));
        return bytes;
    }

    /// <summary>Reads the last <see cref="Length"/> bytes of a program.</summary>
    /// <returns>Null where they are no stamp.</returns>
    public static AgentStamp? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length || !bytes.EndsWith(Mark))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if (2 + length + (2 * KeyDigits) + Mark.Length > Length)
        {
            return null;
        }

        var key = Encoding.ASCII.GetString(bytes.Slice(2 + length, KeyDigits));
        var second = bytes.Slice(2 + length + KeyDigits, KeyDigits);
        var certificate = second.ContainsAnyExcept((byte)0) ? Encoding.ASCII.GetString(second) : null;
        return Uri.TryCreate(Encoding.UTF8.GetString(bytes.Slice(2, length)), UriKind.Absolute, out var relay)
            && IsFingerprint(key)
            && (certificate is null || IsFingerprint(certificate))
            ? new AgentStamp(relay, key, certificate)
            : null;
    }

    private static bool IsFingerprint(string key) => key.Length == KeyDigits && key.All(char.IsAsciiHexDigitLower);
}
