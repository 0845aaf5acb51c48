using System.Numerics;
using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Capture;

/// <summary>
/// Copies pixels as the system gives them into a picture. Whatever the system leaves in the fourth byte becomes 0, so
/// that pixels can be compared and hashed as whole words.
/// </summary>
internal static class PixelRows
{
    private const uint ColourBits = 0x00FF_FFFF;

    /// <summary>Copies a row, a vector of pixels at a time; <paramref name="target"/> is as long as <paramref name="source"/>.</summary>
    public static void Copy(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var from = MemoryMarshal.Cast<byte, uint>(source);
        var to = MemoryMarshal.Cast<byte, uint>(target)[..from.Length];
        var lanes = Vector<uint>.Count;
        var colour = new Vector<uint>(ColourBits);
        var i = 0;
        for (; i <= from.Length - lanes; i += lanes)
        {
            (new Vector<uint>(from[i..]) & colour).CopyTo(to[i..]);
        }

        CopyScalar(from[i..], to[i..]);
    }

    /// <summary>The same, a pixel at a time: the rest of a row, and the twin that tests hold the vectors against.</summary>
    public static void CopyScalar(ReadOnlySpan<uint> source, Span<uint> target)
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = source[i] & ColourBits;
        }
    }

    /// <summary>Lays a row of premultiplied ARGB over what is there.</summary>
    public static void Blend(ReadOnlySpan<byte> source, Span<byte> target)
    {
        for (var i = 0; i < source.Length; i += sizeof(uint))
        {
            var through = 255 - source[i + 3];
            for (var channel = i; channel < i + 3; channel++)
            {
                target[channel] = (byte)Math.Min(255, source[channel] + (((target[channel] * through) + 127) / 255));
            }
        }
    }
}
