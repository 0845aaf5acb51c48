using System.Buffers.Binary;

namespace RemoteAssist.Shared.Recordings;

/// <summary>What a recording's file begins with; Relay/Recordings/FORMAT.md has every byte.</summary>
/// <param name="Session">The session.</param>
/// <param name="ProtocolVersion">The version that its ends spoke: the keys of its frames are bound to it.</param>
/// <param name="Start">When the file was begun, to the millisecond.</param>
public sealed record RecordingHeader(Guid Session, ushort ProtocolVersion, DateTimeOffset Start)
{
    /// <summary>Bytes in the file.</summary>
    public const int Size = 8 + 16 + 2 + 8;

    private static ReadOnlySpan<byte> Magic => "RAREC\0\0\u0001"u8;

    /// <summary>The <see cref="Size"/> bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);                                                                                          // 0..7    RAREC 0 0 1
        Session.TryWriteBytes(bytes.AsSpan(8), bigEndian: true, out _);                                               // 8..23   session
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(24), ProtocolVersion);                                  // 24..25  u16 version
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(26), (ulong)Start.ToUnixTimeMilliseconds());            // 26..33  u64 unix ms
        return bytes;
    }

    /// <summary>Reads it; null where it is no header, or of another version of the format.</summary>
    public static RecordingHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || !bytes.StartsWith(Magic))
        {
            return null;
        }

        var start = BinaryPrimitives.ReadUInt64LittleEndian(bytes[26..]);
        return start > (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? null : new RecordingHeader(
            new Guid(bytes.Slice(8, 16), bigEndian: true),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[24..]),
            DateTimeOffset.FromUnixTimeMilliseconds((long)start));
    }
}
