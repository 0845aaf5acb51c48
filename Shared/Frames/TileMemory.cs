namespace RemoteAssist.Shared.Frames;

/// <summary>
/// Tiles that were on the picture, so that going back to a window costs a few bytes. Both ends number the slots by the
/// same rule: each remembered tile takes the next one of a ring, and a key frame begins again with none.
/// </summary>
public sealed class TileMemory
{
    /// <summary>Slots of the ring: eight screens of 1920×1080. Full tiles take 64 MiB at most.</summary>
    public const int Slots = 4096;

    private readonly Frame?[] tiles = new Frame?[Slots];
    private int next;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(tiles);
        next = 0;
    }

    /// <summary>A slot holds this tile, by another way.</summary>
    public void Hold(SlotTile tile) => tiles[tile.Slot] = tile.Pixels;

    /// <summary>The next tile that is remembered takes this slot.</summary>
    public void GoOnAt(int slot) => next = slot;

    /// <summary>Remembers a tile as it is now.</summary>
    /// <returns>Its slot; what was there before is forgotten.</returns>
    public int Remember(Frame picture, ScreenRect tile)
    {
        var slot = next;
        next = (next + 1) % Slots;
        var kept = tiles[slot];
        if (kept is null || kept.Width != tile.Width || kept.Height != tile.Height)
        {
            kept = tiles[slot] = new Frame(tile.Width, tile.Height);
        }

        for (var y = 0; y < tile.Height; y++)
        {
            picture.Row(tile.X, tile.Y + y, tile.Width).CopyTo(kept.Row(0, y, tile.Width));
        }

        return slot;
    }

    /// <summary>Paints a part of a remembered tile at its place within <paramref name="tile"/>.</summary>
    /// <param name="slot">From 0; any number may be asked for.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="tile">The tile of the picture.</param>
    /// <param name="area">The part, inside <paramref name="tile"/>; or all of it.</param>
    /// <returns>False where nothing is remembered there, or a tile of another size.</returns>
    public bool TryRecall(int slot, Frame picture, ScreenRect tile, ScreenRect area)
    {
        if (slot is < 0 or >= Slots || tiles[slot] is not { } kept || kept.Width != tile.Width || kept.Height != tile.Height)
        {
            return false;
        }

        for (var y = area.Y; y < area.Bottom; y++)
        {
            kept.Row(area.X - tile.X, y - tile.Y, area.Width).CopyTo(picture.Row(area.X, y, area.Width));
        }

        return true;
    }
}
