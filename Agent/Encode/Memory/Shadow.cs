using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Memory;

/// <summary>
/// At each place of the grid, the pixels of a tile that was remembered there. Where a part of the screen looks again as
/// it does here (behind a window that was dragged away, under a menu that was closed), that part is recalled.
/// </summary>
internal sealed class Shadow(Frame size)
{
    private readonly Frame pixels = new(size.Width, size.Height);
    private readonly (int Slot, TileDigest Digest, ulong UsedAt)[] tiles = new (int, TileDigest, ulong)[size.Tiles.Count];

    /// <summary>What is kept, each tile at its place.</summary>
    public Frame Pixels => pixels;

    /// <summary>Whether it is for pictures of this size.</summary>
    public bool Fits(Frame picture) => pixels.Width == picture.Width && pixels.Height == picture.Height;

    /// <summary>Takes a tile over as it is in <paramref name="picture"/>.</summary>
    public void Keep(Frame picture, int tile, ScreenRect area, int slot, TileDigest digest, ulong now)
    {
        pixels.CopyFrom(picture, area);
        tiles[tile] = (slot, digest, now);
    }

    /// <summary>The tile that is kept here is seen again, and remembered in this slot.</summary>
    public void Touch(int tile, int slot, ulong now) => tiles[tile] = tiles[tile] with { Slot = slot, UsedAt = now };

    /// <summary>When the tile at this place was kept or recalled last; 0 where there is none.</summary>
    public ulong UsedAt(int tile) => tiles[tile].UsedAt;

    /// <summary>Whether it is this tile that is kept here.</summary>
    public bool Has(int tile, TileDigest digest) => tiles[tile].UsedAt != 0 && tiles[tile].Digest == digest;

    /// <summary>Whether a part of a tile looks as it does here, and is remembered still.</summary>
    public bool TryFind(Frame picture, int tile, ScreenRect part, RememberedTiles remembered, ulong now, out int slot)
    {
        ref var kept = ref tiles[tile];
        slot = kept.Slot;
        if (kept.UsedAt == 0 || !TileCompare.Same(pixels, picture, part) || !remembered.Holds(kept.Slot, kept.Digest))
        {
            return false;
        }

        kept.UsedAt = now;
        return true;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(tiles);
}
