using System.Numerics;
using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// Numbers modulo the prime of P-256, for the two steps that the platform does not offer: mapping a string to a
/// point, and the square root that gives a point its second coordinate.
/// </summary>
/// <remarks>
/// <see cref="BigInteger"/> does not take the same time for every value. No scalar ever comes here: those stay in the
/// platform's own multiplication. What does come here is made from the six digits, which live for ten minutes and
/// five tries; and the two long steps, inversion and square root, work on their input times a fresh random number, so
/// that how long they take says nothing about the digits. What is left are a few single multiplications, beneath a
/// microsecond in all, once per handshake.
/// </remarks>
internal static class P256Field
{
    /// <summary>Bytes of one number, and of one coordinate.</summary>
    public const int Size = 32;

    /// <summary>2^256 − 2^224 + 2^192 + 2^96 − 1 (FIPS 186, SEC 2).</summary>
    public static readonly BigInteger Prime = Hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");

    /// <summary>The curve is y² = x³ + ax + b, with a = −3.</summary>
    public static readonly BigInteger A = Prime - 3;

    /// <summary>The curve's b.</summary>
    public static readonly BigInteger B = Hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    private static readonly BigInteger RootExponent = (Prime + 1) / 4; // the prime is 3 modulo 4

    /// <summary>The number that big-endian bytes stand for, not reduced.</summary>
    public static BigInteger Read(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>32 big-endian bytes.</summary>
    public static void Write(BigInteger value, Span<byte> target)
    {
        target = target[..Size];
        target.Clear();
        value.TryWriteBytes(target[(Size - value.GetByteCount(isUnsigned: true))..], out _, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>A sum, difference or product brought between 0 and the prime.</summary>
    public static BigInteger Reduce(BigInteger value)
    {
        var rest = BigInteger.Remainder(value, Prime);
        return rest.Sign < 0 ? rest + Prime : rest;
    }

    /// <summary>The right side of the curve's equation.</summary>
    public static BigInteger Curve(BigInteger x) => Reduce(((((x * x) + A) % Prime) * x) + B);

    /// <summary>1 / value, and 0 for 0.</summary>
    public static BigInteger Inverse(BigInteger value)
    {
        var blind = Blind();
        return Reduce(blind * BigInteger.ModPow(Reduce(value * blind), Prime - 2, Prime));
    }

    /// <summary>Either square root.</summary>
    /// <returns>False where the value has none; <paramref name="root"/> is then some number.</returns>
    public static bool TryRoot(BigInteger value, out BigInteger root)
    {
        // The root of value × blind², divided by blind: whether there is one depends on the value alone.
        var blind = Blind();
        var blinded = BigInteger.ModPow(Reduce(value * Reduce(blind * blind)), RootExponent, Prime);
        root = Reduce(blinded * BigInteger.ModPow(blind, Prime - 2, Prime));
        return Reduce(root * root) == value;
    }

    private static BigInteger Blind()
    {
        Span<byte> bytes = stackalloc byte[Size + 16];
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            var blind = Read(bytes) % Prime;
            if (!blind.IsZero)
            {
                return blind;
            }
        }
    }

    private static BigInteger Hex(string digits) => Read(Convert.FromHexString(digits));
}
