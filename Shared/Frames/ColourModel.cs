using System.Numerics;
using System.Runtime.InteropServices;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// The questions that describe an area of few colours, the same for writing and reading: is the row like the one above;
/// else, of each pixel: is it like the one to the left, the one above, is its colour new, and which is it. What one area
/// taught helps the next. colourModel.ts is its twin.
/// </summary>
internal sealed class ColourModel
{
    private const int Margin = 2; // pixels that may be looked at beside a row
    private const uint ColourBits = 0x00FF_FFFF;

    // Kinds of questions
    private const int SameRow = 0;
    private const int Left = 1;
    private const int Above = 2;
    private const int New = 3;
    private const int Which = 4;
    private const int Apart = 5;

    private readonly Likelihood likelihood = new();
    private readonly Palette palette = new();

    // Indices of colours: the row in work and the two above it
    private ushort[] row = [];
    private ushort[] above = [];
    private ushort[] higher = [];
    private uint sameRows; // a bit for each of the last rows

    /// <summary>Forgets all areas.</summary>
    public void Clear()
    {
        likelihood.Clear();
        palette.Clear();
        sameRows = 0;
    }

    /// <summary>Writes or reads the pixels of one area.</summary>
    /// <returns>False where they have more than <see cref="Palette.MaxColours"/> colours with those of the areas before.</returns>
    public bool Code<TCoder>(ref TCoder coder, Frame frame, ScreenRect area)
        where TCoder : struct, IAnswers, allows ref struct
    {
        MakeRoom(area.Width + (2 * Margin));
        palette.BeginArea();
        for (var y = area.Y; y < area.Bottom; y++)
        {
            (row, above, higher) = (higher, row, above);
            var pixels = MemoryMarshal.Cast<byte, uint>(frame.Row(area.X, y, area.Width));
            if (!(y > area.Y && IsSameRow(ref coder, pixels)) && !Row(ref coder, pixels))
            {
                return false;
            }

            var width = area.Width;
            row[0] = row[1] = row[Margin];
            row[Margin + width] = row[Margin + width + 1] = row[Margin + width - 1];
            if (!TCoder.Writes)
            {
                for (var x = 0; x < width; x++)
                {
                    pixels[x] = palette[row[Margin + x]];
                }
            }
        }

        return true;
    }

    // Above an area everything has the first colour.
    private void MakeRoom(int length)
    {
        if (row.Length < length)
        {
            row = new ushort[length];
            above = new ushort[length];
            higher = new ushort[length];
        }

        row.AsSpan(0, length).Clear();
        above.AsSpan(0, length).Clear();
    }

    private bool IsSameRow<TCoder>(ref TCoder coder, ReadOnlySpan<uint> pixels)
        where TCoder : struct, IAnswers, allows ref struct
    {
        var same = TCoder.Writes;
        for (var x = 0; x < pixels.Length && same; x++)
        {
            same = (pixels[x] & ColourBits) == palette[above[Margin + x]];
        }

        likelihood.Look(SameRow, 0, sameRows & 3);
        same = likelihood.Ask(ref coder, SameRow, 1, same);
        sameRows = (sameRows << 1) | (same ? 1u : 0);
        if (same)
        {
            above.AsSpan(0, pixels.Length + (2 * Margin)).CopyTo(row);
        }

        return same;
    }

    private bool Row<TCoder>(ref TCoder coder, ReadOnlySpan<uint> pixels)
        where TCoder : struct, IAnswers, allows ref struct
    {
        row[0] = row[1] = above[Margin];
        for (var x = 0; x < pixels.Length; x++)
        {
            var index = Pixel(ref coder, pixels[x] & ColourBits, Margin + x);
            if (index < 0)
            {
                return false;
            }

            row[Margin + x] = (ushort)index;
            palette.Ground = palette.Ground < 0 ? index : palette.Ground;
        }

        return true;
    }

    // The index of the pixel's colour; -1 where it cannot have one.
    private int Pixel<TCoder>(ref TCoder coder, uint colour, int at)
        where TCoder : struct, IAnswers, allows ref struct
    {
        if (palette.Count == 0)
        {
            return NewColour(ref coder, colour);
        }

        int left = row[at - 1], up = above[at];
        Surroundings(Left, at);
        if (likelihood.Ask(ref coder, Left, 5, colour == palette[left]))
        {
            return left;
        }

        if (up != left)
        {
            Surroundings(Above, at);
            if (likelihood.Ask(ref coder, Above, 5, colour == palette[up]))
            {
                return up;
            }
        }

        var index = TCoder.Writes ? palette.Find(colour) : 0;
        if (palette.Count < Palette.MaxColours)
        {
            Look(New, 0, (uint)Math.Min(palette.Count, 20), Pattern(at), Mix((uint)left, (uint)up), (uint)left);
            if (likelihood.Ask(ref coder, New, 5, index < 0))
            {
                return NewColour(ref coder, colour);
            }
        }

        return index < 0 ? -1 : KnownColour(ref coder, index, (uint)left, (uint)up, above[at + 1]);
    }

