using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Compare;

/// <summary>A tile that has changed.</summary>
/// <param name="Tile">Its number.</param>
/// <param name="Area">All of it.</param>
/// <param name="Box">The smallest rectangle that holds what has changed.</param>
internal readonly record struct TileChange(int Tile, ScreenRect Area, ScreenRect Box);

/// <summary>Which tiles have changed, looking at nothing but what the damage touches; each tile once.</summary>
internal sealed class ChangeFinder
{
    private readonly List<int> touched = [];
    private ScreenRect[] wanted = [];

    /// <summary>Puts the tiles that differ into <paramref name="changes"/>, by rising number.</summary>
    /// <param name="before">What the Viewers have.</param>
    /// <param name="after">What they should have; of the same size.</param>
    /// <param name="damage">Where both may differ, inside both.</param>
    /// <param name="changes">Emptied first.</param>
    public void Find(Frame before, Frame after, IReadOnlyList<ScreenRect> damage, List<TileChange> changes)
    {
        changes.Clear();
        var grid = after.Tiles;
        if (wanted.Length != grid.Count)
        {
            wanted = new ScreenRect[grid.Count];
        }

        for (var i = 0; i < damage.Count; i++)
        {
            Touch(grid, damage[i]);
        }

        touched.Sort();
        foreach (var tile in touched)
        {
            var box = ChangedBox.Find(before, after, wanted[tile]);
            wanted[tile] = default;
            if (!box.IsEmpty)
            {
                changes.Add(new TileChange(tile, grid.Area(tile), box));
            }
        }

        touched.Clear();
    }

    private void Touch(TileGrid grid, ScreenRect damage)
    {
        foreach (var tile in grid.Touching(damage))
        {
            if (wanted[tile].IsEmpty)
            {
                touched.Add(tile);
            }

            wanted[tile] = wanted[tile].Union(damage.Intersect(grid.Area(tile)));
        }
    }
}
