using RemoteAssist.Agent.Encode.Compare;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode;

/// <summary>
/// What the Viewers have once they have shown all frames: the screen's own pixels, and of each tile what else must be known,
/// such as that they have it with loss.
/// </summary>
internal sealed class SentPicture
{
    // Of the copies of the frame that is being made: the tiles that they make lossy.
    private readonly List<(int Tile, ScreenRect Part)> tainted = [];

    /// <summary>The pixels.</summary>
    public Frame Picture { get; private set; } = new(1, 1);

    /// <summary>By tile.</summary>
    public TileFacts[] Facts { get; private set; } = new TileFacts[1];

    /// <summary>Whether it is of this size.</summary>
    public bool Fits(Frame picture) => Picture.Width == picture.Width && Picture.Height == picture.Height;

    /// <summary>A key frame begins: black.</summary>
    public void Begin(Frame size)
    {
        if (Fits(size))
        {
            Array.Clear(Picture.Pixels);
            Array.Clear(Facts);
        }
        else
        {
            Picture = new Frame(size.Width, size.Height);
            Facts = new TileFacts[size.Tiles.Count];
        }
    }

    /// <summary>The changes are with the Viewers.</summary>
    public void Take(Frame picture, List<TileChange> changes, ulong now)
    {
        foreach (var change in changes)
        {
            Picture.CopyFrom(picture, change.Box);
            Facts[change.Tile].Changed(now);
        }
    }

    /// <summary>What is copied from a tile with loss has loss. All copies of the frame: they read what was before it.</summary>
    public void Copied(List<Move> moves)
    {
        tainted.Clear();
        foreach (var move in moves)
        {
            foreach (var tile in Picture.Tiles.Touching(move.To))
            {
                var part = move.To.Intersect(Picture.Tiles.Area(tile));
                if (HasLoss(part with { X = part.X - move.To.X + move.X, Y = part.Y - move.To.Y + move.Y }))
                {
                    tainted.Add((tile, part));
                }
            }
        }

        foreach (var (tile, part) in tainted)
        {
            Facts[tile].Lost(part);
        }
    }

    /// <summary>Whole tiles are recalled: none was remembered with loss.</summary>
    public void Recalled(List<RecalledRun> runs)
    {
        foreach (var run in runs)
        {
            for (var tile = run.First; tile < run.First + run.Count; tile++)
            {
                Facts[tile].IsExact();
            }
        }
    }

    /// <summary>Areas of one tile each are sent without loss; where it is all of the tile, it has none any more.</summary>
    public void SentExactly(List<ScreenRect> areas)
    {
        foreach (var area in areas)
        {
            var tile = Picture.Tiles.TileAt(area.X, area.Y);
            if (area == Picture.Tiles.Area(tile))
            {
                Facts[tile].IsExact();
            }
        }
    }

    /// <summary>Areas of one tile each are sent with loss.</summary>
    public void SentLossy(List<ScreenRect> areas)
    {
        foreach (var area in areas)
        {
            Facts[Picture.Tiles.TileAt(area.X, area.Y)].Lost(area);
        }
    }

    /// <summary>Whether any tile has loss.</summary>
    public bool HasLossAnywhere => Array.Exists(Facts, static tile => tile.IsLossy);

    private bool HasLoss(ScreenRect area)
    {
        foreach (var tile in Picture.Tiles.Touching(area))
        {
            if (Facts[tile].IsLossy)
            {
                return true;
            }
        }

        return false;
    }
}
