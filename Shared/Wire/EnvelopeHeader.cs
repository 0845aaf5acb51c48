using System.Buffers.Binary;

namespace RemoteAssist.Shared.Wire;

/// <summary>The channels between the ends, and to the recording.</summary>
public enum EnvelopeChannel : byte
{
    /// <summary>Strict order, nothing lost.</summary>
    Control = 0,

    /// <summary>Pictures: numbers rise, and a gap is legal only before a key frame.</summary>
    Frames = 1,

    /// <summary>Seek points: for the recording alone, never for a viewer.</summary>
    SeekPoints = 2,
}

/// <summary>Marks that the Relay may read.</summary>
[Flags]
public enum EnvelopeMarks : byte
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>The first part of a key frame: refers to nothing before it.</summary>
    KeyFrame = 1,

    /// <summary>On the channel of seek points: the first piece of one, or of tiles that go with it.</summary>
    First = 2,

    /// <summary>On the channel of seek points: the last piece of one, or of tiles that go with it.</summary>
    Last = 4,

    /// <summary>On the channel of seek points: remembered tiles that go with the seek point before.</summary>
    Tiles = 8,
}

/// <summary>The clear head of every envelope: all that the Relay may look at. The body behind it is opaque.</summary>
/// <param name="Channel">Control or frames.</param>
/// <param name="Marks">What the Relay needs to know to drop and to record rightly.</param>
/// <param name="Viewer">The viewer it comes from or goes to; 0 for every viewer.</param>
/// <param name="Number">Per sender, channel and viewer; from 1.</param>
/// <param name="Epoch">Rises by one with every key frame.</param>
public readonly record struct EnvelopeHeader(
    EnvelopeChannel Channel, EnvelopeMarks Marks, uint Viewer, ulong Number, uint Epoch)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 20;

    private const byte Version = 1;

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> target)
    {
        target[0] = Version;                                              // 0      u8  version
        target[1] = (byte)Channel;                                        // 1      u8  channel
        target[2] = (byte)Marks;                                          // 2      u8  marks
        target[3] = 0;                                                    // 3      u8  0
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Viewer);    // 4..7   u32 viewer
        BinaryPrimitives.WriteUInt64LittleEndian(target[8..], Number);    // 8..15  u64 number
        BinaryPrimitives.WriteUInt32LittleEndian(target[16..], Epoch);    // 16..19 u32 epoch
    }

    /// <summary>Reads the head of an envelope.</summary>
    /// <returns>False where it is too short, of another version, or holds an unknown channel or mark.</returns>
    public static bool TryRead(ReadOnlySpan<byte> envelope, out EnvelopeHeader header)
    {
        header = default;
        if (envelope.Length < Size || envelope[0] != Version || envelope[1] > (byte)EnvelopeChannel.SeekPoints
            || (envelope[2] & ~(byte)MarksOf((EnvelopeChannel)envelope[1])) != 0 || envelope[3] != 0)
        {
            return false;
        }

        header = new EnvelopeHeader(
            (EnvelopeChannel)envelope[1],
            (EnvelopeMarks)envelope[2],
            BinaryPrimitives.ReadUInt32LittleEndian(envelope[4..]),
            BinaryPrimitives.ReadUInt64LittleEndian(envelope[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(envelope[16..]));
        return true;
    }

    private static EnvelopeMarks MarksOf(EnvelopeChannel channel) =>
        channel == EnvelopeChannel.SeekPoints ? EnvelopeMarks.First | EnvelopeMarks.Last | EnvelopeMarks.Tiles : EnvelopeMarks.KeyFrame;

    /// <summary>The envelope as one array: head, then body.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> body)
    {
        var envelope = new byte[Size + body.Length];
        Write(envelope);
        body.CopyTo(envelope.AsSpan(Size));
        return envelope;
    }
}