    // From the highest bit of the index down; a bit that would lead past the last colour is not asked for.
    private int KnownColour<TCoder>(ref TCoder coder, int index, uint left, uint up, uint upRight)
        where TCoder : struct, IAnswers, allows ref struct
    {
        var bits = BitOperations.Log2((uint)Math.Max(palette.Count - 1, 1)) + 1;
        var found = 0;
        for (var bit = bits - 1; bit >= 0; bit--)
        {
            var one = found | (1 << bit);
            if (one < palette.Count)
            {
                var asked = (uint)((1 << (bits - bit)) | (found >> bit));
                Look(Which, asked, Mix(asked, left), Mix(asked, up), Mix(Mix(asked, left), up), Mix(Mix(Mix(asked, left), up), upRight));
                found = likelihood.Ask(ref coder, Which, 5, (index & (1 << bit)) != 0) ? one : found;
            }
        }

        return found;
    }

    private int NewColour<TCoder>(ref TCoder coder, uint colour)
        where TCoder : struct, IAnswers, allows ref struct
    {
        var green = Byte(ref coder, (int)(colour >> 8) & 255);
        var (red, blue) = palette.Expect(green);
        red += Difference(ref coder, 0, ((int)(colour >> 16) & 255) - red);
        blue += Difference(ref coder, 1, ((int)colour & 255) - blue);
        return palette.Add(red & 255, green, blue & 255);
    }

    // From what was expected: none, one more or less, or anything as a byte
    private int Difference<TCoder>(ref TCoder coder, uint channel, int difference)
        where TCoder : struct, IAnswers, allows ref struct
    {
        if (Flag(ref coder, channel, difference == 0))
        {
            return 0;
        }

        return Flag(ref coder, 2 + channel, difference is 1 or -1)
            ? Flag(ref coder, 4 + channel, difference > 0) ? 1 : -1
            : Byte(ref coder, difference & 255);
    }

    private bool Flag<TCoder>(ref TCoder coder, uint flag, bool yes)
        where TCoder : struct, IAnswers, allows ref struct
    {
        likelihood.Look(Apart, 0, flag);
        return likelihood.Ask(ref coder, Apart, 1, yes);
    }

    private static int Byte<TCoder>(ref TCoder coder, int value)
        where TCoder : struct, IAnswers, allows ref struct
    {
        var read = 0;
        for (var bit = 7; bit >= 0; bit--)
        {
            read = (read << 1) | (coder.Code((value & (1 << bit)) != 0, 2048) ? 1 : 0);
        }

        return read;
    }

    private void Surroundings(int set, int at)
    {
        uint left = row[at - 1], up = above[at];
        var pattern = Pattern(at);
        var near = Mix(Mix(Mix(left, up), above[at + 1]), above[at - 1]);
        Look(
            set,
            pattern,
            Mix(pattern, (left == 0 ? 1u : 0) | (up == 0 ? 2u : 0)),
            Mix(Mix(left, up), pattern),
            near,
            Mix(Mix(Mix(near, row[at - 2]), higher[at]), above[at + 2]));
    }

    // Which of the pixels around are alike
    private uint Pattern(int at)
    {
        int left = row[at - 1], up = above[at], upLeft = above[at - 1];
        return (up == left ? 1u : 0)
            | (upLeft == left ? 2u : 0)
            | (upLeft == up ? 4u : 0)
            | (above[at + 1] == up ? 8u : 0)
            | (row[at - 2] == left ? 16u : 0)
            | (higher[at] == up ? 32u : 0);
    }

    private void Look(int set, uint a, uint b, uint c, uint d, uint e)
    {
        likelihood.Look(set, 0, a);
        likelihood.Look(set, 1, b);
        likelihood.Look(set, 2, c);
        likelihood.Look(set, 3, d);
        likelihood.Look(set, 4, e);
    }

    private static uint Mix(uint a, uint b) => ((a * 0x2F0B_4C47) + b + 1) * 0x85EB_CA6B;
}
