using System.Security.Cryptography;
using System.Text;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// Codes that stand in for the second factor once each. Eighty random bits: so a plain hash is enough to keep, and no
/// guess gets anywhere.
/// </summary>
internal static class RecoveryCodes
{
    /// <summary>As many as a person gets at once.</summary>
    public const int Count = 10;

    private const int Letters = 16;

    // Base32 without what looks like something else (Crockford): 5 bits a letter.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>New ones, such as <c>7K2M-QX9T-0HVC-4NRE</c>.</summary>
    public static IReadOnlyList<string> Draw() => [.. Enumerable.Range(0, Count).Select(_ =>
        string.Join('-', RandomNumberGenerator.GetString(Alphabet, Letters).Chunk(4).Select(four => new string(four))))];

    /// <summary>What is kept of one, however it was typed: letter case, blanks and dashes do not matter, nor O for 0 or L for 1.</summary>
    public static string Hash(string code)
    {
        var plain = string.Concat(code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)).Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(plain)));
    }
}
