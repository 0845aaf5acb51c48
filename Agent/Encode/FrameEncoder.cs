using RemoteAssist.Agent.Capture;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode;

/// <summary>Makes of each fetch what the Viewers do not have yet. Holds the last frame that was made; used by one thread.</summary>
internal sealed class FrameEncoder
{
    private Frame? last;
    private uint number;
    private IReadOnlyList<ScreenRect> masks = [];
    private PointerPosition pointer;
    private PointerShape? shape;

    /// <summary>The next frame.</summary>
    /// <param name="change">What the screen shows now.</param>
    /// <param name="capturedAt">When it was fetched, µs of the Agent's clock.</param>
    /// <param name="keyFrame">Whether it must stand by itself.</param>
    /// <returns>Null where nothing that a Viewer could see has changed and no key frame was asked for.</returns>
    public FrameDelta? Next(ScreenChange change, ulong capturedAt, bool keyFrame)
    {
        var picture = change.Picture;
        if (last is null || last.Width != picture.Width || last.Height != picture.Height)
        {
            last = new Frame(picture.Width, picture.Height);
            keyFrame = true;
        }

        var tiles = keyFrame ? Everything(picture) : Changed(picture, change.Damage);
        var newMasks = keyFrame || !masks.SequenceEqual(change.Masks) ? change.Masks : null;
        PointerPosition? newPointer = keyFrame || pointer != change.Pointer ? change.Pointer : null;
        var newShape = keyFrame || !ReferenceEquals(shape, change.Shape) ? change.Shape : null;
        if (tiles.Count == 0 && newMasks is null && newPointer is null && newShape is null)
        {
            return null;
        }

        masks = change.Masks;
        pointer = change.Pointer;
        shape = change.Shape;
        var basedOn = keyFrame ? 0 : number;
        number++;
        return new FrameDelta(number, basedOn, capturedAt, picture.Width, picture.Height, tiles)
        {
            Masks = newMasks,
            Pointer = newPointer,
            Shape = newShape,
        };
    }

    /// <summary>Encodes and cuts a small made-up picture, so that the code is compiled before it is needed.</summary>
    public static void WarmUp()
    {
        var picture = new Frame(4 * TileGrid.Side, 2 * TileGrid.Side);
        for (var i = 0; i < picture.Pixels.Length / 2; i++)
        {
            picture.Pixels[i] = (byte)(i * i);
        }

        var encoder = new FrameEncoder();
        var whole = new ScreenRect(0, 0, picture.Width, picture.Height);
        var change = new ScreenChange(picture, [whole], [], default, null, 0);
        FrameParts.Write(encoder.Next(change, 0, keyFrame: true)!);
        picture.Fill(whole, 1, 2, 3);
        FrameParts.Write(encoder.Next(change, 0, keyFrame: false)!);
    }

    private List<EncodedTile> Everything(Frame picture)
    {
        picture.Pixels.CopyTo(last!.Pixels, 0);
        var grid = picture.Tiles;
        var tiles = new EncodedTile[grid.Count];

        // A key frame is what the technician waits for: all cores for some ten milliseconds.
        Parallel.For(0, tiles.Length, i => tiles[i] = TileCodecs.Encode(picture, i % grid.Columns, i / grid.Columns));
        return [.. tiles];
    }

    private List<EncodedTile> Changed(Frame picture, IReadOnlyList<ScreenRect> damage)
    {
        var tiles = new List<EncodedTile>();
        var grid = picture.Tiles;
        var looked = new HashSet<int>();
        foreach (var area in damage)
        {
            for (var row = area.Y / TileGrid.Side; row * TileGrid.Side < area.Bottom; row++)
            {
                for (var column = area.X / TileGrid.Side; column * TileGrid.Side < area.Right; column++)
                {
                    if (!looked.Add((row * grid.Columns) + column))
                    {
                        continue;
                    }

                    var tile = grid.Area(column, row);
                    if (!TileCompare.Same(last!, picture, tile))
                    {
                        last!.CopyFrom(picture, tile);
                        tiles.Add(TileCodecs.Encode(picture, column, row));
                    }
                }
            }
        }

        return tiles;
    }
}
