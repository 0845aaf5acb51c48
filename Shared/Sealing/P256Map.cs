using System.Numerics;
using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// Maps any string to a point of P-256 whose logarithm nobody knows: P256_XMD:SHA-256_SSWU_NU_ of RFC 9380.
/// </summary>
internal static class P256Map
{
    private const int HashSize = 32;      // SHA-256
    private const int HashBlock = 64;
    private const int FieldDraw = 48;     // L of RFC 9380, section 8.2: 256 bits and 128 more, so that the rest is even

    private static readonly BigInteger Z = P256Field.Prime - 10; // RFC 9380, section 8.2

    /// <summary>The point for this message; <paramref name="domain"/> keeps uses apart, at most 255 bytes.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domain) => Map(ToField(message, domain));

    /// <summary>hash_to_field for one number.</summary>
    public static BigInteger ToField(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domain) =>
        P256Field.Read(Expand(message, domain, FieldDraw)) % P256Field.Prime;

    /// <summary>expand_message_xmd with SHA-256.</summary>
    public static byte[] Expand(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domain, int count)
    {
        byte[] ending = [.. domain, checked((byte)domain.Length)];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(new byte[HashBlock]);
        hash.AppendData(message);
        hash.AppendData([(byte)(count >> 8), (byte)count, 0]);
        hash.AppendData(ending);
        var first = hash.GetHashAndReset();

        var expanded = new byte[count];
        var block = new byte[HashSize];
        for (int made = 0, index = 1; made < count; made += HashSize, index++)
        {
            for (var i = 0; i < HashSize; i++)
            {
                block[i] ^= first[i];
            }

            hash.AppendData(block);
            hash.AppendData([checked((byte)index)]);
            hash.AppendData(ending);
            block = hash.GetHashAndReset();
            block.AsSpan(0, Math.Min(HashSize, count - made)).CopyTo(expanded.AsSpan(made));
        }

        return expanded;
    }

    /// <summary>The simplified SWU map (RFC 9380, section 6.6.2). Both candidates are always worked out.</summary>
    private static byte[] Map(BigInteger u)
    {
        var a = P256Field.A;
        var b = P256Field.B;
        var zu2 = P256Field.Reduce(Z * P256Field.Reduce(u * u));
        var below = P256Field.Reduce((zu2 * zu2) + zu2);
        var overBelow = P256Field.Inverse(below);

        // −b/a × (1 + 1/below); for the few u where below is 0, b/(za) instead.
        var x1 = below.IsZero
            ? P256Field.Reduce(b * P256Field.Inverse(P256Field.Reduce(Z * a)))
            : P256Field.Reduce(P256Field.Reduce(-b * P256Field.Inverse(a)) * (1 + overBelow));
        var x2 = P256Field.Reduce(zu2 * x1);

        // Exactly one of the two is above a point, unless below is 0; then the first is.
        var firstIsRoot = P256Field.TryRoot(P256Field.Curve(x1), out var y1);
        _ = P256Field.TryRoot(P256Field.Curve(x2), out var y2);
        var (x, y) = firstIsRoot ? (x1, y1) : (x2, y2);
        return P256Point.Write(x, u.IsEven == y.IsEven ? y : P256Field.Prime - y);
    }
}
