namespace RemoteAssist.Shared.Frames;

/// <summary>
/// A frame as it lies in the bodies of frame-channel envelopes: one or more parts, so that no message grows without
/// bound and the Viewer decodes while the rest still comes. PROTOCOL.md has the same layout in prose.
/// </summary>
public static class FrameParts
{
    /// <summary>A part is closed once it holds this many bytes; arrays of this size are still collected cheaply.</summary>
    public const int PartBytes = 64 * 1024;

    /// <summary>The largest part that is read.</summary>
    public const int MaxPartBytes = 1024 * 1024;

    /// <summary>The most bytes that a section's data may have: beside its areas it must fit into a part.</summary>
    public const int MaxSectionBytes = MaxPartBytes - (64 * 1024);

    private const byte MarkLast = 1;
    private const byte MarkSize = 2;

    /// <summary>The parts of a frame, in order; at least one. Only the last carries pointer, masks and truth.</summary>
    /// <exception cref="InvalidOperationException">A section is too large for a part.</exception>
    public static IReadOnlyList<byte[]> Write(FrameDelta delta)
    {
        var parts = new List<byte[]>();
        var part = new WireWriter();
        var scratch = new WireWriter();
        Head(part, delta, 0);
        for (var next = 0; next < delta.Sections.Count; next++)
        {
            FrameSections.Write(part, scratch, delta.Sections[next]);
            if (part.Length >= PartBytes && next + 1 < delta.Sections.Count)
            {
                parts.Add(Close(part, last: false));
                Head(part, delta, parts.Count);
            }
        }

        FrameSections.WriteRest(part, scratch, delta);
        parts.Add(Close(part, last: true));
        return parts;
    }

    // u8 marks, varint part, varint frame, varint frame − base (0 for a key frame), varint µs, and with mark 2 varint width, varint height
    private static void Head(WireWriter target, FrameDelta delta, int part)
    {
        var startsKeyFrame = delta.IsKeyFrame && part == 0;
        target.Clear();
        target.Byte(startsKeyFrame ? MarkSize : (byte)0);
        target.Varint(part);
        target.Varint(delta.Number);
        target.Varint(delta.IsKeyFrame ? 0 : delta.Number - delta.Base);
        target.Varint(delta.CapturedAt);
        if (startsKeyFrame)
        {
            target.Varint(delta.Width);
            target.Varint(delta.Height);
        }
    }

    private static byte[] Close(WireWriter part, bool last)
    {
        if (part.Length > MaxPartBytes)
        {
            throw new InvalidOperationException($"A section makes a part of {part.Length} bytes.");
        }

        var bytes = part.Written.ToArray();
        bytes[0] |= last ? MarkLast : (byte)0;
        return bytes;
    }

    /// <summary>Reads one part; its lists hold what this part carries. Whether areas fit the picture is the decoder's to judge.</summary>
    /// <returns>Null where a length, count or size does not hold: nothing is allocated from an unchecked number.</returns>
    public static FramePart? Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxPartBytes)
        {
            return null;
        }

        var reader = new WireReader(bytes.Span);
        var marks = reader.Byte();
        var part = reader.Varint(ushort.MaxValue);
        var number = reader.Varint64();
        var sinceBase = reader.Varint64();
        var capturedAt = reader.Varint64();
        var hasSize = (marks & MarkSize) != 0;
        var width = hasSize ? reader.Varint(Frame.MaxSide) : 0;
        var height = hasSize ? reader.Varint(Frame.MaxSide) : 0;
        if (reader.IsBroken || marks > (MarkLast | MarkSize) || number is 0 or > uint.MaxValue || sinceBase >= number
            || (hasSize && (sinceBase != 0 || part != 0 || !Frame.Fits(width, height))))
        {
            return null;
        }

        var sections = new List<PictureSection>();
        var basedOn = sinceBase == 0 ? 0 : (uint)(number - sinceBase);
        var delta = new FrameDelta((uint)number, basedOn, capturedAt, width, height, sections);
        while (reader.Left > 0)
        {
            var type = reader.Byte();
            var length = reader.Varint(reader.Left);
            if (reader.IsBroken || length > reader.Left
                || FrameSections.Read(type, bytes.Slice(reader.At, length), delta, sections) is not { } read)
            {
                return null;
            }

            delta = read;
            reader.Skip(length);
        }

        return new FramePart(delta, part, (marks & MarkLast) != 0);
    }
}

/// <summary>One part of a frame as it was read.</summary>
/// <param name="Delta">The frame, with what this part carries. Its size stands in the first part of a key frame only, and is 0 by 0 elsewhere.</param>
/// <param name="Part">Its place, from 0.</param>
/// <param name="IsLast">Whether the frame is whole with it.</param>
public sealed record FramePart(FrameDelta Delta, int Part, bool IsLast)
{
    /// <summary>Whether a key frame begins with it.</summary>
    public bool StartsKeyFrame => Part == 0 && Delta.Width > 0;
}
