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
            0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', .. Chunk("IHDR", header), .. extra is null ? [] : Chunk(extra, data),
            .. pixels ? Chunk("IDAT", packed.ToArray()) : [], .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        System.Text.Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
            }
        }

        return ~crc;
    }
}
