using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// CPACE-P256_XMD:SHA-256_SSWU_NU_-SHA256 of draft-irtf-cfrg-cpace-21: two ends that know the same few digits get a
/// strong key; who does not know them may guess once per exchange and learns nothing more.
/// </summary>
internal static class CPace
{
    private const int HashBlock = 64; // s_in_bytes of SHA-256

    private static readonly byte[] Name = "CPaceP256_XMD:SHA-256_SSWU_NU_"u8.ToArray();
    private static readonly byte[] MapName = [.. Name, .. "_DST"u8];
    private static readonly byte[] KeyName = [.. Name, .. "_ISK"u8];

    /// <summary>
    /// The secret, the channel and the session in one string. Zeros fill the first block of the hash, so that the
    /// block with the secret in it holds nothing that varies.
    /// </summary>
    public static byte[] GeneratorString(byte[] secret, byte[] channel, byte[] session)
    {
        var padding = HashBlock - 1 - Prefixed(secret) - Prefixed(Name);
        return LengthValue.Cat(Name, secret, new byte[Math.Max(0, padding)], channel, session);
    }

    /// <summary>The point that stands for the secret in this session.</summary>
    public static byte[] Generator(byte[] secret, byte[] channel, byte[] session) =>
        P256Map.Encode(GeneratorString(secret, channel, session), MapName);

    /// <summary>The session key, 32 bytes, from the product and what both said.</summary>
    public static byte[] SessionKey(byte[] session, byte[] product, byte[] transcript) =>
        SHA256.HashData([.. LengthValue.Cat(KeyName, session, product), .. transcript]);

    /// <summary>A public name for an exchange that was given none.</summary>
    public static byte[] SessionName(byte[] transcript) => SHA256.HashData([.. "CPaceSidOutput"u8, .. transcript]);

    /// <summary>What an end sends to show that it has the key: a tag over its own share and data (section 10.4).</summary>
    public static byte[] Confirm(byte[] session, byte[] sessionKey, byte[] share, byte[] data) =>
        HMACSHA256.HashData(SHA256.HashData([.. "CPaceMac"u8, .. session, .. sessionKey]), LengthValue.Cat(share, data));

    private static int Prefixed(byte[] part) => LengthValue.LengthBytes(part.Length) + part.Length;
}
