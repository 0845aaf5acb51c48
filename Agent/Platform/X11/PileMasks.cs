using System.Collections.Immutable;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>What must be masked while windows are hidden, or only chosen ones are shown: exact to the pixel, at every moment.</summary>
/// <remarks>
/// X tells of each thing that is painted and of each window that moves, in the order in which they happen. While nobody
/// fetches, <see cref="Hear"/> must still be called, or X keeps all of it in memory.
/// </remarks>
internal sealed unsafe class PileMasks : IWindowWatch, IDisposable
{
    // A window that was just mapped shows what lay under it, until its program has painted.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    private readonly nint display;
    private readonly TimeProvider clock;
    private readonly List<(ScreenRegion Area, long Since)> settling = [];
    private readonly OwnWindows own;
    private readonly OwnWindows overlay;
    private readonly WindowStack stack;
    private readonly LeftBehind left = new();
    private readonly int damageEvent;
    private readonly nuint damage;
    private ShareChoice? choice;
    private ScreenRect monitor;
    private ImmutableArray<nuint> ownKnown;
    private ImmutableArray<nuint> overlayKnown;
    private ImmutableArray<TopLevel> pile = [];
    private Dictionary<nuint, WindowStatus> statuses = [];
    private ScreenRegion masked = ScreenRegion.Empty;
    private ScreenRegion flatBefore = ScreenRegion.Empty;

    /// <summary>Begins to follow. The X server is grabbed.</summary>
    public PileMasks(nint display, nuint root, int damageEvent, OwnWindows own, OwnWindows overlay, TimeProvider clock)
    {
        this.display = display;
        this.clock = clock;
        this.damageEvent = damageEvent;
        this.own = own;
        this.overlay = overlay;
        stack = new WindowStack(display, root);
        damage = Xlib.XDamageCreate(display, root, Xlib.DamageReportRawRectangles);
    }

    /// <summary>The smallest rectangle around the windows that the customer chose to show.</summary>
    public ScreenRect Chosen { get; private set; }

    /// <summary>Whether windows may stand otherwise than at the last <see cref="Find"/>.</summary>
    public bool MayHaveChanged => stack.IsOld || own.Ids != ownKnown || overlay.Ids != overlayKnown || HasSettled;

    /// <summary>When it may be otherwise though nothing happens; null for never.</summary>
    public TimeSpan? NextChange => settling.Count == 0 ? null : Settling - clock.GetElapsedTime(settling[0].Since);

    /// <summary>
    /// Whether a compositor draws the screen. Then each window has pixels of its own, and what the screen shows is some
    /// moments older than where the windows stand.
    /// </summary>
    public bool IsComposited { get; set; }

    /// <summary>The windows that can be seen, the uppermost first, and whether each may be shown.</summary>
    public IEnumerable<(TopLevel Window, bool IsShown)> Pile =>
        pile.Select(w => (w, !IsFlat(statuses.GetValueOrDefault(w.Id, WindowStatus.Hidden))));

    /// <summary>Whether an event was about what is painted for <see cref="Hear"/> alone.</summary>
    public bool IsForIt(Xlib.Event* what) => what->Type == damageEvent && ((Xlib.DamageEvent*)what)->Damage == damage;

    /// <summary>What X tells.</summary>
    public void Hear(Xlib.Event* what)
    {
        if (IsForIt(what))
        {
            var area = ((Xlib.DamageEvent*)what)->Area;
            left.Painted(new ScreenRect(area.X, area.Y, area.Width, area.Height));
        }
        else
        {
            stack.Hear(what, this);
        }
    }

