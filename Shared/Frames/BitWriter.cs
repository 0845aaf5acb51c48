using System.Buffers;
using System.Buffers.Binary;

namespace RemoteAssist.Shared.Frames;

/// <summary>Writes bits, the highest first, into a buffer of its own that is used again and again.</summary>
internal sealed class BitWriter
{
    private byte[] bytes = new byte[64 * 1024];
    private int length;
    private ulong pending; // its lowest bits
    private int count;

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        length = 0;
        pending = 0;
        count = 0;
    }

    /// <summary>Appends the lowest bits of a number; no other bit of it may be set.</summary>
    /// <param name="value">The number.</param>
    /// <param name="bits">0 to 32.</param>
    public void Write(uint value, int bits)
    {
        pending = (pending << bits) | value;
        count += bits;
        if (count >= 32)
        {
            count -= 32;
            MakeRoom(4);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(length), (uint)(pending >> count));
            length += 4;
        }
    }

    /// <summary>Appends the codes of many symbols.</summary>
    /// <param name="words">Of each symbol its code × 16 + the length of it, at most 12 bits.</param>
    /// <param name="symbols">What is written.</param>
    public void Write(ReadOnlySpan<int> words, ReadOnlySpan<byte> symbols)
    {
        MakeRoom(symbols.Length * 2);
        var (bits, filled, at) = (pending, count, length);
        foreach (var symbol in symbols)
        {
            var word = words[symbol];
            var size = word & 15;
            bits = (bits << size) | (uint)(word >> 4);
            filled += size;
            if (filled >= 32)
            {
                filled -= 32;
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), (uint)(bits >> filled));
                at += 4;
            }
        }

        (pending, count, length) = (bits, filled, at);
    }

    private void MakeRoom(int more)
    {
        if (length + more > bytes.Length - 8)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, bytes.Length + more));
        }
    }

    /// <summary>Fills the last byte with zeros and hands everything over.</summary>
    public void CopyTo(IBufferWriter<byte> target)
    {
        for (; count > 0; count -= 8)
        {
            bytes[length++] = (byte)(count >= 8 ? pending >> (count - 8) : pending << (8 - count));
        }

        count = 0;
        target.Write(bytes.AsSpan(0, length));
    }
}
