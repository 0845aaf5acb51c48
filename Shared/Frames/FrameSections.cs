namespace RemoteAssist.Shared.Frames;

/// <summary>The bytes of each section, both halves together: <c>u8 type, varint length, bytes</c>. PROTOCOL.md has the same in prose.</summary>
internal static class FrameSections
{
    private const byte LastCoded = 15; // 1 to 15 are codecs
    private const byte TypeCopy = 16;
    private const byte TypeRecall = 17;
    private const byte TypeRemember = 18;
    private const byte TypeRecallParts = 19;
    private const byte TypeMasks = 32;
    private const byte TypePointer = 33;
    private const byte TypeShape = 34;
    private const byte TypeTruth = 35;

    public static void Write(WireWriter target, WireWriter scratch, PictureSection section)
    {
        scratch.Clear();
        switch (section)
        {
            case PictureSection.Coded coded:
                scratch.Areas(coded.Areas);
                scratch.Bytes(coded.Data.Span);
                End(target, scratch, coded.Codec);
                break;
            case PictureSection.Copy copy:
                scratch.Varint(copy.Moves.Count);
                foreach (var move in copy.Moves)
                {
                    scratch.Area(move.To);
                    scratch.Zigzag(move.X - move.To.X);
                    scratch.Zigzag(move.Y - move.To.Y);
                }

                End(target, scratch, TypeCopy);
                break;
            case PictureSection.Recall recall:
                WriteRecall(scratch, recall.Runs);
                End(target, scratch, TypeRecall);
                break;
            case PictureSection.Remember remember:
                WriteRemember(scratch, remember.Runs);
                End(target, scratch, TypeRemember);
                break;
            case PictureSection.RecallParts parts:
                WriteRecallParts(scratch, parts.Parts);
                End(target, scratch, TypeRecallParts);
                break;
            default:
                throw new InvalidOperationException($"No bytes are defined for {section.GetType().Name}.");
        }
    }

    /// <summary>What lies over the picture, and what it must look like; only what the frame carries.</summary>
    public static void WriteRest(WireWriter target, WireWriter scratch, FrameDelta delta)
    {
        if (delta.Masks is { } masks)
        {
            scratch.Clear();
            scratch.Areas(masks);
            End(target, scratch, TypeMasks);
        }

        if (delta.Pointer is { } pointer)
        {
            scratch.Clear();
            scratch.Zigzag(pointer.X);
            scratch.Zigzag(pointer.Y);
            scratch.Byte(pointer.Visible ? (byte)1 : (byte)0);
            End(target, scratch, TypePointer);
        }

        if (delta.Shape is { } shape)
        {
            scratch.Clear();
            scratch.Varint(shape.Width);
            scratch.Varint(shape.Height);
            scratch.Varint(shape.HotX);
            scratch.Varint(shape.HotY);
            scratch.Bytes(shape.Rgba);
            End(target, scratch, TypeShape);
        }

        if (delta.Truth is { } truth)
        {
            scratch.Clear();
            scratch.Varint(truth.Tiles.First);
            scratch.Varint(truth.Tiles.Count);
            scratch.U32(truth.Hash);
            End(target, scratch, TypeTruth);
        }
    }

    /// <summary>Reads one section into <paramref name="delta"/> or <paramref name="sections"/>.</summary>
    /// <returns>Null where its type is unknown or its bytes do not hold.</returns>
    public static FrameDelta? Read(byte type, ReadOnlyMemory<byte> bytes, FrameDelta delta, List<PictureSection> sections)
    {
        PictureSection? section;
        switch (type)
        {
            case >= 1 and <= LastCoded:
                section = ReadCoded(type, bytes);
                break;
            case TypeCopy:
                section = ReadCopy(bytes.Span);
                break;
            case TypeRecall:
                section = ReadRecall(bytes.Span);
                break;
            case TypeRemember:
                section = ReadRemember(bytes.Span);
                break;
            case TypeRecallParts:
                section = ReadRecallParts(bytes.Span);
                break;
            case TypeMasks:
                return ReadMasks(bytes.Span) is { } masks ? delta with { Masks = masks } : null;
            case TypePointer:
                return ReadPointer(bytes.Span) is { } pointer ? delta with { Pointer = pointer } : null;
            case TypeShape:
                return ReadShape(bytes.Span) is { } shape ? delta with { Shape = shape } : null;
            case TypeTruth:
                return ReadTruth(bytes.Span) is { } truth ? delta with { Truth = truth } : null;
            default:
                return null;
        }

        if (section is null)
        {
            return null;
        }

        sections.Add(section);
        return delta;
    }

    private static void End(WireWriter target, WireWriter scratch, byte type)
    {
        target.Byte(type);
        target.Varint(scratch.Length);
        target.Bytes(scratch.Written);
    }

