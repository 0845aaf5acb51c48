using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// Hybrid public key encryption, RFC 9180, for one message: base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and
/// AES-256-GCM. Whoever has a P-256 point can seal for its owner; who sealed is not proven by it.
/// </summary>
public static class Hpke
{
    /// <summary>Bytes of the sender's share: an uncompressed point.</summary>
    public const int EncSize = P256Point.Size;

    /// <summary>Bytes that a sealed message is longer than what is in it.</summary>
    public const int TagSize = 16;

    private const int NonceSize = 12;
    private const byte BaseMode = 0;

    private static readonly byte[] Version = "HPKE-v1"u8.ToArray();
    private static readonly byte[] Kem = [.. "KEM"u8, 0x00, 0x10]; // DHKEM(P-256, HKDF-SHA256)

    /// <summary>Seals one message.</summary>
    /// <param name="recipient">65 bytes, the owner's point.</param>
    /// <param name="info">What both sides must know alike.</param>
    /// <param name="aad">What is authenticated beside the message.</param>
    /// <param name="plaintext">The message.</param>
    /// <param name="random">Where the share comes from.</param>
    /// <returns>The share, 65 bytes, and the message with its tag; null where the point is none of P-256.</returns>
    public static (byte[] Enc, byte[] Sealed)? Seal(
        ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext, ISealingRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        using var share = random.Scalar();
        return Seal(share, recipient, info, aad, plaintext, HpkeAead.Aes256Gcm);
    }

    /// <summary>Opens one message.</summary>
    /// <param name="own">The owner's secret number.</param>
    /// <param name="enc">65 bytes.</param>
    /// <param name="info">As it was sealed.</param>
    /// <param name="aad">As it was sealed.</param>
    /// <param name="ciphertext">The message with its tag.</param>
    /// <returns>The message; null where it was not sealed so, for this key.</returns>
    public static byte[]? Open(
        P256Scalar own, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext) =>
        Open(own, enc, info, aad, ciphertext, HpkeAead.Aes256Gcm);

    internal static (byte[] Enc, byte[] Sealed)? Seal(
        P256Scalar share, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext, HpkeAead aead)
    {
        if (share.TimesVerified(recipient) is not { } product)
        {
            return null;
        }

        var enc = share.TimesBase();
        var (_, key, nonce) = Keys(product, enc, recipient, info, aead);
        var ciphertext = new byte[plaintext.Length + TagSize];
        using (var cipher = new AesGcm(key, TagSize))
        {
            cipher.Encrypt(nonce, plaintext, ciphertext.AsSpan(0, plaintext.Length), ciphertext.AsSpan(plaintext.Length), aad);
        }

        CryptographicOperations.ZeroMemory(key);
        return (enc, ciphertext);
    }

    internal static byte[]? Open(
        P256Scalar own, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext, HpkeAead aead)
    {
        ArgumentNullException.ThrowIfNull(own);
        if (ciphertext.Length < TagSize || own.TimesVerified(enc) is not { } product)
        {
            return null;
        }

        var (_, key, nonce) = Keys(product, enc, own.TimesBase(), info, aead);
        var plaintext = new byte[ciphertext.Length - TagSize];
        try
        {
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(nonce, ciphertext[..plaintext.Length], ciphertext[plaintext.Length..], plaintext, aad);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>What follows from a product: the shared secret (section 4.1), key and nonce of the first message (section 5.1).</summary>
    internal static (byte[] Shared, byte[] Key, byte[] Nonce) Keys(
        byte[] product, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> info, HpkeAead aead)
    {
        var shared = Expand(Kem, Extract(Kem, [], "eae_prk"u8, product), "shared_secret"u8, [.. enc, .. recipient], 32);
        CryptographicOperations.ZeroMemory(product);
        byte[] suite = [.. "HPKE"u8, 0x00, 0x10, 0x00, 0x01, 0x00, (byte)aead];
        byte[] context = [BaseMode, .. Extract(suite, [], "psk_id_hash"u8, []), .. Extract(suite, [], "info_hash"u8, info)];
        var secret = Extract(suite, shared, "secret"u8, []);
        return (
            shared,
            Expand(suite, secret, "key"u8, context, aead is HpkeAead.Aes128Gcm ? 16 : 32),
            Expand(suite, secret, "base_nonce"u8, context, NonceSize));
    }

    private static byte[] Extract(byte[] suite, byte[] salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> secret) =>
        HKDF.Extract(HashAlgorithmName.SHA256, [.. Version, .. suite, .. label, .. secret], salt);

    private static byte[] Expand(byte[] suite, byte[] key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, int count)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)count);
        return HKDF.Expand(HashAlgorithmName.SHA256, key, count, [.. length, .. Version, .. suite, .. label, .. info]);
    }
}

/// <summary>The ciphers of RFC 9180 that the platform has. The product uses the second; the RFC's own vectors the first.</summary>
internal enum HpkeAead : byte
{
    /// <summary>AES-128-GCM.</summary>
    Aes128Gcm = 1,

    /// <summary>AES-256-GCM.</summary>
    Aes256Gcm = 2,
}
