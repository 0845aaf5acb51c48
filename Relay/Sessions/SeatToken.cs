using System.Security.Cryptography;
using System.Text;

namespace RemoteAssist.Relay.Sessions;

/// <summary>What only the Agent that joined can show. The Relay keeps its hash: a copy of the database seats nobody.</summary>
internal static class SeatToken
{
    /// <summary>Bytes in a token.</summary>
    public const int Size = 32;

    public static byte[] Draw() => RandomNumberGenerator.GetBytes(Size);

    /// <summary>SHA-256, lower-case hex. The token is random in all its bits, so it needs neither salt nor slowness.</summary>
    public static string Hash(byte[] token) => Convert.ToHexStringLower(SHA256.HashData(token));

    /// <summary>Whether a token is the one with this hash, in a time that does not depend on how much of it fits.</summary>
    public static bool Fits(byte[]? token, string? hash) =>
        token is { Length: Size } && hash is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(token)), Encoding.ASCII.GetBytes(hash));
}
