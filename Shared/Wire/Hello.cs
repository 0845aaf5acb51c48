using System.Buffers.Binary;

namespace RemoteAssist.Shared.Wire;

/// <summary>
/// What each end says of itself in every exchange, bound into the keys:
/// <c>u16 protocol version, u8 codec count, count × u8 codec id, 16 random bytes</c>.
/// </summary>
/// <param name="ProtocolVersion">The sender's <see cref="HubContract.ProtocolVersion"/>.</param>
/// <param name="Codecs">Tile codecs that the sender can write (Agent) or read (Viewer).</param>
/// <param name="Salt">16 random bytes.</param>
public sealed record Hello(ushort ProtocolVersion, byte[] Codecs, byte[] Salt)
{
    /// <summary>Bytes in <see cref="Salt"/>.</summary>
    public const int SaltBytes = 16;

    /// <summary>The message as bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[3 + Codecs.Length + SaltBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, ProtocolVersion);
        bytes[2] = checked((byte)Codecs.Length);
        Codecs.CopyTo(bytes, 3);
        Salt.CopyTo(bytes, 3 + Codecs.Length);
        return bytes;
    }

    /// <summary>Reads a hello; null where the length does not fit.</summary>
    public static Hello? Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 3 && bytes.Length == 3 + bytes[2] + SaltBytes
            ? new Hello(
                BinaryPrimitives.ReadUInt16LittleEndian(bytes),
                bytes.Slice(3, bytes[2]).ToArray(),
                bytes[^SaltBytes..].ToArray())
            : null;
}
