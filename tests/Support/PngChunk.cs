using System.Buffers.Binary;
using System.Text;

namespace RemoteAssist.Tests.Support;

/// <summary>A chunk of a PNG: its length, type, data and checksum (RFC 2083, section 3.2).</summary>
public static class PngChunk
{
    /// <summary>The whole chunk.</summary>
    /// <param name="type">Four letters.</param>
    /// <param name="data">What stands in it.</param>
    public static byte[] Of(string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
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
