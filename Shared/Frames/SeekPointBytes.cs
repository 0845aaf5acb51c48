using System.Buffers.Binary;

namespace RemoteAssist.Shared.Frames;

/// <summary>A tile of the memory that a recording lacks behind a seek point.</summary>
/// <param name="Slot">Its slot of <see cref="TileMemory"/>.</param>
/// <param name="Pixels">The tile, at most <see cref="TileGrid.Side"/> pixels a side.</param>
public readonly record struct SlotTile(int Slot, Frame Pixels);

/// <summary>What a seek point says of its place, and its picture as the parts of a key frame.</summary>
/// <param name="Behind">Number of the envelope that ended the frame behind which it stands.</param>
/// <param name="NextSlot">The slot that the next remembered tile takes.</param>
/// <param name="Parts">The frame's own number, and the picture after it.</param>
public sealed record SeekPicture(ulong Behind, int NextSlot, IReadOnlyList<ReadOnlyMemory<byte>> Parts);

/// <summary>
/// The bytes of seek points, both halves. A picture: <c>u64 behind, varint next slot, parts</c>. Tiles: <c>varint count, each varint slot,
/// varint width, varint height, parts</c> of a picture that has them one below the other. Parts: each <c>varint length, bytes</c>, to the end.
/// </summary>
public static class SeekPointBytes
{
    /// <summary>The most tiles together: their picture has the greatest height that one may have.</summary>
    public const int MostTiles = Frame.MaxSide / TileGrid.Side;

    private const int BehindBytes = 8;

    /// <summary>Writes a picture.</summary>
    public static byte[] Write(ulong behind, int nextSlot, FrameDelta picture)
    {
        var target = new WireWriter();
        Span<byte> place = stackalloc byte[BehindBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(place, behind);
        target.Bytes(place);
        target.Varint(nextSlot);
        WriteParts(target, picture);
        return target.Written.ToArray();
    }

    /// <summary>Writes tiles.</summary>
    /// <param name="tiles">1 to <see cref="MostTiles"/>.</param>
    /// <param name="strip">The key frame that paints tile <c>n</c> at row <c>64 × n</c>.</param>
    public static byte[] Write(IReadOnlyList<SlotTile> tiles, FrameDelta strip)
    {
        var target = new WireWriter();
        target.Varint(tiles.Count);
        foreach (var tile in tiles)
        {
            target.Varint(tile.Slot);
            target.Varint(tile.Pixels.Width);
            target.Varint(tile.Pixels.Height);
        }

        WriteParts(target, strip);
        return target.Written.ToArray();
    }

    /// <summary>Reads a picture; null where a length or number does not hold.</summary>
    public static SeekPicture? ReadPicture(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < BehindBytes)
        {
            return null;
        }

        var reader = new WireReader(bytes.Span[BehindBytes..]);
        var next = reader.Varint(TileMemory.Slots - 1);
        return ReadParts(reader, bytes[BehindBytes..]) is { } parts
            ? new SeekPicture(BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span), next, parts)
            : null;
    }

    /// <summary>Reads tiles into a memory of their own; null where something does not hold.</summary>
    public static IReadOnlyList<SlotTile>? ReadTiles(ReadOnlyMemory<byte> bytes)
    {
        var reader = new WireReader(bytes.Span);
        var places = new (int Slot, int Width, int Height)[reader.Varint(MostTiles)];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = (reader.Varint(TileMemory.Slots - 1), reader.Varint(TileGrid.Side), reader.Varint(TileGrid.Side));
        }

        var decoder = new FrameDecoder();
        if (places.Length == 0 || places.Any(static place => place.Width == 0 || place.Height == 0) || ReadParts(reader, bytes) is not { } parts
            || parts.Where((part, i) => decoder.Take(part, i == 0) != (i == parts.Count - 1 ? Decoded.Shown : Decoded.More)).Any()
            || decoder.Picture.Width < TileGrid.Side || decoder.Picture.Height < places.Length * TileGrid.Side)
        {
            return null;
        }

        return [.. places.Select((place, i) => new SlotTile(place.Slot, Cut(decoder.Picture, i, place.Width, place.Height)))];
    }

    private static Frame Cut(Frame strip, int number, int width, int height)
    {
        var tile = new Frame(width, height);
        for (var y = 0; y < height; y++)
        {
            strip.Row(0, (number * TileGrid.Side) + y, width).CopyTo(tile.Row(0, y, width));
        }

        return tile;
    }

    private static void WriteParts(WireWriter target, FrameDelta frame)
    {
        foreach (var part in FrameParts.Write(frame))
        {
            target.Varint(part.Length);
            target.Bytes(part);
        }
    }

    private static List<ReadOnlyMemory<byte>>? ReadParts(WireReader reader, ReadOnlyMemory<byte> bytes)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        while (!reader.IsBroken && reader.Left > 0)
        {
            var length = reader.Varint(FrameParts.MaxPartBytes);
            if (reader.IsBroken || length == 0 || length > reader.Left)
            {
                return null;
            }

            parts.Add(bytes.Slice(reader.At, length));
            reader.Skip(length);
        }

        return reader.IsBroken || parts.Count == 0 ? null : parts;
    }
}
