using System.Globalization;
using System.Security.Cryptography;

namespace RemoteAssist.Tests.Support;

/// <summary>
/// An authenticator app as people have it on their phones: RFC 6238 from its text, apart from the Relay's own. Gives no code
/// twice, because the Relay takes none twice.
/// </summary>
/// <param name="secret">The key in base32, as the page shows it; blanks do not matter.</param>
public sealed class Authenticator(string secret)
{
    private const int Period = 30;

    // Seconds that a code may take to the Relay, on a busy machine.
    private const int Margin = 12;

    private readonly byte[] key = FromBase32(secret);
    private readonly Lock gate = new();
    private long last;

    /// <summary>A code that is good now and was not given before; waits for the next one where all have been.</summary>
    public async Task<string> Next()
    {
        while (true)
        {
            lock (gate)
            {
                // A phone may be one step behind the Relay or ahead of it, but not two: a step that ends soon is not begun with.
                var endsSoon = DateTimeOffset.UtcNow.ToUnixTimeSeconds() % Period >= Period - Margin;
                var step = Math.Max(last + 1, endsSoon ? Now : Now - 1);
                if (step <= Now + 1)
                {
                    last = step;
                    return CodeAt(step);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    /// <summary>The step of now.</summary>
    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds() / Period;

    /// <summary>The code of a step, whichever.</summary>
    public string CodeAt(long step)
    {
        var counter = BitConverter.GetBytes(step);
        if (BitConverter.IsLittleEndian)
        {
            Array.Reverse(counter);
        }

#pragma warning disable CA5350 // RFC 6238 says SHA-1
        using var mac = new HMACSHA1(key);
#pragma warning restore CA5350
        var hash = mac.ComputeHash(counter);
        var at = hash[19] & 15;
        var number = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Where(char.IsAsciiLetterOrDigit).Select(letter =>
            Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2))];
    }
}
