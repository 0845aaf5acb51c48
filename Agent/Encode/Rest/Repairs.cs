namespace RemoteAssist.Agent.Encode.Rest;

/// <summary>Sends what was sent with loss again without, once it rests: at rest no pixel is wrong.</summary>
internal sealed class Repairs
{
    /// <summary>What has not changed for this long is at rest; a film of five pictures a second is not.</summary>
    public const ulong LeastRest = 200_000; // µs

    // A tile of a photograph takes about 8 kB without loss. Coding so many takes as long as a frame may.
    private const int MostTiles = 64;
    private const int TileBytes = 8 * 1024;

    private int cursor;

    /// <summary>Chooses what is repaired with this frame.</summary>
    /// <param name="facts">By tile.</param>
    /// <param name="now">µs of the Agent's clock.</param>
    /// <param name="plan">What the line bears.</param>
    /// <param name="tiles">Takes their numbers.</param>
    public void Choose(TileFacts[] facts, ulong now, SendPlan plan, List<int> tiles)
    {
        if (plan.RepairBytes == 0)
        {
            return;
        }

        var most = Math.Clamp(plan.RepairBytes / TileBytes, 1, MostTiles);
        for (var i = 0; i < facts.Length && most > 0; i++)
        {
            cursor = (cursor + 1) % facts.Length;
            if (facts[cursor].IsLossy && facts[cursor].Rested(now) >= LeastRest)
            {
                tiles.Add(cursor);
                most--;
            }
        }

        tiles.Sort();
    }

    /// <summary>When there is something to repair; null where nothing is lossy.</summary>
    public static ulong? DueIn(TileFacts[] facts, ulong now, SendPlan plan)
    {
        ulong? due = null;
        foreach (ref readonly var tile in facts.AsSpan())
        {
            if (tile.IsLossy)
            {
                var rested = Math.Min(tile.Rested(now), LeastRest);
                due = Math.Min(due ?? LeastRest, LeastRest - rested);
            }
        }

        // The line does not bear it now: it is asked again a little later.
        return due is not null && plan.RepairBytes == 0 ? LeastRest : due;
    }
}
