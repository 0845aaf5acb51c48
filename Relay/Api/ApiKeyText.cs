using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace RemoteAssist.Relay.Api;

/// <summary>
/// A key as it is written: <c>ra_</c>, a mark of 8 hex digits that is no secret, <c>_</c>, and 256 random bits in base64url.
/// Programs that look for lost keys in repositories find it by its beginning.
/// </summary>
internal sealed record ApiKeyText(string Mark, string Whole)
{
    private const string Beginning = "ra_";

    private const int MarkLength = 8;

    private const int SecretBytes = 32;

    private const int SecretLength = 43; // 32 bytes in base64url

    private const int Length = 3 + MarkLength + 1 + SecretLength;

    /// <summary>SHA-256 of all of it, lower-case hex. The secret has 256 bits: a slow hash would add nothing.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Whole)));

    /// <summary>Draws a new one.</summary>
    public static ApiKeyText Draw()
    {
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MarkLength / 2));
        return new ApiKeyText(mark, $"{Beginning}{mark}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}");
    }

    /// <summary>Whether a text is written as keys are; whether there is such a key is another question.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out ApiKeyText? key)
    {
        key = text.Length == Length && text.StartsWith(Beginning, StringComparison.Ordinal) && text[Beginning.Length + MarkLength] == '_'
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? new ApiKeyText(text.Substring(Beginning.Length, MarkLength), text)
            : null;
        return key is not null;
    }

    /// <summary>Whether it is the key of this hash, in a time that does not tell how nearly.</summary>
    public bool Fits(string hash) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Hash));

    /// <summary>The mark only: a key gets into no log by being written as text.</summary>
    public override string ToString() => Beginning + Mark;
}
