using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RemoteAssist.Shared.Frames;

/// <summary>Writes numbers as few bytes: unsigned LEB128, and signed ones zigzag (0, −1, 1, −2 … as 0, 1, 2, 3 …).</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();
    private int x;
    private int y;

    public int Length => bytes.WrittenCount;

    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    public void Clear()
    {
        bytes.ResetWrittenCount();
        BeginAreas();
    }

    public void Byte(byte value)
    {
        bytes.GetSpan(1)[0] = value;
        bytes.Advance(1);
    }

    public void Bytes(ReadOnlySpan<byte> values) => bytes.Write(values);

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Counted UTF-8.</summary>
    public void Text(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        Varint(utf8.Length);
        Bytes(utf8);
    }

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.GetSpan(4), value);
        bytes.Advance(4);
    }

    public void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    public void Varint(int value) => Varint(checked((ulong)value));

    public void Zigzag(int value) => Varint((uint)((value << 1) ^ (value >> 31)));

    /// <summary>The next area is told from the corner of the picture.</summary>
    private void BeginAreas() => (x, y) = (0, 0);

    /// <summary>How many, and each; the first is told from the corner of the picture.</summary>
    public void Areas(IReadOnlyList<ScreenRect> areas)
    {
        BeginAreas();
        Varint(areas.Count);
        foreach (var area in areas)
        {
            Area(area);
        }
    }

    /// <summary>An area, its corner told from that of the area before.</summary>
    public void Area(ScreenRect area)
    {
        Zigzag(area.X - x);
        Zigzag(area.Y - y);
        Varint(area.Width);
        Varint(area.Height);
        (x, y) = (area.X, area.Y);
    }
}
