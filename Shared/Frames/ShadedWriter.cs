using System.Buffers.Binary;

namespace RemoteAssist.Shared.Frames;

/// <summary>Foretells shaded blocks, and writes what is left with codes that fit how much is left in each cell.</summary>
internal sealed class ShadedWriter
{
    // The least sum of what is left in a cell of 64 pixels for each class from 1; measured: a photograph has them all.
    private static readonly int[] Least = [1, 32, 80, 140, 240, 370, 560, 880, 1400, 2150, 3800];

    private readonly PrefixCode[] codes = [.. Enumerable.Range(0, Shaded.Classes).Select(_ => new PrefixCode(256))];
    private readonly PrefixCode changes = new((2 * Shaded.SameClass) + 1);
    private byte[] left = [];
    private byte[] classes = [];
    private (int Width, int Height)[] blocks = [];
    private int count;

    /// <summary>Begins a section.</summary>
    public void Begin() => count = 0;

    /// <summary>Takes a block.</summary>
    public void Add(ReadOnlySpan<uint> pixels, int at, int stride, int width, int height)
    {
        if (count == blocks.Length)
        {
            Grow(Math.Max(8, count * 2));
        }

        var rest = Left(count);
        Shaded.Foretell(pixels, at, stride, width, height, rest);
        blocks[count] = (width, height);
        var classOf = ClassesOf(count++);
        for (var y = 0; y < height; y += Shaded.Cell)
        {
            for (var x = 0; x < width; x += Shaded.Cell)
            {
                var size = Math.Min(width - x, Shaded.Cell) * Math.Min(height - y, Shaded.Cell);
                for (var plane = 0; plane < Shaded.Planes; plane++)
                {
                    var sum = Sum(rest[((plane * Shaded.PlaneSize) + (y * BlockMap.Side) + x)..]);
                    var found = ClassOf(sum * Shaded.Cell * Shaded.Cell / size);
                    classOf[Shaded.CellAt(plane, x, y)] = (byte)(sum > 0 ? Math.Max(found, 1) : 0);
                }
            }
        }

        Count(rest, classOf, width, height);
    }

    private void Count(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> classOf, int width, int height)
    {
        for (var plane = 0; plane < Shaded.Planes; plane++)
        {
            for (var y = 0; y < height; y += Shaded.Cell)
            {
                for (var x = 0; x < width; x += Shaded.Cell)
                {
                    var found = classOf[Shaded.CellAt(plane, x, y)];
                    if (found == 0)
                    {
                        continue;
                    }

                    var counts = codes[found].Counts;
                    var cellWidth = Math.Min(width - x, Shaded.Cell);
                    for (var row = y; row < Math.Min(height, y + Shaded.Cell); row++)
                    {
                        foreach (var value in rest.Slice((plane * Shaded.PlaneSize) + (row * BlockMap.Side) + x, cellWidth))
                        {
                            counts[value]++;
                        }
                    }
                }
            }
        }
    }

    /// <summary>Ends the section: writes the codes and all blocks.</summary>
    public void End(BitWriter writer)
    {
        CountChanges();
        changes.Make();
        changes.WriteTable(writer);
        for (var i = 1; i < codes.Length; i++)
        {
            codes[i].Make();
            codes[i].WriteTable(writer);
        }

        Span<byte> last = stackalloc byte[Shaded.Planes];
        last.Clear();
        for (var i = 0; i < count; i++)
        {
            Block(writer, i, last);
        }
    }

    private void CountChanges()
    {
        Span<byte> last = stackalloc byte[Shaded.Planes];
        last.Clear();
        for (var i = 0; i < count; i++)
        {
            var classOf = ClassesOf(i);
            for (var y = 0; y < blocks[i].Height; y += Shaded.Cell)
            {
                for (var x = 0; x < blocks[i].Width; x += Shaded.Cell)
                {
                    for (var plane = 0; plane < Shaded.Planes; plane++)
                    {
                        var found = classOf[Shaded.CellAt(plane, x, y)];
                        changes.Counts[found - last[plane] + Shaded.SameClass]++;
                        last[plane] = found;
                    }
                }
            }
        }
    }

    private void Block(BitWriter writer, int block, Span<byte> last)
    {
        var (width, height) = blocks[block];
        var rest = Left(block);
        var classOf = ClassesOf(block);
        for (var y = 0; y < height; y += Shaded.Cell)
        {
            for (var x = 0; x < width; x += Shaded.Cell)
            {
                for (var plane = 0; plane < Shaded.Planes; plane++)
                {
                    var found = classOf[Shaded.CellAt(plane, x, y)];
                    changes.Write(writer, found - last[plane] + Shaded.SameClass);
                    last[plane] = found;
                }

                for (var plane = 0; plane < Shaded.Planes; plane++)
                {
                    if (last[plane] > 0)
                    {
                        Cell(writer, codes[last[plane]], rest[(plane * Shaded.PlaneSize)..], x, Math.Min(width, x + Shaded.Cell), y, Math.Min(height, y + Shaded.Cell));
                    }
                }
            }
        }
    }

    private static void Cell(BitWriter writer, PrefixCode code, ReadOnlySpan<byte> rest, int x, int right, int y, int bottom)
    {
        for (; y < bottom; y++)
        {
            code.Write(writer, rest[((y * BlockMap.Side) + x)..((y * BlockMap.Side) + right)]);
        }
    }

    // Of 8×8 bytes: two at a time in each half word
    private static int Sum(ReadOnlySpan<byte> cell)
    {
        const ulong Even = 0x00FF_00FF_00FF_00FF;
        var sum = 0UL;
        for (var y = 0; y < Shaded.Cell; y++)
        {
            var row = BinaryPrimitives.ReadUInt64LittleEndian(cell[(y * BlockMap.Side)..]);
            sum += (row & Even) + ((row >> 8) & Even);
        }

        return (int)((sum * 0x0001_0001_0001_0001) >> 48);
    }

    private static int ClassOf(int sum)
    {
        var found = 0;
        while (found < Least.Length && sum >= Least[found])
        {
            found++;
        }

        return found;
    }

    private void Grow(int most)
    {
        Array.Resize(ref blocks, most);
        Array.Resize(ref left, most * Shaded.Planes * Shaded.PlaneSize);
        Array.Resize(ref classes, most * Shaded.Planes * Shaded.Cells);
    }

    private Span<byte> Left(int block) => left.AsSpan(block * Shaded.Planes * Shaded.PlaneSize, Shaded.Planes * Shaded.PlaneSize);

    private Span<byte> ClassesOf(int block) => classes.AsSpan(block * Shaded.Planes * Shaded.Cells, Shaded.Planes * Shaded.Cells);
}
