using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Movement;

/// <summary>A place that its content has chosen.</summary>
/// <param name="Key">A hash of the pixels around it.</param>
/// <param name="X">Its column.</param>
/// <param name="Y">Its row.</param>
internal readonly record struct Anchor(uint Key, int X, int Y);

/// <summary>
/// Chooses anchors by content alone, so that what has moved has the same ones at its old and its new place, whatever the
/// offset. A place is chosen where a colour ends and a hash of three pixels has zeros in front: about one edge in sixteen.
/// </summary>
internal static class Anchors
{
    /// <summary>
    /// Pixels to the right that the key covers. A few letters wide: one letter stands in a text hundreds of times.
    /// </summary>
    public const int Width = 32;

    /// <summary>The key covers the anchor's row and the row this far below: half the height of small letters.</summary>
    public const int Below = 4;

    private const uint ColourBits = 0x00FF_FFFF;
    private const uint ChosenBits = 0xF000_0000;

    // Odd numbers without pattern (from the golden ratio, e and π) spread colours over all bits of the hash.
    private const uint First = 0x9E37_79B1;
    private const uint Second = 0xB7E1_5163;
    private const uint Third = 0x243F_6A89;

    /// <summary>The anchors of a row, from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="y">A row that has another <see cref="Below"/> it.</param>
    /// <param name="from">A column.</param>
    /// <param name="to">A column, or the picture's width. What the key covers may lie behind it.</param>
    /// <param name="into">Takes them; those that find no room are left out.</param>
    /// <returns>How many there are.</returns>
    public static int InRow(Frame picture, int y, int from, int to, Span<Anchor> into)
    {
        to = Math.Min(to, picture.Width - Width + 1);
        ref var row = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, uint>(picture.Row(0, y, picture.Width)));
        var colour = Vector256.Create(ColourBits);
        var count = 0;
        for (var x = from; x < to; x += Vector256<uint>.Count)
        {
            // Width is more than the lanes and two: this never reads behind the row.
            var here = Vector256.LoadUnsafe(ref row, (nuint)x) & colour;
            var next = Vector256.LoadUnsafe(ref row, (nuint)(x + 1)) & colour;
            var edges = ~Vector256.Equals(here, next).ExtractMostSignificantBits() & 0xFF;
            if (edges == 0)
            {
                continue;
            }

            var third = Vector256.LoadUnsafe(ref row, (nuint)(x + 2)) & colour;
            var hash = (here * First) + (next * Second) + (third * Third);
            var chosen = Vector256.Equals(hash & Vector256.Create(ChosenBits), Vector256<uint>.Zero).ExtractMostSignificantBits() & edges;
            for (; chosen != 0 && count < into.Length; chosen &= chosen - 1)
            {
                var at = x + BitOperations.TrailingZeroCount(chosen);
                if (at < to)
                {
                    into[count++] = new Anchor(Key(ref Unsafe.Add(ref row, at), picture.Width), at, y);
                }
            }
        }

        return count;
    }

    /// <summary>Whether a place is chosen, a pixel at a time: the twin that tests hold the vectors against.</summary>
    public static bool IsChosen(uint here, uint next, uint third)
    {
        (here, next, third) = (here & ColourBits, next & ColourBits, third & ColourBits);
        return here != next && ((unchecked((here * First) + (next * Second) + (third * Third)) & ChosenBits) == 0);
    }

    private static uint Key(ref uint at, int stride)
    {
        var colour = Vector256.Create(ColourBits);
        var sum = Vector256<uint>.Zero;
        for (nuint i = 0; i < Width; i += 8)
        {
            sum = (sum * First) + (Vector256.LoadUnsafe(ref at, i) & colour);
            sum = (sum * Second) + (Vector256.LoadUnsafe(ref at, i + ((nuint)stride * Below)) & colour);
        }

        // Each lane has a weight of its own, so that lanes that change places give another key.
        return Vector256.Sum(sum * Vector256.Create(First, Second, Third, 0x85EB_CA6Bu, 0xC2B2_AE35u, 0x27D4_EB2Fu, 0x1656_67B1u, 0xD3A2_646Du));
    }
}
