using System.Security.Cryptography;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Line;

/// <summary>Tells whether two processes hold the same picture.</summary>
internal static class PictureHash
{
    /// <summary>SHA-256 of size and colours; a pixel's fourth byte does not count.</summary>
    public static string Of(Frame picture)
    {
        var pixels = (byte[])picture.Pixels.Clone();
        for (var i = 3; i < pixels.Length; i += Frame.BytesPerPixel)
        {
            pixels[i] = 0;
        }

        return $"{picture.Width}×{picture.Height} {Convert.ToHexString(SHA256.HashData(pixels))}";
    }
}
