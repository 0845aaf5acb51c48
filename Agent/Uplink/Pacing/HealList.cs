using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Uplink.Pacing;

/// <summary>Tiles that Viewers showed otherwise than they should, until they are sent again.</summary>
internal sealed class HealList
{
    // More at once is no flaw of a tile any more: a key frame mends it better.
    private const int MostRuns = 64;

    private readonly List<TileRun> runs = [];
    private uint keyFrame;

    /// <summary>Tiles that were said to differ, however often.</summary>
    public long Counted { get; private set; }

    /// <summary>These tiles differed once a frame was applied.</summary>
    /// <returns>False where there are so many that only a key frame helps.</returns>
    public bool Add(uint frame, TileRun differs)
    {
        Counted += differs.Count;
        if (frame < keyFrame || runs.Contains(differs))
        {
            // Mended meanwhile, or about to be.
            return true;
        }

        if (runs.Count == MostRuns)
        {
            return false;
        }

        runs.Add(differs);
        return true;
    }

    /// <summary>What the next frame must send again.</summary>
    public IReadOnlyList<TileRun> Take()
    {
        if (runs.Count == 0)
        {
            return [];
        }

        TileRun[] taken = [.. runs];
        runs.Clear();
        return taken;
    }

    /// <summary>This frame shows everything anew.</summary>
    public void KeyFrame(uint frame)
    {
        keyFrame = frame;
        runs.Clear();
    }
}