    private static PictureSection.Coded? ReadCoded(byte codec, ReadOnlyMemory<byte> bytes)
    {
        var reader = new WireReader(bytes.Span);
        var areas = reader.Areas();
        return reader.IsBroken || areas.Length == 0 ? null : new PictureSection.Coded(codec, areas, bytes[reader.At..]);
    }

    private static PictureSection.Copy? ReadCopy(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var moves = new Move[reader.Count(WireReader.LeastArea + 2)];
        for (var i = 0; i < moves.Length; i++)
        {
            // What is not inside the picture is found where the picture is known.
            var to = reader.Area();
            moves[i] = new Move(to, unchecked(to.X + reader.Zigzag()), unchecked(to.Y + reader.Zigzag()));
        }

        return reader.IsDone ? new PictureSection.Copy(moves) : null;
    }

    private static void WriteRecall(WireWriter target, IReadOnlyList<RecalledRun> runs)
    {
        target.Varint(runs.Count);
        var (tile, slot) = (0, 0);
        foreach (var run in runs)
        {
            target.Zigzag(run.First - tile);
            target.Zigzag(run.Slot - slot);
            target.Varint(run.Count);
            (tile, slot) = (run.First + run.Count, run.Slot + run.Count);
        }
    }

    private static PictureSection.Recall? ReadRecall(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var runs = new RecalledRun[reader.Count(3)];
        var (tile, slot) = (0L, 0L);
        for (var i = 0; i < runs.Length; i++)
        {
            tile += reader.Zigzag();
            slot += reader.Zigzag();
            var count = reader.Varint(TileMemory.Slots);
            if (tile is < 0 or > Frame.MaxPixels || slot is < 0 or > TileMemory.Slots || count == 0)
            {
                return null;
            }

            runs[i] = new RecalledRun((int)tile, (int)slot, count);
            tile += count;
            slot += count;
        }

        return reader.IsDone ? new PictureSection.Recall(runs) : null;
    }

    private static void WriteRemember(WireWriter target, IReadOnlyList<TileRun> runs)
    {
        target.Varint(runs.Count);
        var tile = 0;
        foreach (var run in runs)
        {
            target.Varint(run.First - tile);
            target.Varint(run.Count);
            tile = run.First + run.Count;
        }
    }

    private static PictureSection.Remember? ReadRemember(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var runs = new TileRun[reader.Count(2)];
        var tile = 0;
        for (var i = 0; i < runs.Length; i++)
        {
            tile += reader.Varint(Frame.MaxPixels - tile);
            var count = reader.Varint(Frame.MaxPixels - tile);
            if (count == 0)
            {
                return null;
            }

            runs[i] = new TileRun(tile, count);
            tile += count;
        }

        return reader.IsDone ? new PictureSection.Remember(runs) : null;
    }

    private static void WriteRecallParts(WireWriter target, IReadOnlyList<RecalledPart> parts)
    {
        target.Varint(parts.Count);
        var slot = 0;
        foreach (var part in parts)
        {
            target.Zigzag(part.Slot - slot);
            target.Area(part.Area);
            slot = part.Slot;
        }
    }

    private static PictureSection.RecallParts? ReadRecallParts(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var parts = new RecalledPart[reader.Count(1 + WireReader.LeastArea)];
        var slot = 0L;
        for (var i = 0; i < parts.Length; i++)
        {
            slot += reader.Zigzag();
            if (slot is < 0 or >= TileMemory.Slots)
            {
                return null;
            }

            parts[i] = new RecalledPart((int)slot, reader.Area());
        }

        return reader.IsDone ? new PictureSection.RecallParts(parts) : null;
    }

    private static ScreenRect[]? ReadMasks(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var masks = reader.Areas();
        return reader.IsDone ? masks : null;
    }

    private static PointerPosition? ReadPointer(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var (x, y, visible) = (reader.Zigzag(), reader.Zigzag(), reader.Byte());
        return reader.IsDone && x == (short)x && y == (short)y && visible <= 1
            ? new PointerPosition((short)x, (short)y, visible == 1)
            : null;
    }

    private static PointerShape? ReadShape(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var width = reader.Varint(PointerShape.MaxSide);
        var height = reader.Varint(PointerShape.MaxSide);
        var hotX = reader.Varint(ushort.MaxValue);
        var hotY = reader.Varint(ushort.MaxValue);
        return !reader.IsBroken && width >= 1 && height >= 1 && reader.Left == width * height * 4
            ? new PointerShape((ushort)width, (ushort)height, (ushort)hotX, (ushort)hotY, bytes[reader.At..].ToArray())
            : null;
    }

    private static TileTruth? ReadTruth(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var first = reader.Varint(Frame.MaxPixels);
        var count = reader.Varint(Frame.MaxPixels);
        var hash = reader.U32();
        return reader.IsDone && count >= 1 ? new TileTruth(new TileRun(first, count), hash) : null;
    }
}
