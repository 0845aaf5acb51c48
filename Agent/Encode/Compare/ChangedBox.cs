using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Compare;

/// <summary>
/// The smallest rectangle that holds every pixel in which two frames differ. One pass over the rows: the differences
/// of each column are gathered in vectors, so that left and right are found at the end.
/// </summary>
internal static class ChangedBox
{
    private const uint ColourBits = 0x00FF_FFFF;

    /// <summary>The box of what differs in <paramref name="area"/>, by the widest vectors that the CPU has.</summary>
    /// <param name="before">A frame.</param>
    /// <param name="after">A frame of the same size.</param>
    /// <param name="area">Inside both, at most <see cref="TileGrid.Side"/> wide.</param>
    /// <returns>Empty where both show the same.</returns>
    public static ScreenRect Find(Frame before, Frame after, ScreenRect area) =>
        Vector512.IsHardwareAccelerated && area.Width >= Vector512<uint>.Count ? FindBy512(before, after, area)
        : area.Width >= Vector256<uint>.Count ? FindBy256(before, after, area)
        : FindScalar(before, after, area);

    /// <summary>The same answer, a pixel at a time: the twin that tests hold the vectors against.</summary>
    public static ScreenRect FindScalar(Frame before, Frame after, ScreenRect area)
    {
        var (left, top, right, bottom) = (area.Width, -1, -1, -1);
        for (var y = 0; y < area.Height; y++)
        {
            var a = MemoryMarshal.Cast<byte, uint>(before.Row(area.X, area.Y + y, area.Width));
            var b = MemoryMarshal.Cast<byte, uint>(after.Row(area.X, area.Y + y, area.Width));
            for (var x = 0; x < a.Length; x++)
            {
                if (((a[x] ^ b[x]) & ColourBits) != 0)
                {
                    top = top < 0 ? y : top;
                    bottom = y;
                    left = Math.Min(left, x);
                    right = Math.Max(right, x);
                }
            }
        }

        return Box(area, left, top, right, bottom);
    }

    /// <summary>At least 16 pixels wide.</summary>
    internal static ScreenRect FindBy512(Frame before, Frame after, ScreenRect area)
    {
        const int lanes = 16;
        var blocks = (area.Width + lanes - 1) / lanes;
        Span<Vector512<uint>> columns = stackalloc Vector512<uint>[TileGrid.Side / lanes];
        columns.Clear();
        var colour = Vector512.Create(ColourBits);
        ref var a = ref First(before, area);
        ref var b = ref First(after, area);
        var (top, bottom) = (-1, -1);
        for (var y = 0; y < area.Height; y++)
        {
            var row = Vector512<uint>.Zero;
            for (var block = 0; block < blocks; block++)
            {
                var at = (nuint)Math.Min(block * lanes, area.Width - lanes);
                var differing = (Vector512.LoadUnsafe(ref a, at) ^ Vector512.LoadUnsafe(ref b, at)) & colour;
                columns[block] |= differing;
                row |= differing;
            }

            if (row != Vector512<uint>.Zero)
            {
                top = top < 0 ? y : top;
                bottom = y;
            }

            a = ref Unsafe.Add(ref a, before.Width);
            b = ref Unsafe.Add(ref b, after.Width);
        }

        var (left, right) = (area.Width, -1);
        for (var block = 0; block < blocks; block++)
        {
            var same = (uint)Vector512.Equals(columns[block], Vector512<uint>.Zero).ExtractMostSignificantBits();
            Columns(~same & 0xFFFF, Math.Min(block * lanes, area.Width - lanes), ref left, ref right);
        }

        return Box(area, left, top, right, bottom);
    }

    /// <summary>At least 8 pixels wide. A CPU with vectors of 128 bits takes each of these as two.</summary>
    internal static ScreenRect FindBy256(Frame before, Frame after, ScreenRect area)
    {
        const int lanes = 8;
        var blocks = (area.Width + lanes - 1) / lanes;
        Span<Vector256<uint>> columns = stackalloc Vector256<uint>[TileGrid.Side / lanes];
        columns.Clear();
        var colour = Vector256.Create(ColourBits);
        ref var a = ref First(before, area);
        ref var b = ref First(after, area);
        var (top, bottom) = (-1, -1);
        for (var y = 0; y < area.Height; y++)
        {
            var row = Vector256<uint>.Zero;
            for (var block = 0; block < blocks; block++)
            {
                var at = (nuint)Math.Min(block * lanes, area.Width - lanes);
                var differing = (Vector256.LoadUnsafe(ref a, at) ^ Vector256.LoadUnsafe(ref b, at)) & colour;
                columns[block] |= differing;
                row |= differing;
            }

            if (row != Vector256<uint>.Zero)
            {
                top = top < 0 ? y : top;
                bottom = y;
            }

            a = ref Unsafe.Add(ref a, before.Width);
            b = ref Unsafe.Add(ref b, after.Width);
        }

        var (left, right) = (area.Width, -1);
        for (var block = 0; block < blocks; block++)
        {
            var same = Vector256.Equals(columns[block], Vector256<uint>.Zero).ExtractMostSignificantBits();
            Columns(~same & 0xFF, Math.Min(block * lanes, area.Width - lanes), ref left, ref right);
        }

        return Box(area, left, top, right, bottom);
    }

    private static ref uint First(Frame frame, ScreenRect area) =>
        ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, uint>(frame.Row(area.X, area.Y, area.Width)));

    // The last block of a row overlaps the one before where the width is no multiple of its lanes.
    private static void Columns(uint differing, int from, ref int left, ref int right)
    {
        if (differing != 0)
        {
            left = Math.Min(left, from + BitOperations.TrailingZeroCount(differing));
            right = Math.Max(right, from + 31 - BitOperations.LeadingZeroCount(differing));
        }
    }

    private static ScreenRect Box(ScreenRect area, int left, int top, int right, int bottom) =>
        top < 0 ? default : new ScreenRect(area.X + left, area.Y + top, right - left + 1, bottom - top + 1);
}
