using RemoteAssist.Agent.Encode.Compare;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Memory;

/// <summary>
/// What was on the screen before. A tile that is about to be replaced is remembered, if it had rested; changed tiles are
/// looked up; parts of changed tiles are compared with what was last remembered at their place.
/// </summary>
/// <remarks>Used in this order for each frame: <see cref="Remember"/>, <see cref="Recall"/>, <see cref="TryRecallPart"/>.</remarks>
internal sealed class SeenBefore
{
    /// <summary>What was seen for less than this is hardly gone back to; a film and a quick scroll never get here.</summary>
    public const ulong LeastRest = 300_000; // µs

    // Where less has changed in all (a letter, a caret), sending it costs as little as recalling it.
    private const int LeastPixels = 2_048;

    // Nor is a tile looked up for less than this: encoding it takes about as many bytes.
    private const int LeastPart = 64;

    // Each of its own age: what lies behind a window is still there after the window's own pixels were remembered.
    private const int Shadows = 2;

    private readonly RememberedTiles remembered = new();
    private readonly byte[] scratch = new byte[TileDigest.ScratchBytes];
    private Shadow[] shadows = [];
    private (bool Known, TileDigest Digest)[] digests = [];

    /// <summary>What a recording lacks behind its last seek point.</summary>
    public SeekTiles Seek { get; } = new();

    /// <summary>The slot that the next remembered tile takes.</summary>
    public int NextSlot => remembered.NextSlot;

    /// <summary>Forgets everything: a key frame begins.</summary>
    public void Clear(Frame size)
    {
        remembered.Clear();
        Seek.Stop();
        if (shadows.Length == 0 || !shadows[0].Fits(size))
        {
            digests = new (bool, TileDigest)[size.Tiles.Count];
            shadows = [.. Enumerable.Range(0, Shadows).Select(_ => new Shadow(size))];
        }
        else
        {
            Array.Clear(digests);
        }

        foreach (var shadow in shadows)
        {
            shadow.Clear();
        }
    }

    /// <summary>Chooses what the Viewers should remember before it is gone.</summary>
    /// <param name="shown">What they have now.</param>
    /// <param name="changes">What is about to change.</param>
    /// <param name="facts">By tile.</param>
    /// <param name="now">µs of the Agent's clock.</param>
    /// <param name="runs">Takes the tiles.</param>
    public void Remember(Frame shown, List<TileChange> changes, TileFacts[] facts, ulong now, List<TileRun> runs)
    {
        if (Pixels(changes) < LeastPixels)
        {
            return;
        }

        foreach (var change in changes)
        {
            ref readonly var tile = ref facts[change.Tile];
            if (tile.IsLossy || tile.Rested(now) < LeastRest)
            {
                continue;
            }

            var digest = DigestOf(shown, change.Tile, change.Area);
            if (!remembered.TryFind(digest, out var slot))
            {
                slot = remembered.Add(digest);
                Seek.Remembered(slot);
                Append(runs, change.Tile);
            }

            Keep(shown, change, slot, digest, now);
        }
    }

    /// <summary>Looks up the tiles that have changed, and takes those that are remembered out of <paramref name="changes"/>.</summary>
    /// <param name="picture">What they should have.</param>
    /// <param name="changes">What has changed.</param>
    /// <param name="facts">By tile.</param>
    /// <param name="now">µs of the Agent's clock.</param>
    /// <param name="runs">Takes where they come from.</param>
    public void Recall(Frame picture, List<TileChange> changes, TileFacts[] facts, ulong now, List<RecalledRun> runs)
    {
        var looksUp = !remembered.IsEmpty && Pixels(changes) >= LeastPixels;
        var left = 0;
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            digests[change.Tile].Known = false;

            // What changes all the time is not hashed.
            if (looksUp
                && facts[change.Tile].Rested(now) >= LeastRest
                && change.Box.Width * change.Box.Height >= LeastPart
                && remembered.TryFind(DigestOf(picture, change.Tile, change.Area), out var slot))
            {
                Append(runs, change.Tile, slot);
                Seek.Recalled(slot, picture, change.Area);
            }
            else
            {
                changes[left++] = change;
            }
        }

        changes.RemoveRange(left, changes.Count - left);
    }

    /// <summary>Looks for a part of a tile among what was remembered at its place.</summary>
    public bool TryRecallPart(Frame picture, int tile, ScreenRect part, ulong now, out int slot)
    {
        slot = 0;
        if (remembered.IsEmpty)
        {
            return false;
        }

        foreach (var shadow in shadows)
        {
            if (shadow.TryFind(picture, tile, part, remembered, now, out slot))
            {
                Seek.Recalled(slot, shadow.Pixels, picture.Tiles.Area(tile));
                return true;
            }
        }

        return false;
    }

    private static int Pixels(List<TileChange> changes)
    {
        var pixels = 0;
        foreach (var change in changes)
        {
            pixels += change.Box.Width * change.Box.Height;
        }

        return pixels;
    }

    private TileDigest DigestOf(Frame picture, int tile, ScreenRect area)
    {
        ref var known = ref digests[tile];
        if (!known.Known)
        {
            known = (true, TileDigest.Of(picture, area, scratch));
        }

        return known.Digest;
    }

    // In the shadow that was used the longest time ago, unless one has it.
    private void Keep(Frame shown, TileChange change, int slot, TileDigest digest, ulong now)
    {
        var oldest = shadows[0];
        foreach (var shadow in shadows)
        {
            if (shadow.Has(change.Tile, digest))
            {
                shadow.Touch(change.Tile, slot, now);
                return;
            }

            if (shadow.UsedAt(change.Tile) < oldest.UsedAt(change.Tile))
            {
                oldest = shadow;
            }
        }

        oldest.Keep(shown, change.Tile, change.Area, slot, digest, now);
    }

    private static void Append(List<TileRun> runs, int tile)
    {
        if (runs.Count > 0 && runs[^1].First + runs[^1].Count == tile)
        {
            runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
        }
        else
        {
            runs.Add(new TileRun(tile, 1));
        }
    }

    private static void Append(List<RecalledRun> runs, int tile, int slot)
    {
        if (runs.Count > 0 && runs[^1].First + runs[^1].Count == tile && runs[^1].Slot + runs[^1].Count == slot)
        {
            runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
        }
        else
        {
            runs.Add(new RecalledRun(tile, slot, 1));
        }
    }
}
