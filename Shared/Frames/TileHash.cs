using System.Runtime.InteropServices;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// A hash of tiles by which both ends find out whether they show the same. It finds mistakes; it is no defence
/// against somebody who wants two pictures to hash alike.
/// </summary>
public static class TileHash
{
    private const uint Start = 0x811C_9DC5;
    private const uint Factor = 0x9E37_79B1;
    private const uint ColourBits = 0x00FF_FFFF;

    /// <summary>The hash of tiles in their order; within a tile row by row. The fourth byte of a pixel does not count.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="run">Tiles of its grid.</param>
    public static uint Of(Frame picture, TileRun run)
    {
        var grid = picture.Tiles;
        var hash = Start;
        for (var tile = run.First; tile < run.First + run.Count; tile++)
        {
            var area = grid.Area(tile);
            for (var y = area.Y; y < area.Bottom; y++)
            {
                foreach (var pixel in MemoryMarshal.Cast<byte, uint>(picture.Row(area.X, y, area.Width)))
                {
                    hash = (hash ^ (pixel & ColourBits)) * Factor;
                    hash ^= hash >> 15;
                }
            }
        }

        return hash;
    }
}
