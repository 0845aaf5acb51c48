using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>A signature by a key that somebody else has sent: ECDSA, P-256, SHA-256.</summary>
internal static class OthersSignature
{
    // The SubjectPublicKeyInfo (RFC 5480) of every uncompressed P-256 key begins so, and the point follows. Read by a
    // parser of ASN.1, keys of other curves throw this and that.
    private static ReadOnlySpan<byte> Head =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, // a key on a curve
        0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, // P-256, 65 bytes
    ];

    /// <summary>Whether these bytes are the SubjectPublicKeyInfo of a P-256 key, written as everybody writes it.</summary>
    public static bool IsKey(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == Head.Length + P256Point.Size && publicKey.StartsWith(Head) && P256Point.IsValid(publicKey[Head.Length..]);

    /// <summary>Whether a key has signed these bytes.</summary>
    /// <param name="signed">What is signed.</param>
    /// <param name="signature">64 bytes r and s; of any other length it is none.</param>
    /// <param name="publicKey">SubjectPublicKeyInfo; one that is none of P-256 has signed nothing.</param>
    public static bool Holds(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKey)
    {
        if (!IsKey(publicKey))
        {
            return false;
        }

        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = P256Point.ToPlatform(publicKey[Head.Length..]) });
        return key.VerifyData(signed, signature, HashAlgorithmName.SHA256);
    }
}
