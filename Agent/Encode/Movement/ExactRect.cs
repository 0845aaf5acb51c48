using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Movement;

/// <summary>
/// Grows, around one pixel, a large rectangle of the new picture that is in every pixel the same as the old picture at an
/// offset. Row by row, up or down, whichever stays wider; where a row ends sooner, so does the rectangle from there on.
/// </summary>
internal static class ExactRect
{
    private const uint ColourBits = 0x00FF_FFFF;

    // Narrower than this, a rectangle is not worth going on with.
    private const int Least = 8;

    /// <summary>The largest rectangle that was met on the way.</summary>
    /// <param name="before">The old picture.</param>
    /// <param name="after">The new one, of the same size.</param>
    /// <param name="limits">Where it may lie in the new picture; with the offset inside the old one.</param>
    /// <param name="x">A column inside the limits.</param>
    /// <param name="y">A row inside the limits.</param>
    /// <param name="dx">Columns from the new place to the old.</param>
    /// <param name="dy">Rows from the new place to the old.</param>
    /// <returns>Empty where not even that pixel is the same.</returns>
    public static ScreenRect Grow(Frame before, Frame after, ScreenRect limits, int x, int y, int dx, int dy)
    {
        var here = Row(before, after, limits.X, limits.Right, x, y, dx, dy);
        var (top, bottom) = (y, y + 1);
        var best = here.Length == 0 ? default : new ScreenRect(here.Left, y, here.Length, 1);
        var up = here;
        var down = here;
        var (knowsUp, knowsDown) = (false, false);
        while (here.Length >= Least)
        {
            if (!knowsUp)
            {
                up = top > limits.Y ? Row(before, after, here.Left, here.Right, x, top - 1, dx, dy) : default;
                knowsUp = true;
            }

            if (!knowsDown)
            {
                down = bottom < limits.Bottom ? Row(before, after, here.Left, here.Right, x, bottom, dx, dy) : default;
                knowsDown = true;
            }

            if (up.Length >= down.Length)
            {
                here = up;
                top--;
                knowsUp = false;
                down = new Run(Math.Max(down.Left, here.Left), Math.Min(down.Right, here.Right));
            }
            else
            {
                here = down;
                bottom++;
                knowsDown = false;
                up = new Run(Math.Max(up.Left, here.Left), Math.Min(up.Right, here.Right));
            }

            if (here.Length * (bottom - top) > best.Width * best.Height)
            {
                best = new ScreenRect(here.Left, top, here.Length, bottom - top);
            }
            else if (here.Length * limits.Height <= best.Width * best.Height)
            {
                break;
            }
        }

        return best;
    }

    // What is the same around x in this row, from left to right at most.
    private static Run Row(Frame before, Frame after, int left, int right, int x, int y, int dx, int dy)
    {
        ref var now = ref Pixel(after, x, y);
        ref var then = ref Pixel(before, x + dx, y + dy);
        var ahead = SameAhead(ref now, ref then, right - x);
        return ahead == 0 ? default : new Run(x - SameBehind(ref now, ref then, x - left), x + ahead);
    }

    /// <summary>How many pixels are the same from here on to the right.</summary>
    internal static int SameAhead(ref uint a, ref uint b, int most)
    {
        var i = 0;
        for (; i <= most - Vector256<uint>.Count; i += Vector256<uint>.Count)
        {
            var differing = (Vector256.LoadUnsafe(ref a, (nuint)i) ^ Vector256.LoadUnsafe(ref b, (nuint)i)) & Vector256.Create(ColourBits);
            if (differing != Vector256<uint>.Zero)
            {
                var same = Vector256.Equals(differing, Vector256<uint>.Zero).ExtractMostSignificantBits();
                return i + BitOperations.TrailingZeroCount(~same);
            }
        }

        while (i < most && ((Unsafe.Add(ref a, i) ^ Unsafe.Add(ref b, i)) & ColourBits) == 0)
        {
            i++;
        }

        return i;
    }

    /// <summary>How many pixels are the same to the left of here.</summary>
    internal static int SameBehind(ref uint a, ref uint b, int most)
    {
        var i = 0;
        for (; i <= most - Vector256<uint>.Count; i += Vector256<uint>.Count)
        {
            ref var left = ref Unsafe.Subtract(ref a, i + Vector256<uint>.Count);
            ref var right = ref Unsafe.Subtract(ref b, i + Vector256<uint>.Count);
            var differing = (Vector256.LoadUnsafe(ref left) ^ Vector256.LoadUnsafe(ref right)) & Vector256.Create(ColourBits);
            if (differing != Vector256<uint>.Zero)
            {
                var same = Vector256.Equals(differing, Vector256<uint>.Zero).ExtractMostSignificantBits();
                return i + BitOperations.LeadingZeroCount(~(same << 24));
            }
        }

        while (i < most && ((Unsafe.Subtract(ref a, i + 1) ^ Unsafe.Subtract(ref b, i + 1)) & ColourBits) == 0)
        {
            i++;
        }

        return i;
    }

    private static ref uint Pixel(Frame frame, int x, int y) =>
        ref Unsafe.As<byte, uint>(ref frame.Pixels[((y * frame.Width) + x) * Frame.BytesPerPixel]);

    private readonly record struct Run(int Left, int Right)
    {
        public int Length => Math.Max(0, Right - Left);
    }
}
