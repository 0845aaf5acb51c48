using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Photo;

/// <summary>
/// Tells photographs from text and flat graphics, mostly by a quarter of the rows. In text and user interfaces most pixels equal
/// their neighbour, and there are few colours; in a photograph neighbours differ, and there are many.
/// </summary>
internal static class PhotoClassifier
{
    private const uint ColourBits = 0x00FF_FFFF;
    private const int RowStep = 4;
    private const int LowArea = 32; // all rows are looked at

    // Of 100 pixels, those that may equal their right neighbour. Text on a plain ground has over 60, the smooth sky of a photograph up to 40.
    private const int MostEqual = 40;

    // Different colours (of 256 classes) among the pixels looked at. Letters smoothed by coloured sub-pixels have up to 90.
    private const int LeastColours = 100;

    // The grain of a camera in one tone has fewer colours, and hardly a pixel that equals its neighbour beside or below it. A ramp
    // of colours has rows or columns that are alike.
    private const int LeastGrainColours = 40;
    private const int MostGrainEqual = 15;

    // Fewer pixels than this tell nothing.
    private const int LeastSamples = 128;

    // Text within a photograph's tile is looked for in blocks of 16×16: a letter or two.
    private const int Block = 16;
    private const int LeastBlock = 8;
    private const int MostTextColours = 40;
    private const int LeastEdges = 6;
    private const byte Steep = 64;

    /// <summary>Whether the area looks like a photograph.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="area">A part of a tile, or all of it.</param>
    public static bool IsPhoto(Frame picture, ScreenRect area)
    {
        var step = area.Height < LowArea ? 1 : RowStep;
        var samples = 0;
        var equal = 0;
        for (var y = area.Y; y < area.Bottom; y += step)
        {
            var row = MemoryMarshal.Cast<byte, uint>(picture.Row(area.X, y, area.Width));
            samples += row.Length - 1;
            equal += Equal(row);
        }

        if (samples < LeastSamples || equal * 100 > samples * MostEqual)
        {
            return false;
        }

        var colours = Colours(picture, area, step);
        var isGrain = colours >= LeastGrainColours && equal * 100 <= samples * MostGrainEqual;
        return (colours >= Math.Min(LeastColours, samples / 4) || (isGrain && !HasEqualRows(picture, area, step)))
            && !HasText(picture, area);
    }

    private static bool HasEqualRows(Frame picture, ScreenRect area, int step)
    {
        var (equal, all) = (0, 0);
        for (var y = area.Y; y + 1 < area.Bottom; y += step)
        {
            var row = MemoryMarshal.Cast<byte, uint>(picture.Row(area.X, y, area.Width));
            var below = MemoryMarshal.Cast<byte, uint>(picture.Row(area.X, y + 1, area.Width));
            all += row.Length;
            for (var x = 0; x < row.Length; x++)
            {
                equal += ((row[x] ^ below[x]) & ColourBits) == 0 ? 1 : 0;
            }
        }

        return equal * 100 > all * MostGrainEqual;
    }

    // Whether any block of it is of few colours and has sharp edges; at the right and bottom blocks are smaller.
    private static bool HasText(Frame picture, ScreenRect area)
    {
        for (var y = area.Y; y + LeastBlock <= area.Bottom; y += Block)
        {
            for (var x = area.X; x + LeastBlock < area.Right; x += Block)
            {
                // The pixel behind the last column is looked at too; whole vectors across.
                var width = Math.Min(Block, (area.Right - 1 - x) / Vector256<uint>.Count * Vector256<uint>.Count);
                var block = new ScreenRect(x, y, width, Math.Min(Block, area.Bottom - y));
                if (HasEdges(picture, block) && Colours(picture, block, 1) <= MostTextColours)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HasEdges(Frame picture, ScreenRect block)
    {
        var edges = 0;
        for (var y = block.Y; y < block.Bottom; y++)
        {
            var row = picture.Row(block.X, y, block.Width + 1);
            for (var i = 0; i < block.Width * Frame.BytesPerPixel; i += Vector256<byte>.Count)
            {
                // Each pixel and its right neighbour, channel by channel.
                var (here, next) = (Vector256.Create<byte>(row[i..]), Vector256.Create<byte>(row[(i + Frame.BytesPerPixel)..]));
                var steep = Vector256.GreaterThan(Vector256.Max(here, next) - Vector256.Min(here, next), Vector256.Create(Steep));
                var plain = Vector256.Equals(steep.AsUInt32() & Vector256.Create(ColourBits), Vector256<uint>.Zero);
                edges += BitOperations.PopCount(~plain.ExtractMostSignificantBits() & 0xFF);
            }
        }

        return edges >= LeastEdges;
    }

    private static int Equal(ReadOnlySpan<uint> row)
    {
        var count = 0;
        var i = 0;
        var colour = Vector256.Create(ColourBits);
        for (; i <= row.Length - 1 - Vector256<uint>.Count; i += Vector256<uint>.Count)
        {
            var differing = (Vector256.Create(row[i..]) ^ Vector256.Create(row[(i + 1)..])) & colour;
            count += BitOperations.PopCount(Vector256.Equals(differing, Vector256<uint>.Zero).ExtractMostSignificantBits());
        }

        for (; i < row.Length - 1; i++)
        {
            count += ((row[i] ^ row[i + 1]) & ColourBits) == 0 ? 1 : 0;
        }

        return count;
    }

    private static int Colours(Frame picture, ScreenRect area, int rowStep)
    {
        Span<ulong> seen = stackalloc ulong[4];
        seen.Clear();
        for (var y = area.Y; y < area.Bottom; y += rowStep)
        {
            foreach (var pixel in MemoryMarshal.Cast<byte, uint>(picture.Row(area.X, y, area.Width)))
            {
                var kind = ((pixel & ColourBits) * 0x9E37_79B1) >> 24;
                seen[(int)(kind >> 6)] |= 1UL << (int)(kind & 63);
            }
        }

        return BitOperations.PopCount(seen[0]) + BitOperations.PopCount(seen[1])
            + BitOperations.PopCount(seen[2]) + BitOperations.PopCount(seen[3]);
    }
}
