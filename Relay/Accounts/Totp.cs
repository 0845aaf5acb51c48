using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RemoteAssist.Relay.Accounts;

/// <summary>Codes of six digits that change every 30 s: RFC 6238 with SHA-1, the one kind that every authenticator app speaks.</summary>
internal static class Totp
{
    /// <summary>As RFC 4226 recommends (section 4, R6).</summary>
    public const int SecretBytes = 20;

    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>How long one step lasts (RFC 6238, 5.2).</summary>
    public const int StepSeconds = 30;

    // A clock may be off by a little and typing takes a while; one step to either side is what RFC 6238, 5.2 advises.
    private const int StepsOff = 1;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The code of a step.</summary>
    public static string CodeOf(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238; what weakens SHA-1 as a hash does not weaken it in an HMAC
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xF)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is; null where it is none of now. Takes the same time for any code.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="code">What was typed.</param>
    /// <param name="now">The time.</param>
    public static long? StepOf(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        var typed = Encoding.UTF8.GetBytes(code);
        var middle = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var step = middle - StepsOff; step <= middle + StepsOff; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(secret, step)), typed))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>What was typed, without the blanks that people put between digits; full-width digits become plain ones.</summary>
    public static string Clean(string typed) =>
        string.Concat(typed.Where(letter => !char.IsWhiteSpace(letter)).Select(letter => letter is >= '０' and <= '９' ? (char)(letter - '０' + '0') : letter));

    /// <summary>The secret as people can type it (RFC 4648, base32 without padding).</summary>
    public static string ToBase32(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        var (held, bits) = (0, 0);
        foreach (var next in secret)
        {
            (held, bits) = ((held << 8) | next, bits + 8);
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Base32[(held >> bits) & 31]);
                held &= (1 << bits) - 1;
            }
        }

        return bits == 0 ? text.ToString() : text.Append(Base32[(held << (5 - bits)) & 31]).ToString();
    }

    /// <summary>The address that a QR code carries to an authenticator app (the Key URI format).</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="email">Whose it is.</param>
    public static string Address(ReadOnlySpan<byte> secret, string email) =>
        $"otpauth://totp/RemoteAssist:{Uri.EscapeDataString(email)}?secret={ToBase32(secret)}&issuer=RemoteAssist&digits={Digits}&period={StepSeconds}";
}
