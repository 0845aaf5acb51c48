using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sessions;

/// <summary>
/// The ten digits that bring the two ends together, said as 3-3-4: four digits of nameplate, which route,
/// and six of secret, which prove.
/// </summary>
/// <param name="Nameplate">Four digits.</param>
/// <param name="Secret">Six digits.</param>
public sealed record SessionCode(string Nameplate, string Secret)
{
    /// <summary>Digits in the nameplate.</summary>
    public const int NameplateDigits = 4;

    /// <summary>Digits in the secret.</summary>
    public const int SecretDigits = 6;

    /// <summary>Digits in all.</summary>
    public const int Digits = NameplateDigits + SecretDigits;

    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>How often a code may be typed wrongly before it is destroyed.</summary>
    public const int Tries = 5;

    /// <summary>A nameplate drawn evenly from all 10,000.</summary>
    public static string DrawNameplate() => string.Create(NameplateDigits, 0, static (digits, _) =>
    {
        foreach (ref var digit in digits)
        {
            digit = (char)('0' + RandomNumberGenerator.GetInt32(10));
        }
    });

    /// <summary>
    /// Reads what a person typed or pasted: spaces, dashes, dots and full-width digits are fine.
    /// </summary>
    /// <returns>False where there are not exactly ten digits or there is anything that is no digit.</returns>
    public static bool TryParse(string? typed, [NotNullWhen(true)] out SessionCode? code)
    {
        code = null;
        if (typed is null)
        {
            return false;
        }

        Span<char> digits = stackalloc char[Digits];
        var count = 0;
        foreach (var c in typed)
        {
            if (char.IsWhiteSpace(c) || c is '-' or '.' or '–' or '·' or '\u2011' or '\u200b')
            {
                continue;
            }

            var digit = c is >= '０' and <= '９' ? (char)(c - '０' + '0') : c;
            if (digit is < '0' or > '9' || count == Digits)
            {
                return false;
            }

            digits[count++] = digit;
        }

        if (count != Digits)
        {
            return false;
        }

        code = new SessionCode(new string(digits[..NameplateDigits]), new string(digits[NameplateDigits..]));
        return true;
    }
}
