using System.Buffers.Binary;
using System.Diagnostics;

namespace RemoteAssist.EndToEnd.Tests.Stalled;

/// <summary>Parts of synthetic frames: <c>i64 when it was sent, i32 its number</c>, and filling.</summary>
internal static class Stamped
{
    /// <summary>A part of so many bytes, sent now.</summary>
    public static byte[] Part(int number, int bytes)
    {
        var part = new byte[bytes];
        BinaryPrimitives.WriteInt64LittleEndian(part, Stopwatch.GetTimestamp());
        BinaryPrimitives.WriteInt32LittleEndian(part.AsSpan(8), number);
        return part;
    }

    /// <summary>When it was sent, and its number.</summary>
    public static (long Sent, int Number) Read(ReadOnlySpan<byte> part) =>
        (BinaryPrimitives.ReadInt64LittleEndian(part), BinaryPrimitives.ReadInt32LittleEndian(part[8..]));
}
