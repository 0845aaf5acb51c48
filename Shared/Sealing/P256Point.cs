using System.Numerics;
using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>Points of P-256 as they travel: <c>u8 4, 32 bytes x, 32 bytes y</c>, big-endian (SEC 1, uncompressed).</summary>
internal static class P256Point
{
    /// <summary>Bytes of a point.</summary>
    public const int Size = 1 + (2 * P256Field.Size);

    private const byte Uncompressed = 4;

    /// <summary>
    /// Whether these bytes are a point that may be multiplied: the right length and form, both coordinates below the
    /// prime, on the curve. The point at infinity has no such form. The order is prime, so there are no small ones.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> point)
    {
        if (point.Length != Size || point[0] != Uncompressed)
        {
            return false;
        }

        var x = P256Field.Read(point.Slice(1, P256Field.Size));
        var y = P256Field.Read(point[(1 + P256Field.Size)..]);
        return x < P256Field.Prime && y < P256Field.Prime && P256Field.Reduce(y * y) == P256Field.Curve(x);
    }

    /// <summary>The point with these coordinates.</summary>
    public static byte[] Write(BigInteger x, BigInteger y)
    {
        var point = new byte[Size];
        point[0] = Uncompressed;
        P256Field.Write(x, point.AsSpan(1));
        P256Field.Write(y, point.AsSpan(1 + P256Field.Size));
        return point;
    }

    /// <summary>
    /// The point above this x whose y is even. CPace allows either of the two: they share the x of every product.
    /// </summary>
    public static byte[] Above(ReadOnlySpan<byte> x)
    {
        var across = P256Field.Read(x);
        if (!P256Field.TryRoot(P256Field.Curve(across), out var y))
        {
            throw new ArgumentException("No point of the curve has this x.", nameof(x));
        }

        return Write(across, y.IsEven ? y : P256Field.Prime - y);
    }

    /// <summary>The point in the platform's form.</summary>
    public static ECPoint ToPlatform(ReadOnlySpan<byte> point) => new()
    {
        X = point.Slice(1, P256Field.Size).ToArray(),
        Y = point[(1 + P256Field.Size)..].ToArray(),
    };
}
