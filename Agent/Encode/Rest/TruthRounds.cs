using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Rest;

/// <summary>
/// Says now and then how some tiles must look, so that a Viewer that shows something else finds out: once a second while
/// the screen changes, and once for every tile after it came to rest. Then silence.
/// </summary>
internal sealed class TruthRounds
{
    // Hashing one tile takes about 8 µs at both ends.
    private const int TilesAtOnce = 32;
    private const ulong Every = 1_000_000; // µs while the screen changes
    private const ulong AtRestEvery = 100_000;

    private int cursor;
    private int left;
    private ulong last;
    private ulong changedAt;

    /// <summary>What the frame should say.</summary>
    /// <param name="picture">What the Viewers have once the frame is applied, apart from lossy tiles.</param>
    /// <param name="facts">By tile.</param>
    /// <param name="now">µs of the Agent's clock.</param>
    /// <param name="changed">Whether the frame changes the picture.</param>
    /// <returns>Null where it is not time.</returns>
    public TileTruth? Next(Frame picture, TileFacts[] facts, ulong now, bool changed)
    {
        if (changed)
        {
            changedAt = now;
            left = facts.Length;
        }

        if (changed ? now - last < Every : DueIn(now) is not 0)
        {
            return null;
        }

        last = now;
        if (NextRun(facts) is not { } run)
        {
            return null;
        }

        return new TileTruth(run, TileHash.Of(picture, run));
    }

    /// <summary>When something must be said though nothing has changed; null for never.</summary>
    public ulong? DueIn(ulong now)
    {
        if (left <= 0)
        {
            return null;
        }

        var due = Math.Max(changedAt + Every, last + AtRestEvery);
        return due <= now ? 0 : due - now;
    }

    // The next tiles in a row that have no loss. What it passes over counts as looked at: it is repaired first, and then all begins anew.
    private TileRun? NextRun(TileFacts[] facts)
    {
        for (var passed = 0; passed < facts.Length; passed++)
        {
            if (cursor >= facts.Length)
            {
                cursor = 0;
            }

            var first = cursor;
            while (cursor < facts.Length && cursor - first < TilesAtOnce && !facts[cursor].IsLossy)
            {
                cursor++;
            }

            if (cursor > first)
            {
                left -= cursor - first;
                return new TileRun(first, cursor - first);
            }

            cursor++;
            left--;
        }

        return null;
    }
}
