using System.Buffers.Binary;
using System.IO.Compression;

namespace RemoteAssist.Relay.Tests.Papers;

/// <summary>PNGs that are made for a test.</summary>
internal static class SomePng
{
    /// <summary>Of this size in its header; grey, and only small ones have their pixels.</summary>
    public static byte[] Of(int width, int height) => Build(width, height, null, [], pixels: true);

    /// <summary>With a further chunk before the pixels.</summary>
    public static byte[] With(string chunk, byte[] data, bool pixels = true) => Build(4, 4, chunk, data, pixels);

    private static byte[] Build(int width, int height, string? extra, byte[] data, bool pixels)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 0);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(new byte[(long)width * height > 1_000_000 ? 1 : (width + 1) * height]);
        }

        return
        [
            0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', .. PngChunk.Of("IHDR", header), .. extra is null ? [] : PngChunk.Of(extra, data),
            .. pixels ? PngChunk.Of("IDAT", packed.ToArray()) : [], .. PngChunk.Of("IEND", []),
        ];
    }
}
