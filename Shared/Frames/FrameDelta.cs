namespace RemoteAssist.Shared.Frames;

/// <summary>What changed since a named base frame. A key frame has base 0 and holds every tile.</summary>
/// <param name="Number">This frame's number, from 1, rising by one.</param>
/// <param name="Base">The frame that it changes; 0 for a key frame.</param>
/// <param name="CapturedAt">When the screen was fetched, µs of the Agent's monotonic clock.</param>
/// <param name="Width">The monitor's width in pixels.</param>
/// <param name="Height">The monitor's height in pixels.</param>
/// <param name="Tiles">The tiles that changed; may be none.</param>
public sealed record FrameDelta(
    uint Number, uint Base, ulong CapturedAt, int Width, int Height, IReadOnlyList<EncodedTile> Tiles)
{
    /// <summary>The pointer's place, where it has changed.</summary>
    public PointerPosition? Pointer { get; init; }

    /// <summary>The pointer's shape, where it has changed.</summary>
    public PointerShape? Shape { get; init; }

    /// <summary>All places that the Agent keeps to itself, where they have changed; they are painted flat in the picture.</summary>
    public IReadOnlyList<ScreenRect>? Masks { get; init; }

    /// <summary>Whether it stands by itself.</summary>
    public bool IsKeyFrame => Base == 0;

    /// <summary>The tiles in which two pictures of one size differ; every tile where there is no picture before.</summary>
    public static IReadOnlyList<EncodedTile> Between(Frame? before, Frame after)
    {
        var tiles = new List<EncodedTile>();
        var grid = after.Tiles;
        for (var row = 0; row < grid.Rows; row++)
        {
            for (var column = 0; column < grid.Columns; column++)
            {
                if (before is null || !TileCompare.Same(before, after, grid.Area(column, row)))
                {
                    tiles.Add(TileCodecs.Encode(after, column, row));
                }
            }
        }

        return tiles;
    }

    /// <summary>Paints the tiles over a picture of this size.</summary>
    /// <returns>False where a tile lies outside, its codec is unknown or its bytes are broken; the picture is then spoilt.</returns>
    public bool TryApplyTo(Frame picture)
    {
        var grid = picture.Tiles;
        foreach (var tile in Tiles)
        {
            if (!grid.Has(tile.Column, tile.Row)
                || TileCodecs.Find(tile.Codec)?.TryDecode(tile.Data.Span, picture, grid.Area(tile.Column, tile.Row)) != true)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Where the pointer's hot spot is, in pixels of the monitor; may lie outside it.</summary>
public readonly record struct PointerPosition(short X, short Y, bool Visible);

/// <summary>How the pointer looks.</summary>
/// <param name="Width">1 to <see cref="MaxSide"/> pixels.</param>
/// <param name="Height">1 to <see cref="MaxSide"/> pixels.</param>
/// <param name="HotX">The hot spot's column.</param>
/// <param name="HotY">The hot spot's row.</param>
/// <param name="Rgba">Red, green, blue, alpha (not premultiplied), row by row: 4 × width × height bytes.</param>
public sealed record PointerShape(ushort Width, ushort Height, ushort HotX, ushort HotY, byte[] Rgba)
{
    /// <summary>The largest pointer that is sent, in pixels a side.</summary>
    public const int MaxSide = 256;
}
