using System.Runtime.InteropServices;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>
/// Compares drawings without their edges: how an edge is smoothed depends on how much of a line is drawn at once, by up to some
/// steps of a colour, and without a compositor a pixel that is half covered is there or not.
/// </summary>
internal static class Inside
{
    /// <summary>Whether every pixel that has no other beside it in the one picture is the same in the other.</summary>
    public static bool IsSame(Frame one, Frame other) => (one.Width, one.Height) == (other.Width, other.Height)
        && IsSame(MemoryMarshal.Cast<byte, uint>(one.Pixels), MemoryMarshal.Cast<byte, uint>(other.Pixels), one.Width);

    /// <inheritdoc cref="IsSame(Frame, Frame)"/>
    public static bool IsSame(ReadOnlySpan<uint> one, ReadOnlySpan<uint> other, int width)
    {
        for (var i = width + 1; i < one.Length - width - 1; i++)
        {
            if (one[i] != other[i] && IsInside(one, i, width))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInside(ReadOnlySpan<uint> pixels, int at, int width)
    {
        for (var row = at - width; row <= at + width; row += width)
        {
            if (pixels[(row - 1)..(row + 2)].ContainsAnyExcept(pixels[at]))
            {
                return false;
            }
        }

        return true;
    }
}
