using System.Buffers.Binary;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// A frame as it lies in the bodies of frame-channel envelopes: one or more parts, so that no message grows
/// without bound. PROTOCOL.md has the same layout in prose.
/// </summary>
public static class FrameParts
{
    /// <summary>A part is closed once it holds this many bytes of tiles; one tile more may follow, never two.</summary>
    public const int PartBytes = 512 * 1024;

    /// <summary>The largest part that is read.</summary>
    public const int MaxPartBytes = 1024 * 1024;

    /// <summary>Bytes before the first section of a part.</summary>
    public const int HeadSize = 28;

    private const byte KindFrame = 1;
    private const byte LastPart = 1;

    private const byte SectionTiles = 1;
    private const byte SectionMasks = 2;
    private const byte SectionPointer = 3;
    private const byte SectionShape = 4;

    /// <summary>The parts of a frame, in order; at least one. Only the last carries pointer and masks.</summary>
    public static IReadOnlyList<byte[]> Write(FrameDelta delta)
    {
        var parts = new List<byte[]>();
        var next = 0;
        do
        {
            var first = next;
            var bytes = 0;
            while (next < delta.Tiles.Count && bytes < PartBytes)
            {
                bytes += delta.Tiles[next++].Data.Length + 9;
            }

            parts.Add(WritePart(delta, first, next, parts.Count));
        }
        while (next < delta.Tiles.Count);
        return parts;
    }

    private static byte[] WritePart(FrameDelta delta, int first, int end, int part)
    {
        var last = end == delta.Tiles.Count;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(KindFrame);                       // 0      u8  kind: 1
        writer.Write(last ? LastPart : (byte)0);       // 1      u8  1 on the last part
        writer.Write(checked((ushort)part));           // 2..3   u16 part, from 0
        writer.Write(delta.Number);                    // 4..7   u32 frame
        writer.Write(delta.Base);                      // 8..11  u32 base, 0 for a key frame
        writer.Write(delta.CapturedAt);                // 12..19 u64 µs
        writer.Write(checked((ushort)delta.Width));    // 20..21 u16 width
        writer.Write(checked((ushort)delta.Height));   // 22..23 u16 height
        writer.Write(0u);                              // 24..27 u32 0
        if (end > first)
        {
            Section(writer, SectionTiles, () =>
            {
                writer.Write(checked((ushort)(end - first)));     // u16 count, then each:
                for (var i = first; i < end; i++)
                {
                    var tile = delta.Tiles[i];
                    writer.Write(tile.Column);                    // u16 column
                    writer.Write(tile.Row);                       // u16 row
                    writer.Write(tile.Codec);                     // u8  codec
                    writer.Write(tile.Data.Length);               // u32 length
                    writer.Write(tile.Data.Span);                 //     data
                }
            });
        }

        if (last && delta.Masks is { } masks)
        {
            Section(writer, SectionMasks, () =>
            {
                writer.Write(checked((byte)masks.Count));         // u8 count, then each:
                foreach (var mask in masks)
                {
                    writer.Write(checked((ushort)mask.X));        // u16 x, y, width, height
                    writer.Write(checked((ushort)mask.Y));
                    writer.Write(checked((ushort)mask.Width));
                    writer.Write(checked((ushort)mask.Height));
                }
            });
        }

        if (last && delta.Pointer is { } pointer)
        {
            Section(writer, SectionPointer, () =>
            {
                writer.Write(pointer.X);                          // i16 x
                writer.Write(pointer.Y);                          // i16 y
                writer.Write(pointer.Visible ? (byte)1 : (byte)0); // u8  1: seen
            });
        }

        if (last && delta.Shape is { } shape)
        {
            Section(writer, SectionShape, () =>
            {
                writer.Write(shape.Width);                        // u16 width, height, hot x, hot y
                writer.Write(shape.Height);
                writer.Write(shape.HotX);
                writer.Write(shape.HotY);
                writer.Write(shape.Rgba);                         // 4 × width × height bytes
            });
        }

        return stream.ToArray();
    }

    // u8 type, u32 length, bytes
    private static void Section(BinaryWriter writer, byte type, Action body)
    {
        writer.Write(type);
        writer.Write(0);
        var start = writer.BaseStream.Position;
        body();
        var end = writer.BaseStream.Position;
        writer.BaseStream.Position = start - 4;
        writer.Write(checked((int)(end - start)));
        writer.BaseStream.Position = end;
    }

