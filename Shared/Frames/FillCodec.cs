using System.Buffers;
using System.Runtime.InteropServices;

namespace RemoteAssist.Shared.Frames;

/// <summary>Areas of one colour each: <c>u8 red, u8 green, u8 blue</c>.</summary>
public sealed class FillCodec : ITileCodec
{
    /// <summary>The type of its sections.</summary>
    public const byte Type = 1;

    private const int Colour = 3;

    /// <inheritdoc/>
    public byte Id => Type;

    /// <summary>Whether an area is of one colour, and so can be written.</summary>
    public static bool IsFlat(Frame frame, ScreenRect area)
    {
        var first = MemoryMarshal.Cast<byte, uint>(frame.Row(area.X, area.Y, area.Width));
        if (!IsOneColour(first, first[0]))
        {
            return false;
        }

        for (var y = area.Y + 1; y < area.Bottom; y++)
        {
            if (!TileCompare.SameRow(MemoryMarshal.Cast<byte, uint>(frame.Row(area.X, y, area.Width)), first))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    /// <remarks>The areas must be flat (<see cref="IsFlat"/>): only the first pixel of each is looked at.</remarks>
    public void Encode(Frame frame, ReadOnlySpan<ScreenRect> areas, IBufferWriter<byte> target)
    {
        var bytes = target.GetSpan(areas.Length * Colour);
        for (var i = 0; i < areas.Length; i++)
        {
            var pixel = frame.Row(areas[i].X, areas[i].Y, 1);
            bytes[i * Colour] = pixel[2];
            bytes[(i * Colour) + 1] = pixel[1];
            bytes[(i * Colour) + 2] = pixel[0];
        }

        target.Advance(areas.Length * Colour);
    }

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> source, Frame frame, ReadOnlySpan<ScreenRect> areas)
    {
        if (source.Length != areas.Length * Colour)
        {
            return false;
        }

        for (var i = 0; i < areas.Length; i++)
        {
            var colour = source.Slice(i * Colour, Colour);
            frame.Fill(areas[i], colour[0], colour[1], colour[2]);
        }

        return true;
    }

    // A row is of one colour where it equals itself moved by one pixel.
    private static bool IsOneColour(ReadOnlySpan<uint> row, uint colour) =>
        ((row[^1] ^ colour) & 0x00FF_FFFF) == 0 && TileCompare.SameRow(row[1..], row[..^1]);
}