    /// <summary>The part of the screen that must be masked. The X server is grabbed, and all events are heard.</summary>
    /// <param name="wish">What the customer wants to show.</param>
    /// <param name="screen">The screen.</param>
    /// <param name="shown">The monitor to show, or the whole screen.</param>
    public ScreenRegion Find(ShareChoice wish, ScreenRect screen, ScreenRect shown)
    {
        var same = ReferenceEquals(wish, choice) && shown == monitor;
        if (same && !MayHaveChanged && left.Held.IsEmpty)
        {
            left.Take(ScreenRegion.Empty, masked, screen);
            return masked;
        }

        if (stack.IsOld)
        {
            pile = stack.Pile();
        }

        (ownKnown, overlayKnown) = (own.Ids, overlay.Ids);
        if (!same && choice is not null)
        {
            // What windows left behind under the old choice is not what the new one allows.
            left.Take(masked, ByPile(choice, screen, monitor), screen);
            masked = ScreenRegion.Empty;
        }

        (choice, monitor) = (wish, shown);
        var now = ByPile(wish, screen, shown);
        left.Take(IsComposited ? ScreenRegion.Empty : masked, now, screen);
        settling.RemoveAll(s => clock.GetElapsedTime(s.Since) >= Settling);
        masked = settling.Aggregate(now.Union(left.Held), static (all, s) => all.Union(s.Area)).Intersect(ScreenRegion.Of(screen));
        return masked;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Xlib.XDamageDestroy(display, damage);
        stack.End();
    }

    /// <inheritdoc/>
    public void Changing(TopLevel window, ScreenRect to) => flatBefore = FlatIn(window.Place).Union(FlatIn(to));

    /// <inheritdoc/>
    public void Changed(TopLevel window, ScreenRect from, ScreenRegion seen)
    {
        var to = window.Place;
        if (window.Mapped && from == to && choice is not null)
        {
            statuses = Judge([.. stack.Standing], choice);
        }

        if (IsComposited)
        {
            var grown = from == to ? window.Mapped : (from.Width, from.Height) != (to.Width, to.Height);
            var under = grown ? flatBefore.Intersect(ScreenRegion.Of(to)) : ScreenRegion.Empty;
            if (!under.IsEmpty)
            {
                settling.Add((under, clock.GetTimestamp()));
            }

            return;
        }

        left.Revealed(flatBefore.Without(FlatIn(from)).Without(FlatIn(to)));
        if (from != to)
        {
            var isFlat = IsFlat(statuses.GetValueOrDefault(window.Id, WindowStatus.Hidden));
            left.Carried(seen, from, to, isFlat ? null : stack.Seen(window));
        }
    }

    /// <inheritdoc/>
    public void ChangedInside(TopLevel window, int x, int y) => left.Shuffled(
        window.Place,
        window.Place with { X = window.Place.X + x, Y = window.Place.Y + y },
        stack.Seen(window),
        IsFlat(statuses.GetValueOrDefault(window.Id, WindowStatus.Hidden)));

    private bool HasSettled => settling.Count > 0 && clock.GetElapsedTime(settling[0].Since) >= Settling;

    // What may not be shown as the windows stand at this moment; one that nobody has judged yet may be anybody's.
    private ScreenRegion FlatIn(ScreenRect area) => WindowPile.Masked(area, area, OnlyChosen, stack.Standing.Where(w => !IsGlass(w)).Select(w =>
        new PiledWindow(w.Place, w.Covers, statuses.GetValueOrDefault(w.Id, WindowStatus.Hidden))));

    // The marks' window lies over everything, and hides nothing.
    private bool IsGlass(TopLevel window) => IsComposited && window.IsTranslucent && overlay.Ids.Contains(window.Id);

    private bool OnlyChosen => choice?.Kind == ShareKind.Windows;

    private bool IsFlat(WindowStatus status) => status == WindowStatus.Hidden || (OnlyChosen && status == WindowStatus.Other);

    private ScreenRegion ByPile(ShareChoice wish, ScreenRect screen, ScreenRect shown)
    {
        statuses = Judge(pile, wish);
        Chosen = pile.Where(w => statuses[w.Id] == WindowStatus.Chosen && !overlayKnown.Contains(w.Id))
            .Aggregate(default(ScreenRect), (all, w) => all.Union(w.Place.Intersect(screen)));
        return WindowPile.Masked(
            screen, shown, wish.Kind == ShareKind.Windows, pile.Where(w => !IsGlass(w)).Select(w => new PiledWindow(w.Place, w.Covers, statuses[w.Id])));
    }

    private Dictionary<nuint, WindowStatus> Judge(IReadOnlyList<TopLevel> windows, ShareChoice wish)
    {
        var rules = new WindowRules(wish, own.Ids, overlay.Ids, id => WindowOwners.ClientOf(display, id));
        return windows.Zip(rules.Of(windows)).ToDictionary(w => w.First.Id, w => w.Second);
    }
}
