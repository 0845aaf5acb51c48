using System.Buffers.Binary;

namespace RemoteAssist.Fuzz;

/// <summary>
/// Numbers at which readers of lengths go wrong, in every way in which our formats write numbers: 0, 1, 2^7 ± 1, 2^15 ± 1,
/// 2^16 − 1, 2^31 − 1, 2^31, 2^32 − 1, 2^63 and 2^64 − 1.
/// </summary>
internal static class Edges
{
    private static readonly ulong[] Numbers =
        [0, 1, 0x7f, 0x80, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000, 1UL << 63, ulong.MaxValue];

    /// <summary>Each in 1, 2, 4 or 8 bytes that it fits, in both byte orders: written over what is there.</summary>
    public static IReadOnlyList<byte[]> Fixed { get; } = [.. Numbers.SelectMany(OfFixedSize).DistinctBy(Convert.ToHexString)];

    /// <summary>Each with seven bits a byte, the low ones first; and two that never end: put in place of a number of that form.</summary>
    public static IReadOnlyList<byte[]> Varints { get; } =
        [.. Numbers.Select(Varint), [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], [0x80, 0x00]];

    public static byte[] Varint(ulong number)
    {
        var bytes = new List<byte>();
        for (; number > 0x7f; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        return [.. bytes, (byte)number];
    }

    private static IEnumerable<byte[]> OfFixedSize(ulong number)
    {
        var big = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(big, number);
        foreach (var size in new[] { 1, 2, 4, 8 })
        {
            if (size == 8 || number < 1UL << (8 * size))
            {
                yield return big[^size..];
                yield return [.. big[^size..].Reverse()];
            }
        }
    }
}
