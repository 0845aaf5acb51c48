using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Capture;

/// <summary>
/// Where a hidden window was, its pixels stay on the screen until somebody paints over them: a window without a
/// background of its own does so only when its program gets round to it, and one that hangs never does. Until then such
/// a place stays masked, although another window lies on top now.
/// </summary>
/// <remarks>Told in the order in which things happen what was painted, what was revealed and what was carried elsewhere.</remarks>
internal sealed class LeftBehind
{
    // A program that draws letter by letter says so letter by letter.
    private const int MostKept = 4_096;

    private readonly List<ScreenRect> painted = [];

    // Since the last Take: what hidden windows left to others; what was carried off from such places, and of that what X
    // has not painted yet; and where X says that something was painted which was not.
    private ScreenRegion revealed = ScreenRegion.Empty;
    private ScreenRegion carried = ScreenRegion.Empty;
    private ScreenRegion coming = ScreenRegion.Empty;
    private ScreenRegion untrue = ScreenRegion.Empty;

    // The window in which something was moved last, and how far.
    private (ScreenRect Place, ScreenRect Reach) shuffled;

    /// <summary>What is masked though the pile of windows alone would let it be seen.</summary>
    public ScreenRegion Held { get; private set; } = ScreenRegion.Empty;

    // At the last Take, and since.
    private ScreenRegion LeftSoFar => Held.Union(revealed).Union(carried);

    /// <summary>Somebody has painted here.</summary>
    public void Painted(ScreenRect area)
    {
        if (painted.Count > 0 && painted[^1].Intersect(area) == area)
        {
            return;
        }

        if (painted.Count >= MostKept)
        {
            // Forgetting some of it would hold a place back for longer, and never show too much.
            var all = ScreenRegion.Of(painted).Rectangles();
            painted.Clear();
            painted.AddRange(all.Take(MostKept / 2));
        }

        if (coming.IsEmpty && untrue.IsEmpty)
        {
            painted.Add(area);
            return;
        }

        // The first to paint after a move is X itself, with what it carries along.
        var here = ScreenRegion.Of(area);
        painted.AddRange(here.Without(coming).Without(untrue).Rectangles());
        coming = coming.Without(here);
    }

    /// <summary>What is hidden lay on top here, and no longer does.</summary>
    public void Revealed(ScreenRegion area)
    {
        revealed = revealed.Union(area);
        Unpaint(area);
    }

    /// <summary>A window was moved, and X carries along what could be seen of it.</summary>
    /// <param name="seen">What could be seen of it before.</param>
    /// <param name="from">Where it was.</param>
    /// <param name="to">Where it is.</param>
    /// <param name="seenNow">What can be seen of it now; null where it is hidden.</param>
    public void Carried(ScreenRegion seen, ScreenRect from, ScreenRect to, ScreenRegion? seenNow)
    {
        // Which of its corners keeps its content when the size changes is the program's business.
        var place = ScreenRegion.Of(to);
        var sameSize = (from.Width, from.Height) == (to.Width, to.Height);
        var source = LeftSoFar.Intersect(seen);
        var target = source.IsEmpty ? source : sameSize ? source.Moved(to.X - from.X, to.Y - from.Y).Intersect(place) : place;
        if (seenNow is not null && !target.IsEmpty)
        {
            carried = carried.Union(target);
            Unpaint(target);
        }

        // X says that it painted all of what it carried, also where another window lies above and nothing was; and once
        // more for each window inside of one whose size changed, also where that now ends.
        var said = seen.Moved(to.X - from.X, to.Y - from.Y);
        coming = coming.Union(said.Intersect(place).Without(seenNow ?? ScreenRegion.Empty)).Union(target);
        untrue = untrue.Union((from.X, from.Y) == (to.X, to.Y) ? ScreenRegion.Empty : said.Without(place));
    }

    /// <summary>Something inside of a window was moved, and X carries it along, from anywhere to anywhere in this.</summary>
    /// <param name="place">Of the window.</param>
    /// <param name="moved">Where what was moved can be, were it as large as the window.</param>
    /// <param name="seen">What can be seen of the window.</param>
    /// <param name="hidden">Whether it is hidden.</param>
    public void Shuffled(ScreenRect place, ScreenRect moved, ScreenRegion seen, bool hidden)
    {
        // Of what moves below another window, too, X says that it was painted; also of the parts of a frame that are moved to
        // where the frame will only reach when it is resized, and of what stands in such parts.
        shuffled = (place, (shuffled.Place == place ? shuffled.Reach : place).Union(moved));
        var leftSoFar = LeftSoFar;
        untrue = untrue.Union(ScreenRegion.Of(shuffled.Reach).Without(seen).Intersect(leftSoFar));
        if (!hidden && !leftSoFar.Intersect(seen).IsEmpty)
        {
            carried = carried.Union(seen);
            coming = coming.Union(seen);
            Unpaint(seen);
        }
    }

    /// <summary>Takes in what was masked up to now, and what the pile alone hides by now.</summary>
    /// <param name="before">What was masked.</param>
    /// <param name="now">What the pile hides.</param>
    /// <param name="screen">The screen: X keeps nothing of what lies outside.</param>
    public void Take(ScreenRegion before, ScreenRegion now, ScreenRect screen)
    {
        // What nothing that was told explains counts as revealed just now.
        Unpaint(before.Without(now).Without(revealed).Without(Held));
        Held = Held.Union(before).Union(revealed).Union(carried).Intersect(ScreenRegion.Of(screen)).Without(now);
        if (!Held.IsEmpty)
        {
            Held = Held.Without(ScreenRegion.Of(painted));
        }

        painted.Clear();
        revealed = carried = coming = untrue = ScreenRegion.Empty;
        shuffled = default;
    }

    private void Unpaint(ScreenRegion area)
    {
        if (area.IsEmpty)
        {
            return;
        }

        var bounds = area.Bounds;
        for (var i = painted.Count - 1; i >= 0; i--)
        {
            if (!painted[i].Intersect(bounds).IsEmpty)
            {
                var rest = ScreenRegion.Of(painted[i]).Without(area);
                painted.RemoveAt(i);
                painted.AddRange(rest.Rectangles());
            }
        }
    }
}
