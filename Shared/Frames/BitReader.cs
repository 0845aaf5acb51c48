using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RemoteAssist.Shared.Frames;

/// <summary>Reads bits, the highest first. Behind the end there are zeros without end; <see cref="IsAtEnd"/> tells.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> source = source;
    private ulong window = 0; // its highest bits come next
    private int count = 0;
    private int next = 0;

    /// <summary>Whether exactly the bytes that there are have been read.</summary>
    public readonly bool IsAtEnd => next - (count / 8) == source.Length;

    /// <summary>Whether bits were read that there are not.</summary>
    public readonly bool IsPastEnd => next - (count / 8) > source.Length;

    /// <summary>Makes sure that <see cref="Peek"/> and <see cref="Skip"/> find at least 56 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (next <= source.Length - 8)
        {
            window |= BinaryPrimitives.ReadUInt64BigEndian(source[next..]) >> count;
            var taken = (63 - count) >> 3;
            next += taken;
            count += taken * 8;
            return;
        }

        FillAtEnd();
    }

    private void FillAtEnd()
    {
        for (; count <= 56; count += 8)
        {
            window |= (ulong)(next < source.Length ? source[next] : (byte)0) << (56 - count);
            next++;
        }
    }

    /// <summary>The next bits, 1 to 32, without taking them.</summary>
    public readonly uint Peek(int bits) => (uint)(window >> (64 - bits));

    /// <summary>Takes bits, up to as many as <see cref="Fill"/> has made sure of.</summary>
    public void Skip(int bits)
    {
        window <<= bits;
        count -= bits;
    }

    /// <summary>The next bits, 0 to 25.</summary>
    public uint Read(int bits)
    {
        Fill();
        var value = (uint)(window >> 32) >> (31 - bits) >> 1;
        Skip(bits);
        return value;
    }
}