    /// <summary>Reads one part; its lists hold what this part carries.</summary>
    /// <returns>Null where a length, count or size does not hold: nothing is allocated from an unchecked number.</returns>
    public static FramePart? Read(ReadOnlyMemory<byte> part)
    {
        var bytes = part.Span;
        if (bytes.Length is < HeadSize or > MaxPartBytes || bytes[0] != KindFrame || bytes[1] > LastPart)
        {
            return null;
        }

        int width = BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..]);
        int height = BinaryPrimitives.ReadUInt16LittleEndian(bytes[22..]);
        if (!Frame.Fits(width, height))
        {
            return null;
        }

        var delta = new FrameDelta(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[12..]),
            width,
            height,
            []);
        var at = HeadSize;
        while (at < bytes.Length)
        {
            if (bytes.Length - at < 5)
            {
                return null;
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 1)..]);
            if (length > bytes.Length - at - 5)
            {
                return null;
            }

            var read = ReadSection(bytes[at], part.Slice(at + 5, (int)length), delta);
            if (read is null)
            {
                return null;
            }

            delta = read;
            at += 5 + (int)length;
        }

        return new FramePart(delta, BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]), bytes[1] == LastPart);
    }

    private static FrameDelta? ReadSection(byte type, ReadOnlyMemory<byte> section, FrameDelta delta) => type switch
    {
        SectionTiles => ReadTiles(section, delta.Width, delta.Height) is { } tiles ? delta with { Tiles = tiles } : null,
        SectionMasks => ReadMasks(section.Span) is { } masks ? delta with { Masks = masks } : null,
        SectionPointer => ReadPointer(section.Span) is { } pointer ? delta with { Pointer = pointer } : null,
        SectionShape => ReadShape(section.Span) is { } shape ? delta with { Shape = shape } : null,
        _ => null,
    };

    private static List<EncodedTile>? ReadTiles(ReadOnlyMemory<byte> section, int width, int height)
    {
        var bytes = section.Span;
        if (bytes.Length < 2)
        {
            return null;
        }

        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        var grid = new TileGrid(width, height);
        if (count > grid.Count || count * 9 > bytes.Length - 2)
        {
            return null;
        }

        var tiles = new List<EncodedTile>(count);
        var at = 2;
        for (var i = 0; i < count; i++)
        {
            if (bytes.Length - at < 9)
            {
                return null;
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 5)..]);
            var column = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
            var row = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 2)..]);
            if (length > bytes.Length - at - 9 || !grid.Has(column, row))
            {
                return null;
            }

            tiles.Add(new EncodedTile(column, row, bytes[at + 4], section.Slice(at + 9, (int)length)));
            at += 9 + (int)length;
        }

        return at == bytes.Length ? tiles : null;
    }

    private static List<ScreenRect>? ReadMasks(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 1 || bytes.Length != 1 + (bytes[0] * 8))
        {
            return null;
        }

        var masks = new List<ScreenRect>(bytes[0]);
        for (var at = 1; at < bytes.Length; at += 8)
        {
            masks.Add(new ScreenRect(
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]),
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 2)..]),
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 4)..]),
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 6)..])));
        }

        return masks;
    }

    private static PointerPosition? ReadPointer(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 5 && bytes[4] <= 1
            ? new PointerPosition(
                BinaryPrimitives.ReadInt16LittleEndian(bytes),
                BinaryPrimitives.ReadInt16LittleEndian(bytes[2..]),
                bytes[4] == 1)
            : null;

    private static PointerShape? ReadShape(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
        {
            return null;
        }

        var width = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        var height = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        return width is >= 1 and <= PointerShape.MaxSide && height is >= 1 and <= PointerShape.MaxSide
            && bytes.Length == 8 + (width * height * 4)
            ? new PointerShape(
                width,
                height,
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]),
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
                bytes[8..].ToArray())
            : null;
    }
}

/// <summary>One part of a frame as it was read.</summary>
/// <param name="Delta">The frame, with what this part carries.</param>
/// <param name="Part">Its place, from 0.</param>
/// <param name="IsLast">Whether the frame is whole with it.</param>
public sealed record FramePart(FrameDelta Delta, int Part, bool IsLast);
