using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Recordings;

/// <summary>What a record of a recording is.</summary>
public enum RecordKind : byte
{
    /// <summary>One content key, sealed for each auditor.</summary>
    Keys = 1,

    /// <summary>An envelope of the frame channel.</summary>
    Frame = 2,

    /// <summary>Something that was sent is not here.</summary>
    Gap = 3,

    /// <summary>Something that happened.</summary>
    Mark = 4,

    /// <summary>The recording ended.</summary>
    End = 5,

    /// <summary>An envelope of the channel of seek points.</summary>
    SeekPoint = 6,
}

/// <summary>One record of a recording.</summary>
/// <param name="Kind">What it is; one that this version does not know is passed over by whoever plays.</param>
/// <param name="At">Milliseconds since the header's time.</param>
/// <param name="Payload">As the kind says.</param>
public readonly record struct RecordingRecord(RecordKind Kind, uint At, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeadSize = 9;

    /// <summary>One content key for one auditor.</summary>
    public const int WrappedKeySize = 4 + 16 + 65 + 48;

    /// <summary>Auditors for whom a content key can be wrapped.</summary>
    public const int MostAuditors = 32;

    /// <summary>The largest envelope: a part of a frame is 1 MiB at most.</summary>
    public const int MostFrameBytes = 2 * 1024 * 1024;

    /// <summary>The longest text, in bytes of UTF-8.</summary>
    public const int MostTextBytes = 256;

    // Head, id of the content key, tag.
    private const int LeastFrameBytes = EnvelopeHeader.Size + 4 + 16;

    /// <summary>The payload as text; of gaps, marks and ends.</summary>
    public string Text => Encoding.UTF8.GetString(Payload.Span);

    /// <summary>Whether a payload may be one of this kind.</summary>
    public static bool Fits(RecordKind kind, ReadOnlySpan<byte> payload) => kind switch
    {
        RecordKind.Keys => payload.Length is > 0 and <= MostAuditors * WrappedKeySize && payload.Length % WrappedKeySize == 0,
        RecordKind.Frame => IsEnvelope(payload, EnvelopeChannel.Frames),
        RecordKind.SeekPoint => IsEnvelope(payload, EnvelopeChannel.SeekPoints),
        RecordKind.Gap or RecordKind.Mark or RecordKind.End => payload.Length is > 0 and <= MostTextBytes && Utf8.IsValid(payload),
        _ => true,
    };

    private static bool IsEnvelope(ReadOnlySpan<byte> payload, EnvelopeChannel channel) =>
        payload.Length is >= LeastFrameBytes and <= MostFrameBytes && EnvelopeHeader.TryRead(payload, out var head) && head.Channel == channel;

    /// <summary>The id of the content key that a frame's envelope names. Of one that <see cref="Fits"/>.</summary>
    public static uint ContentKeyOf(ReadOnlySpan<byte> envelope) => BinaryPrimitives.ReadUInt32LittleEndian(envelope[EnvelopeHeader.Size..]);

    /// <summary>The id of the content key that wrapped keys are of; null where they are of several, or no wrapped keys.</summary>
    public static uint? ContentKeyOfAll(ReadOnlySpan<byte> wrapped)
    {
        if (!Fits(RecordKind.Keys, wrapped))
        {
            return null;
        }

        var id = BinaryPrimitives.ReadUInt32LittleEndian(wrapped);
        for (var at = WrappedKeySize; at < wrapped.Length; at += WrappedKeySize)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(wrapped[at..]) != id)
            {
                return null;
            }
        }

        return id;
    }

    /// <summary>Writes the head of a record.</summary>
    internal static void WriteHead(Span<byte> target, RecordKind kind, uint at, int length)
    {
        target[0] = (byte)kind;                                               // 0     u8  kind
        BinaryPrimitives.WriteUInt32LittleEndian(target[1..], at);            // 1..4  u32 ms
        BinaryPrimitives.WriteUInt32LittleEndian(target[5..], (uint)length);  // 5..8  u32 length
    }

    /// <summary>The records of a chunk's body; their payloads point into it.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="notBefore">The time of the last record before it.</param>
    /// <returns>Null where a length, a time or a payload does not hold, or there is none.</returns>
    public static IReadOnlyList<RecordingRecord>? Read(ReadOnlyMemory<byte> body, uint notBefore)
    {
        var records = new List<RecordingRecord>();
        var last = notBefore;
        while (body.Length > 0)
        {
            if (body.Length < HeadSize)
            {
                return null;
            }

            var kind = (RecordKind)body.Span[0];
            var at = BinaryPrimitives.ReadUInt32LittleEndian(body.Span[1..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(body.Span[5..]);
            if (at < last || length > body.Length - HeadSize || !Fits(kind, body.Span.Slice(HeadSize, (int)length)))
            {
                return null;
            }

            records.Add(new RecordingRecord(kind, at, body.Slice(HeadSize, (int)length)));
            last = at;
            body = body[(HeadSize + (int)length)..];
        }

        return records.Count == 0 ? null : records;
    }
}
