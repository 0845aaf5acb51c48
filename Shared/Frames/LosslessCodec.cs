using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// Any pixels, for large changes. Each area is cut into blocks; those with photographs are foretold pixel by pixel and
/// come first, then all others as runs (<see cref="Drawn"/>), which may come from anywhere before in the section. Bits,
/// the highest first: 1 if there are shaded blocks, 1 if there are drawn ones, if there are both 1 for each that is
/// shaded, then the shaded blocks, then the drawn ones. One thread at a time.
/// </summary>
public sealed class LosslessCodec : ITileCodec
{
    private const uint ColourBits = 0x00FF_FFFF;

    private readonly BlockMap map = new();
    private readonly BitWriter writer = new();
    private readonly ShadedWriter shadedWriter = new();
    private readonly ShadedReader shadedReader = new();
    private readonly DrawnWriter drawnWriter = new();
    private readonly DrawnReader drawnReader = new();
    private uint[] section = []; // the areas one after the other, each 0x00RRGGBB

    /// <summary>The type of its sections.</summary>
    public const byte Type = 4;

    /// <inheritdoc/>
    public byte Id => Type;

    /// <inheritdoc/>
    public void Encode(Frame frame, ReadOnlySpan<ScreenRect> areas, IBufferWriter<byte> target)
    {
        var pixels = Section(areas);
        map.Begin(areas);
        shadedWriter.Begin();
        drawnWriter.Begin(pixels.Length);
        var at = 0;
        var blocks = map.Shaded;
        foreach (var area in areas)
        {
            drawnWriter.BeginArea(area.Width);
            var across = BlockMap.Across(area.Width);
            for (var y = 0; y < area.Height; y += BlockMap.Side)
            {
                Band(frame, area, y, pixels, at, blocks[..across]);
                blocks = blocks[across..];
            }

            at += area.Width * area.Height;
        }

        var (shaded, drawn) = map.Kinds;
        writer.Clear();
        writer.Write(shaded ? 1u : 0, 1);
        writer.Write(drawn ? 1u : 0, 1);
        foreach (var block in map.Shaded[(shaded && drawn ? 0 : map.Shaded.Length)..])
        {
            writer.Write(block ? 1u : 0, 1);
        }

        if (shaded)
        {
            shadedWriter.End(writer);
        }

        if (drawn)
        {
            drawnWriter.End(writer);
        }

        writer.CopyTo(target);
    }

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> source, Frame frame, ReadOnlySpan<ScreenRect> areas)
    {
        if (PixelsOf(areas) > frame.Width * (long)frame.Height)
        {
            return false;
        }

        var pixels = Section(areas);
        map.Begin(areas);
        var reader = new BitReader(source);
        var shaded = reader.Read(1) == 1;
        var drawn = reader.Read(1) == 1;
        foreach (ref var block in map.Shaded)
        {
            block = shaded && (!drawn || reader.Read(1) == 1);
        }

        if (!(shaded || drawn) || (shaded && !ReadShaded(ref reader, areas, pixels)) || (drawn && !ReadDrawn(ref reader, areas, pixels)) || !reader.IsAtEnd)
        {
            return false;
        }

        var at = 0;
        foreach (var area in areas)
        {
            for (var y = area.Y; y < area.Bottom; y++)
            {
                pixels.Slice(at, area.Width).CopyTo(MemoryMarshal.Cast<byte, uint>(frame.Row(area.X, y, area.Width)));
                at += area.Width;
            }
        }

        return true;
    }

    private static long PixelsOf(ReadOnlySpan<ScreenRect> areas)
    {
        var pixels = 0L;
        foreach (var area in areas)
        {
            pixels += (long)area.Width * area.Height;
        }

        return pixels;
    }

    private Span<uint> Section(ReadOnlySpan<ScreenRect> areas)
    {
        var pixels = checked((int)PixelsOf(areas));
        if (section.Length < pixels)
        {
            section = new uint[pixels];
        }

        return section.AsSpan(0, pixels);
    }

    // One row of blocks: all that is done to it is done while it is in the processor's cache.
    private void Band(Frame frame, ScreenRect area, int top, Span<uint> pixels, int at, Span<bool> blocks)
    {
        var bottom = Math.Min(area.Height, top + BlockMap.Side);
        var known = Math.Min(area.Height, bottom + DrawnWriter.RowsBelow);
        for (var y = top == 0 ? 0 : Math.Min(area.Height, top + DrawnWriter.RowsBelow); y < known; y++)
        {
            var row = MemoryMarshal.Cast<byte, uint>(frame.Row(area.X, area.Y + y, area.Width));
            Take(row, pixels.Slice(at + (y * area.Width), area.Width));
        }

        for (var i = 0; i < blocks.Length; i++)
        {
            var x = i * BlockMap.Side;
            var first = at + (top * area.Width) + x;
            var width = Math.Min(BlockMap.Side, area.Width - x);
            blocks[i] = BlockMap.IsShaded(pixels, first, area.Width, width, bottom - top);
            if (blocks[i])
            {
                shadedWriter.Add(pixels, first, area.Width, width, bottom - top);
            }
        }

        var seen = pixels[..(at + (known * area.Width))];
        for (var y = top; y < bottom; y++)
        {
            for (var x = 0; NextDrawn(blocks, area.Width, ref x, out var right); x = right)
            {
                drawnWriter.Row(seen, at + (y * area.Width), x, right, area.Width);
            }
        }
    }

    // The fourth byte of a pixel means nothing.
    private static void Take(ReadOnlySpan<uint> row, Span<uint> pixels)
    {
        var x = 0;
        for (; x <= row.Length - Vector<uint>.Count; x += Vector<uint>.Count)
        {
            (new Vector<uint>(row[x..]) & new Vector<uint>(ColourBits)).CopyTo(pixels[x..]);
        }

        for (; x < row.Length; x++)
        {
            pixels[x] = row[x] & ColourBits;
        }
    }

    private bool ReadShaded(ref BitReader reader, ReadOnlySpan<ScreenRect> areas, Span<uint> pixels)
    {
        if (!shadedReader.TryBegin(ref reader))
        {
            return false;
        }

        var shaded = map.Shaded;
        var at = 0;
        var block = 0;
        foreach (var area in areas)
        {
            for (var y = 0; y < area.Height; y += BlockMap.Side)
            {
                for (var x = 0; x < area.Width; x += BlockMap.Side)
                {
                    if (shaded[block++] && !shadedReader.TryBlock(
                        ref reader, pixels, at + (y * area.Width) + x, area.Width, Math.Min(BlockMap.Side, area.Width - x), Math.Min(BlockMap.Side, area.Height - y)))
                    {
                        return false;
                    }
                }
            }

            at += area.Width * area.Height;
        }

        return true;
    }

    private bool ReadDrawn(ref BitReader reader, ReadOnlySpan<ScreenRect> areas, Span<uint> pixels)
    {
        if (!drawnReader.TryBegin(ref reader))
        {
            return false;
        }

        var at = 0;
        var blocks = map.Shaded;
        foreach (var area in areas)
        {
            drawnReader.BeginArea(area.Width);
            var across = BlockMap.Across(area.Width);
            for (var y = 0; y < area.Height; y++)
            {
                var row = blocks.Slice(y / BlockMap.Side * across, across);
                for (var x = 0; NextDrawn(row, area.Width, ref x, out var right); x = right)
                {
                    if (!drawnReader.TryRow(ref reader, pixels, at + (y * area.Width), x, right, area.Width))
                    {
                        return false;
                    }
                }
            }

            at += area.Width * area.Height;
            blocks = blocks[(across * BlockMap.Across(area.Height))..];
        }

        return true;
    }

    // The next columns of drawn blocks side by side, from x on
    private static bool NextDrawn(ReadOnlySpan<bool> row, int width, ref int x, out int right)
    {
        var block = BlockMap.Across(x);
        while (block < row.Length && row[block])
        {
            block++;
        }

        x = block * BlockMap.Side;
        while (block < row.Length && !row[block])
        {
            block++;
        }

        right = Math.Min(block * BlockMap.Side, width);
        return x < width;
    }
}
