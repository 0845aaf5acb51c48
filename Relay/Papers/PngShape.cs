using System.Buffers.Binary;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Papers;

/// <summary>
/// What can be said of a PNG without decoding it: that it is one from its first byte to its last, with nothing behind it
/// and nothing inside but pixels, and how large it is. The Relay never opens the pixels themselves.
/// </summary>
internal static class PngShape
{
    private const int ChunkFrame = 12; // u32 length, type, then the data, then u32 CRC
    private const int HeaderLength = 13;

    // What a browser writes: the header, how colours are meant, the pixels, the end. No text, no dates.
    private static readonly string[] Allowed = ["IHDR", "sRGB", "gAMA", "cHRM", "iCCP", "pHYs", "sBIT", "PLTE", "tRNS", "IDAT", "IEND"];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Its size in pixels; null where it is not such a PNG or exceeds <see cref="Snapshot.MostPixels"/>.</summary>
    public static (int Width, int Height)? Read(ReadOnlySpan<byte> png)
    {
        if (!png.StartsWith(Signature))
        {
            return null;
        }

        (int Width, int Height)? size = null;
        var hasPixels = false;
        for (var rest = png[Signature.Length..]; rest.Length >= ChunkFrame;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - ChunkFrame)
            {
                return null;
            }

            var type = System.Text.Encoding.ASCII.GetString(rest.Slice(4, 4));
            var data = rest.Slice(8, (int)length);
            rest = rest[(ChunkFrame + (int)length)..];
            if (!Allowed.Contains(type) || (size is null) != (type == "IHDR"))
            {
                return null;
            }

            size ??= SizeIn(data);
            hasPixels |= type == "IDAT" && length > 0;
            if (size is null || type == "IEND")
            {
                return rest.IsEmpty && hasPixels && length == 0 ? size : null;
            }
        }

        return null;
    }

    private static (int Width, int Height)? SizeIn(ReadOnlySpan<byte> header)
    {
        if (header.Length != HeaderLength)
        {
            return null;
        }

        var width = BinaryPrimitives.ReadUInt32BigEndian(header);
        var height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        return width > 0 && height > 0 && width <= int.MaxValue && height <= int.MaxValue && (ulong)width * height <= Snapshot.MostPixels
            ? ((int)width, (int)height)
            : null;
    }
}
