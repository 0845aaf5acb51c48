using System.Buffers.Binary;
using System.Text;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// Reads what <see cref="WireWriter"/> writes. Past the end, or with a number that nobody writes, it is broken and
/// gives zeros from then on: ask <see cref="IsBroken"/> before anything is done with what was read.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int x;
    private int y;

    public int At { get; private set; }

    public bool IsBroken { get; private set; }

    public readonly int Left => bytes.Length - At;

    public readonly bool IsDone => !IsBroken && At == bytes.Length;

    public byte Byte() => Left < 1 ? (byte)Break() : bytes[At++];

    public void Skip(int count) => At += count;

    /// <summary>So many bytes; none where there are fewer.</summary>
    public byte[] Bytes(int count)
    {
        if (Left < count)
        {
            IsBroken = true;
            return [];
        }

        At += count;
        return bytes.Slice(At - count, count).ToArray();
    }

    /// <summary>0 or 1; anything else is broken.</summary>
    public bool Flag()
    {
        var value = Byte();
        IsBroken |= value > 1;
        return value == 1;
    }

    /// <summary>Counted UTF-8; null where it is longer than <paramref name="mostBytes"/>, cut, or no UTF-8.</summary>
    public string? Text(int mostBytes)
    {
        var length = Varint(mostBytes);
        if (IsBroken || length > Left)
        {
            IsBroken = true;
            return null;
        }

        At += length;
        try
        {
            return Utf8.GetString(bytes.Slice(At - length, length));
        }
        catch (DecoderFallbackException)
        {
            IsBroken = true;
            return null;
        }
    }

    public uint U32()
    {
        if (Left < 4)
        {
            return (uint)Break();
        }

        At += 4;
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[(At - 4)..]);
    }

    /// <summary>What was read cannot be meant.</summary>
    public int Break()
    {
        IsBroken = true;
        return 0;
    }

    public ulong Varint64()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        return (ulong)Break();
    }

    /// <summary>A number from 0 to <paramref name="most"/>; anything else is broken.</summary>
    public int Varint(int most)
    {
        var value = Varint64();
        return value > (ulong)most ? Break() : (int)value;
    }

    public int Zigzag()
    {
        var value = Varint64();
        return value > uint.MaxValue ? Break() : (int)(value >> 1) ^ -(int)(value & 1);
    }

    /// <summary>How many things follow, each of at least <paramref name="least"/> bytes.</summary>
    public int Count(int least) => Varint(Left / least);

    /// <summary>An area takes at least this many bytes: four numbers of a byte.</summary>
    public const int LeastArea = 4;

    /// <summary>A counted list of areas; their number is bounded by the bytes that are left.</summary>
    public ScreenRect[] Areas()
    {
        var areas = new ScreenRect[Count(LeastArea)];
        for (var i = 0; i < areas.Length; i++)
        {
            areas[i] = Area();
        }

        return areas;
    }

    /// <summary>An area; of no pixel where it is broken.</summary>
    public ScreenRect Area()
    {
        x = Corner(x);
        y = Corner(y);
        var area = new ScreenRect(x, y, Varint(Frame.MaxSide), Varint(Frame.MaxSide));
        IsBroken |= area.IsEmpty;
        return IsBroken ? default : area;
    }

    private int Corner(int before)
    {
        var corner = (long)before + Zigzag();
        return corner is < 0 or >= Frame.MaxSide ? Break() : (int)corner;
    }
}
