using System.Buffers.Binary;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// The ways in which CPace joins byte strings so that no two different lists give the same bytes
/// (draft-irtf-cfrg-cpace-21, appendix A). Our own hashes and key labels use them too.
/// </summary>
public static class LengthValue
{
    private static ReadOnlySpan<byte> OrderedMark => "oc"u8;

    /// <summary>Every part with its length in front, as LEB128: seven bits a byte, the lowest first.</summary>
    public static byte[] Cat(params ReadOnlySpan<byte[]> parts)
    {
        var size = 0;
        foreach (var part in parts)
        {
            size += LengthBytes(part.Length) + part.Length;
        }

        var joined = new byte[size];
        var at = 0;
        foreach (var part in parts)
        {
            var length = part.Length;
            for (; length >= 0x80; length >>= 7)
            {
                joined[at++] = (byte)(length | 0x80);
            }

            joined[at++] = (byte)length;
            part.CopyTo(joined, at);
            at += part.Length;
        }

        return joined;
    }

    /// <summary>A moment as a part: u64 milliseconds since 1970, UTC, little-endian.</summary>
    public static byte[] Moment(DateTimeOffset moment)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, moment.ToUnixTimeMilliseconds());
        return bytes;
    }

    /// <summary>What both said, where it is settled who speaks first.</summary>
    public static byte[] Transcript(byte[] shareA, byte[] dataA, byte[] shareB, byte[] dataB) =>
        Cat(shareA, dataA, shareB, dataB);

    /// <summary>What both said, where nobody is first: the larger half leads.</summary>
    public static byte[] OrderedTranscript(byte[] shareA, byte[] dataA, byte[] shareB, byte[] dataB) =>
        OrderedCat(Cat(shareA, dataA), Cat(shareB, dataB));

    /// <summary>Both strings, the one that is larger byte by byte in front, behind a mark.</summary>
    public static byte[] OrderedCat(byte[] a, byte[] b) =>
        IsLarger(a, b) ? [.. OrderedMark, .. a, .. b] : [.. OrderedMark, .. b, .. a];

    /// <summary>Whether a comes after b, byte by byte; of two that begin alike, the longer comes after.</summary>
    public static bool IsLarger(byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b) > 0;

    /// <summary>Bytes that the length of <paramref name="length"/> bytes takes.</summary>
    public static int LengthBytes(int length)
    {
        var bytes = 1;
        for (; length >= 0x80; length >>= 7)
        {
            bytes++;
        }

        return bytes;
    }

    /// <summary>Takes the next part off the front of <paramref name="rest"/>.</summary>
    /// <param name="rest">What is still to be read; shortened when a part was there.</param>
    /// <param name="part">The part, a slice of what was given.</param>
    /// <returns>False where the length is cut off, not in its shortest form, over 2^21, or longer than what is there.</returns>
    public static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> part)
    {
        part = default;
        var length = 0;
        for (var at = 0; at < 3 && at < rest.Length; at++)
        {
            length |= (rest[at] & 0x7f) << (7 * at);
            if (rest[at] < 0x80)
            {
                if (LengthBytes(length) != at + 1 || length > rest.Length - at - 1)
                {
                    return false;
                }

                part = rest.Slice(at + 1, length);
                rest = rest[(at + 1 + length)..];
                return true;
            }
        }

        return false;
    }
}
