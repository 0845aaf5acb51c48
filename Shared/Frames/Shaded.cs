using System.Numerics;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// What is left of the pixels of one shaded block when each is foretold from its neighbours: three planes, green, then
/// red and blue as they differ from it (plus 128). A value is foretold as the median of its left neighbour, its upper
/// neighbour and the plane through both and the pixel between them. Outside the block all values are 0. What is left
/// is kept as 0, -1, 1, -2, 2 … → 0, 1, 2, 3, 4 …
/// </summary>
internal static class Shaded
{
    /// <summary>Pixels along a side of a cell, whose pixels share the codes of their planes.</summary>
    public const int Cell = 8;

    /// <summary>Planes of a block.</summary>
    public const int Planes = 3;

    /// <summary>Bytes of a plane.</summary>
    public const int PlaneSize = BlockMap.Side * BlockMap.Side;

    /// <summary>Classes of cells by how much is left in them; nothing at all in class 0. Each but that one has a code.</summary>
    public const int Classes = 12;

    /// <summary>The symbols of a class: how it differs from the class of this plane in the cell before, plus this.</summary>
    public const int SameClass = Classes - 1;

    /// <summary>Cells of a whole block.</summary>
    public const int Cells = PlaneSize / Cell / Cell;

    private const int Stride = BlockMap.Side * 2; // room for a vector more than a row

    /// <summary>Foretells one block and gives what is left.</summary>
    /// <param name="pixels">The section's pixels, each 0x00RRGGBB.</param>
    /// <param name="at">Where the block begins in them.</param>
    /// <param name="stride">Pixels from row to row.</param>
    /// <param name="width">The block's width, 1 to 64.</param>
    /// <param name="height">The block's height, 1 to 64.</param>
    /// <param name="left">Takes three planes of 64×64; 0 outside the block's size.</param>
    public static void Foretell(ReadOnlySpan<uint> pixels, int at, int stride, int width, int height, Span<byte> left)
    {
        Span<byte> upper = stackalloc byte[Planes * Stride]; // each row has one 0 before its first pixel
        Span<byte> row = stackalloc byte[Planes * Stride];
        upper.Clear();
        row.Clear();
        left.Clear();
        for (var y = 0; y < height; y++)
        {
            Split(pixels.Slice(at + (y * stride), width), row);
            for (var plane = 0; plane < Planes; plane++)
            {
                Row(
                    row.Slice(plane * Stride, Stride),
                    upper.Slice(plane * Stride, Stride),
                    left.Slice((plane * PlaneSize) + (y * BlockMap.Side), BlockMap.Side),
                    width);
            }

            var other = upper;
            upper = row;
            row = other;
        }
    }

    /// <summary>The place of a cell among the cells of a block.</summary>
    public static int CellAt(int plane, int x, int y) => (plane * Cells) + (y / Cell * (BlockMap.Side / Cell)) + (x / Cell);

    private static void Split(ReadOnlySpan<uint> pixels, Span<byte> row)
    {
        var green = row[1..];
        var red = row[(Stride + 1)..];
        var blue = row[((2 * Stride) + 1)..];
        for (var x = 0; x < pixels.Length; x++)
        {
            var pixel = pixels[x];
            var g = (byte)(pixel >> 8);
            green[x] = g;
            red[x] = (byte)((pixel >> 16) - g + 128);
            blue[x] = (byte)(pixel - g + 128);
        }
    }

    // The rows hold a vector more than a block, so the last vector may reach beyond it.
    private static void Row(Span<byte> row, Span<byte> upper, Span<byte> left, int width)
    {
        for (var x = 0; x < width; x += Vector<byte>.Count)
        {
            var before = new Vector<byte>(row[x..]);
            var above = new Vector<byte>(upper[(x + 1)..]);
            var corner = new Vector<byte>(upper[x..]);
            var low = Vector.Min(before, above);
            var high = Vector.Max(before, above);
            var foretold = low + high - Vector.Min(Vector.Max(corner, low), high);
            var rest = new Vector<byte>(row[(x + 1)..]) - foretold;
            var folded = (rest + rest) ^ Vector.AsVectorByte(Vector.LessThan(Vector.AsVectorSByte(rest), Vector<sbyte>.Zero));
            if (x + Vector<byte>.Count <= width)
            {
                folded.CopyTo(left[x..]);
            }
            else
            {
                for (var i = x; i < width; i++)
                {
                    left[i] = folded[i - x];
                }
            }
        }
    }
}
