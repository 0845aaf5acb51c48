using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>A signature by a key that somebody else has sent: ECDSA, P-256, SHA-256.</summary>
internal static class OthersSignature
{
    /// <summary>Whether a key has signed these bytes.</summary>
    /// <param name="signed">What is signed.</param>
    /// <param name="signature">64 bytes r and s; of any other length it is none.</param>
    /// <param name="publicKey">SubjectPublicKeyInfo; one that is none of P-256 has signed nothing.</param>
    public static bool Holds(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKey)
    {
        if (!P256Key.IsOne(publicKey))
        {
            return false;
        }

        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = P256Point.ToPlatform(P256Key.PointOf(publicKey)) });
        return key.VerifyData(signed, signature, HashAlgorithmName.SHA256);
    }
}
