using RemoteAssist.Agent.Encode.Compare;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Movement;

/// <summary>
/// Finds what has moved from the pixels alone: scrolls, dragged windows, several at once, at any offset.
/// 1 anchors of the new picture and of the old   2 equal ones vote for an offset   3 around the voters of the best
/// offsets exact rectangles grow. Every copy is right in each pixel; none overlaps another.
/// </summary>
internal sealed class MovementFinder
{
    /// <summary>Where less than this has changed, coding it costs less than looking: about 100×80 pixels.</summary>
    public const int LeastPixels = 8 * 1024;

    // A copy takes about 12 bytes; as many pixels of text cost about 60.
    private const int LeastGain = 512;

    private const int MostMoves = 48;
    private const int MostOffsets = 12;
    private const int LeastVotes = 3;

    // Seeds of one offset that may lead to nothing before it is given up.
    private const int MostVain = 6;

    // Growing may look at so many times the pixels that have changed: patterns that repeat fit at many offsets.
    private const int MostLooks = 4;

    // The new picture's anchors are taken of some rows only, about as many pixels as these; the old one's of all.
    private const int PixelsLookedAt = 256 * 1024;

    // Tiles that changed this often without anything moving are left alone until they have been at rest for a while: a film.
    private const int MostMisses = 4;
    private const ulong MissesLast = 400_000; // µs

    private readonly OffsetVotes votes = new();
    private readonly Anchor[] row = new Anchor[4_096];
    private readonly List<ScreenRect> bands = [];
    private readonly List<int> best = [];
    private readonly List<TileChange> looked = [];
    private (byte Misses, ulong At)[] tiles = [];

    /// <summary>Finds the copies that bring the old picture nearer to the new one.</summary>
    /// <param name="before">The old picture.</param>
    /// <param name="after">The new one, of the same size.</param>
    /// <param name="changes">The tiles that differ, by rising number.</param>
    /// <param name="now">µs of the Agent's clock.</param>
    /// <param name="moves">Takes them. All read the old picture.</param>
    public void Find(Frame before, Frame after, List<TileChange> changes, ulong now, List<Move> moves)
    {
        var grid = after.Tiles;
        if (tiles.Length != grid.Count)
        {
            tiles = new (byte, ulong)[grid.Count];
        }

        var pixels = Choose(changes, now);
        if (pixels < LeastPixels)
        {
            return;
        }

        MakeBands();
        votes.Clear();
        var step = 1 + (pixels / PixelsLookedAt);
        foreach (var band in bands)
        {
            Scan(after, band, step, isNew: true);
        }

        foreach (var band in bands)
        {
            Scan(before, band, 1, isNew: false);
        }

        votes.Best(LeastVotes, MostOffsets, best);
        Grow(before, after, changes, pixels * (long)MostLooks, moves);
        Judge(grid, moves, now);
    }

    private int Choose(List<TileChange> changes, ulong now)
    {
        looked.Clear();
        var pixels = 0;
        foreach (var change in changes)
        {
            ref var tile = ref tiles[change.Tile];
            if (now - tile.At > MissesLast)
            {
                tile.Misses = 0;
            }

            if (tile.Misses < MostMisses)
            {
                looked.Add(change);
                pixels += change.Box.Width * change.Box.Height;
            }
            else
            {
                tile.At = now;
            }
        }

        return pixels;
    }

    // Boxes side by side become one band.
    private void MakeBands()
    {
        bands.Clear();
        var next = -1;
        foreach (var change in looked)
        {
            if (change.Tile == next && change.Area.Y == bands[^1].Y / TileGrid.Side * TileGrid.Side)
            {
                bands[^1] = bands[^1].Union(change.Box);
            }
            else
            {
                bands.Add(change.Box);
            }

            next = change.Tile + 1;
        }
    }

    private void Scan(Frame picture, ScreenRect band, int step, bool isNew)
    {
        var bottom = Math.Min(band.Bottom, picture.Height - Anchors.Below);
        for (var y = band.Y; y < bottom; y += step)
        {
            var found = row.AsSpan(0, Anchors.InRow(picture, y, band.X, band.Right, row));
            if (isNew)
            {
                votes.AddNew(found);
            }
            else
            {
                votes.Vote(found);
            }
        }
    }

    private void Grow(Frame before, Frame after, List<TileChange> changes, long looks, List<Move> moves)
    {
        var around = default(ScreenRect);
        foreach (var change in changes)
        {
            around = around.Union(change.Box);
        }

        foreach (var slot in best)
        {
            var (dx, dy) = votes.Offset(slot);
            var limits = around.Intersect(new ScreenRect(-dx, -dy, before.Width, before.Height));
            var vain = 0;
            for (var i = 0; i < votes.Votes && vain < MostVain && looks > 0 && moves.Count < MostMoves; i++)
            {
                var (of, x, y) = votes[i];
                if (of != slot || !Has(limits, x, y) || IsCovered(moves, x, y))
                {
                    continue;
                }

                var rect = ExactRect.Grow(before, after, limits, x, y, dx, dy);
                looks -= (long)rect.Width * rect.Height;
                foreach (var move in moves)
                {
                    rect = Beside(rect, move.To);
                }

                if (Gain(changes, rect) >= LeastGain)
                {
                    moves.Add(new Move(rect, rect.X + dx, rect.Y + dy));
                    vain = 0;
                }
                else
                {
                    vain++;
                }
            }
        }
    }

    private static bool Has(ScreenRect rect, int x, int y) => x >= rect.X && x < rect.Right && y >= rect.Y && y < rect.Bottom;

    private static bool IsCovered(List<Move> moves, int x, int y)
    {
        foreach (var move in moves)
        {
            if (Has(move.To, x, y))
            {
                return true;
            }
        }

        return false;
    }

    // The largest part of a rectangle that lies wholly on one side of another.
    private static ScreenRect Beside(ScreenRect rect, ScreenRect other)
    {
        if (rect.Intersect(other).IsEmpty)
        {
            return rect;
        }

        ReadOnlySpan<ScreenRect> sides =
        [
            rect with { Width = other.X - rect.X },
            rect with { Height = other.Y - rect.Y },
            rect with { X = other.Right, Width = rect.Right - other.Right },
            rect with { Y = other.Bottom, Height = rect.Bottom - other.Bottom },
        ];
        var largest = default(ScreenRect);
        foreach (var side in sides)
        {
            if (!side.IsEmpty && (long)side.Width * side.Height > (long)largest.Width * largest.Height)
            {
                largest = side;
            }
        }

        return largest;
    }

    // How many of its pixels lie where something has changed.
    private static int Gain(List<TileChange> changes, ScreenRect rect)
    {
        var gain = 0;
        foreach (var change in changes)
        {
            var part = change.Box.Intersect(rect);
            gain += part.Width * part.Height;
        }

        return gain;
    }

    private void Judge(TileGrid grid, List<Move> moves, ulong now)
    {
        foreach (var change in looked)
        {
            ref var tile = ref tiles[change.Tile];
            tile.At = now;
            tile.Misses = (byte)(Touches(grid.Area(change.Tile), moves) ? 0 : tile.Misses + 1);
        }
    }

    // A tile that something moved from or to.
    private static bool Touches(ScreenRect tile, List<Move> moves)
    {
        foreach (var move in moves)
        {
            if (!tile.Intersect(move.To).IsEmpty || !tile.Intersect(move.From).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
