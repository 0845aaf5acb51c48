using System.Runtime.InteropServices;

namespace RemoteAssist.Shared.Frames;

/// <summary>A tile of one colour: <c>u8 red, u8 green, u8 blue</c>.</summary>
public sealed class FillCodec : ITileCodec
{
    /// <inheritdoc/>
    public byte Id => 1;

    /// <inheritdoc/>
    public byte[]? Encode(Frame frame, ScreenRect area)
    {
        var first = MemoryMarshal.Cast<byte, uint>(frame.Row(area.X, area.Y, area.Width));
        if (!IsOneColour(first, first[0]))
        {
            return null;
        }

        for (var y = area.Y + 1; y < area.Bottom; y++)
        {
            if (!TileCompare.SameRow(MemoryMarshal.Cast<byte, uint>(frame.Row(area.X, y, area.Width)), first))
            {
                return null;
            }
        }

        var pixel = frame.Row(area.X, area.Y, 1);
        return [pixel[2], pixel[1], pixel[0]];
    }

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> source, Frame frame, ScreenRect area)
    {
        if (source.Length != 3)
        {
            return false;
        }

        frame.Fill(area, source[0], source[1], source[2]);
        return true;
    }

    // A row is of one colour where it equals itself moved by one pixel.
    private static bool IsOneColour(ReadOnlySpan<uint> row, uint colour) =>
        ((row[^1] ^ colour) & 0x00FF_FFFF) == 0 && TileCompare.SameRow(row[1..], row[..^1]);
}
