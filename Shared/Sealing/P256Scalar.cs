using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// A secret number from 1 to the order of P-256 less 1, used for one exchange. It is drawn by the platform, multiplied by the
/// platform (in constant time) and never leaves it.
/// </summary>
/// <remarks>
/// The platform's Diffie–Hellman gives the x of a product and no more. That is enough: CPace lets a share be either
/// of the two points with that x, so the y is a square root of public numbers (<see cref="P256Point.Above"/>).
/// </remarks>
public sealed class P256Scalar : IDisposable
{
    private readonly ECDiffieHellman _key;

    private P256Scalar(ECDiffieHellman key) => _key = key;

    /// <summary>A fresh one.</summary>
    public static P256Scalar Draw() => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>This very one, 32 bytes big-endian: for checking against published vectors.</summary>
    internal static P256Scalar From(byte[] number) => new(ECDiffieHellman.Create(
        new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = number }));

    /// <summary>One that was kept, as PKCS #8.</summary>
    /// <returns>Null where it is no private key of P-256.</returns>
    public static P256Scalar? FromPkcs8(ReadOnlySpan<byte> kept)
    {
        var key = ECDiffieHellman.Create();
        try
        {
            key.ImportPkcs8PrivateKey(kept, out var read);
            if (read == kept.Length && key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                return new P256Scalar(key);
            }
        }
        catch (CryptographicException)
        {
            // It is none, and that is the answer.
        }

        key.Dispose();
        return null;
    }

    /// <summary>Times the curve's own base point: a plain Diffie–Hellman share, 65 bytes.</summary>
    public byte[] TimesBase()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return P256Point.Write(P256Field.Read(point.X), P256Field.Read(point.Y));
    }

    /// <summary>Times a generator of our own making: a CPace share, 65 bytes. Either sign of the product.</summary>
    internal byte[] Times(byte[] generator) =>
        P256Point.Above(TimesVerified(generator) ?? throw new ArgumentException("Not a point.", nameof(generator)));

    /// <summary>The x of the product with a point that came from outside; null where that is no valid point: abort.</summary>
    internal byte[]? TimesVerified(ReadOnlySpan<byte> point)
    {
        if (!P256Point.IsValid(point))
        {
            return null;
        }

        using var other = ECDiffieHellman.Create(
            new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = P256Point.ToPlatform(point) });
        using var otherKey = other.PublicKey;
        return _key.DeriveRawSecretAgreement(otherKey);
    }

    /// <summary>Forgets it.</summary>
    public void Dispose() => _key.Dispose();
}
