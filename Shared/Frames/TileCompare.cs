using System.Numerics;
using System.Runtime.InteropServices;

namespace RemoteAssist.Shared.Frames;

/// <summary>Tells whether a part of two frames shows the same, a vector of pixels at a time.</summary>
public static class TileCompare
{
    private const uint ColourBits = 0x00FF_FFFF;

    /// <summary>Whether <paramref name="area"/> is the same in both. The area must lie inside both frames.</summary>
    public static bool Same(Frame left, Frame right, ScreenRect area)
    {
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var a = MemoryMarshal.Cast<byte, uint>(left.Row(area.X, y, area.Width));
            var b = MemoryMarshal.Cast<byte, uint>(right.Row(area.X, y, area.Width));
            if (!SameRow(a, b))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether two rows of pixels show the same; both have the same length.</summary>
    public static bool SameRow(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right)
    {
        var lanes = Vector<uint>.Count;
        var colour = new Vector<uint>(ColourBits);
        var i = 0;
        for (; i <= left.Length - lanes; i += lanes)
        {
            var differing = (new Vector<uint>(left[i..]) ^ new Vector<uint>(right[i..])) & colour;
            if (differing != Vector<uint>.Zero)
            {
                return false;
            }
        }

        return SameRowScalar(left[i..], right[i..]);
    }

    /// <summary>The same answer, a pixel at a time: the rest of a row, and the twin that tests hold the vectors against.</summary>
    public static bool SameRowScalar(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (((left[i] ^ right[i]) & ColourBits) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
