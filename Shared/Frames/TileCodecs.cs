namespace RemoteAssist.Shared.Frames;

/// <summary>All codecs there are, and the choice among them.</summary>
public static class TileCodecs
{
    private static readonly FillCodec Fill = new();
    private static readonly DeflateCodec Deflate = new();

    /// <summary>Every codec, by rising id.</summary>
    public static IReadOnlyList<ITileCodec> All { get; } = [Fill, Deflate];

    /// <summary>The codec with this id, or null.</summary>
    public static ITileCodec? Find(byte id) => id switch
    {
        1 => Fill,
        2 => Deflate,
        _ => null,
    };

    /// <summary>Writes a tile with the first codec that can: one colour, else deflate.</summary>
    public static EncodedTile Encode(Frame frame, int column, int row)
    {
        var area = frame.Tiles.Area(column, row);
        return Fill.Encode(frame, area) is { } flat
            ? new EncodedTile((ushort)column, (ushort)row, Fill.Id, flat)
            : new EncodedTile((ushort)column, (ushort)row, Deflate.Id, Deflate.Encode(frame, area)!);
    }
}

/// <summary>One tile on its way.</summary>
/// <param name="Column">From the left, from 0.</param>
/// <param name="Row">From the top, from 0.</param>
/// <param name="Codec">The <see cref="ITileCodec.Id"/> that wrote it.</param>
/// <param name="Data">What the codec wrote.</param>
public sealed record EncodedTile(ushort Column, ushort Row, byte Codec, ReadOnlyMemory<byte> Data);
