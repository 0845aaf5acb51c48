using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The root window of the default X screen, with all monitors, on a connection of its own. XDamage says what changed,
/// XShm fetches only that, XFixes knows the pointer's shape, and XInput says when the pointer moved.
/// </summary>
/// <remarks>
/// A change costs two round trips to the X server: what changed, and its pixels. A still screen costs none. While windows
/// are hidden the X server stands still for as long as a fetch takes, so that no window moves between the question where
/// it is and the picture.
/// </remarks>
internal sealed unsafe class X11ScreenSource : IScreenSource
{
    // What a program has begun to draw it has mostly finished by then; a picture of its first steps alone would be torn.
    private static readonly TimeSpan DrawingTime = TimeSpan.FromMilliseconds(1);

    private readonly nint display;
    private readonly nuint root;
    private readonly OwnWindows own;
    private readonly OwnWindows overlay;
    private readonly SharedScreen sharing;
    private readonly MaskFinder finder;
    private readonly XMonitors monitors;
    private readonly XPointer pointer;
    private readonly TimeProvider clock;
    private readonly WindowPixels windowPixels;
    private readonly WakeFile wake = new();
    private readonly int damageEvent;
    private readonly ScreenDamage damage;
    private RootPicture? picture;
    private bool hasOtherSize;
    private PileMasks? pile;
    private ShareChoice choice = ShareChoice.All;
    private ScreenRect monitor;
    private List<ScreenRect> again = [];
    private IReadOnlyList<ScreenRect> places = [];
    private IReadOnlyList<ScreenRect> masked = [];
    private ScreenRegion flat = ScreenRegion.Empty;

    /// <param name="own">The windows to mask.</param>
    /// <param name="displayName">The display, such as ":0"; null for the one that the environment names.</param>
    /// <param name="sharing">What the customer shows; null for everything.</param>
    /// <param name="overlay">The windows of marks and of the line, which are shown whatever is chosen; null for none.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <exception cref="ScreenLostException">The X server cannot be reached, or lacks XDamage, XFixes or XShm.</exception>
    public X11ScreenSource(OwnWindows own, string? displayName = null, SharedScreen? sharing = null, OwnWindows? overlay = null, TimeProvider? clock = null)
    {
        this.clock = clock ?? TimeProvider.System;
        this.own = own;
        this.overlay = overlay ?? new OwnWindows();
        this.sharing = sharing ?? new SharedScreen();
        display = Xlib.XOpenDisplay(displayName);
        if (display == 0)
        {
            wake.Dispose();
            throw new ScreenLostException("The X server cannot be reached.");
        }

        if (Xlib.XDamageQueryExtension(display, out damageEvent, out _) == 0
            || Xlib.XFixesQueryExtension(display, out var fixesEvent, out _) == 0
            || Xlib.XShmQueryExtension(display) == 0)
        {
            Xlib.XCloseDisplay(display);
            wake.Dispose();
            throw new ScreenLostException("The X server lacks DAMAGE, XFIXES or MIT-SHM.");
        }

        // The server grants regions only to those who have said which version they speak.
        Xlib.XFixesQueryVersion(display, out _, out _);
        root = Xlib.XDefaultRootWindow(display);
        Xlib.XSelectInput(display, root, Xlib.StructureNotifyMask);
        pointer = new XPointer(display, root, fixesEvent);
        finder = new MaskFinder(display, root, own);
        monitors = new XMonitors(display, root);
        windowPixels = new WindowPixels(display, root);
        damage = new ScreenDamage(display, root, damageEvent);
        Xlib.XFlush(display);
        this.sharing.Changed += WakeUp;
    }

    /// <inheritdoc/>
    public void Sleep(TimeSpan? atMost, bool untilChange)
    {
        if (!untilChange)
        {
            // For as long as nobody looks: what X tells of windows must not pile up there.
            while (!wake.Wait(pile is null || atMost is not null ? null : Xlib.XConnectionNumber(display), atMost) && atMost is null)
            {
                HearEvents();
            }

            return;
        }

        // What Xlib has read already does not show on the socket.
        if (HasNews || Xlib.XEventsQueued(display, Xlib.QueuedAlready) > 0)
        {
            return;
        }

        if (pile?.NextChange is { } soon && (atMost is null || soon < atMost))
        {
            atMost = soon > TimeSpan.Zero ? soon : TimeSpan.Zero;
        }

        var poll = pointer.IsTold ? atMost : XPointer.AskEvery < atMost ? XPointer.AskEvery : atMost ?? XPointer.AskEvery;
        wake.Wait(Xlib.XConnectionNumber(display), poll);
    }

    /// <inheritdoc/>
    public void Wake() => wake.Set();

    /// <inheritdoc/>
    public ScreenChange Fetch()
    {
        var changed = new List<ScreenRect>();
        var pixels = NeedsStandstill(sharing.Choice) ? FetchAtStandstill(changed) : FetchOpen(changed);
        sharing.Area = choice.Kind == ShareKind.Monitor ? monitor : null;
        return new ScreenChange(picture!.Frame, changed, masked, pointer.Position(pixels > 0), pointer.Shape(), pixels)
        {
            Shared = choice.Kind == ShareKind.Windows ? pile!.Chosen : monitor,
        };
    }

    /// <inheritdoc/>
    public void Tidy() => picture?.Tidy();

    /// <inheritdoc/>
    public void Dispose()
    {
        sharing.Changed -= WakeUp;
        pile?.Dispose();
        damage.Dispose();
        picture?.Dispose();
        Xlib.XCloseDisplay(display);
        XErrors.Forget(display);
        wake.Dispose();
    }

    private void WakeUp(object? sender, EventArgs what) => wake.Set();

    private static bool NeedsStandstill(ShareChoice choice) => choice.Kind == ShareKind.Windows || !choice.Hidden.IsEmpty;

    private bool HasNews => picture is null || hasOtherSize || damage.MayBeThere || again.Count > 0 || pointer.MayHaveChanged
        || !ReferenceEquals(choice, sharing.Choice) || (pile?.MayHaveChanged ?? finder.MayHaveMoved);

    private void HearEvents()
    {
        Xlib.Event next;
        while (Xlib.XEventsQueued(display, Xlib.QueuedAfterReading) > 0)
        {
            Xlib.XNextEvent(display, &next);
            if (damage.Hear(&next))
            {
                continue;
            }

            if (next.Type == Xlib.ConfigureNotify && ((Xlib.ConfigureEvent*)&next)->Window == root)
            {
                // Noticed in the middle of a fetch as well: that one is ended with the picture that it began with.
                hasOtherSize = true;
            }
            else
            {
                if (pile is not null)
                {
                    pile.Hear(&next);
                }
                else
                {
                    finder.Hear(&next);
                }

                pointer.Hear(&next);
            }
        }
    }

    private RootPicture Current()
    {
        if (hasOtherSize)
        {
            picture?.Dispose();
            picture = null;
            hasOtherSize = false;
        }

        return picture ?? Begin();
    }

    private RootPicture Begin()
    {
        Xlib.WindowAttributes size;
        if (Xlib.XGetWindowAttributes(display, root, &size) == 0 || !Frame.Fits(size.Width, size.Height))
        {
            throw new ScreenLostException("The screen's size cannot be captured.");
        }

        picture = new RootPicture(display, size.Width, size.Height);
        places = masked = [];
        flat = ScreenRegion.Empty;
        again = [picture.Screen];
        damage.MayBeThere = true;
        finder.Forget();
        monitor = default;
        return picture;
    }

    // The choice that this fetch is for, and what of the screen it can show at most. A monitor that is gone shows nothing.
    private void TakeChoice(ScreenRect screen)
    {
        choice = sharing.Choice;

        // Each question costs a round trip: nothing is asked about monitors where none is shown.
        IReadOnlyList<MonitorThing> all = choice.Kind == ShareKind.Windows ? [] : monitors.Read();
        var chosen = all.FirstOrDefault(m => string.Equals(m.Name, choice.Monitor, StringComparison.Ordinal));
        monitor = choice.Kind != ShareKind.Monitor ? screen : chosen?.Place.Intersect(screen) ?? default;
        IReadOnlyList<MonitorThing> shown = choice.Kind switch
        {
            ShareKind.Everything => all,
            ShareKind.Monitor when chosen is not null => [chosen],
            _ => [],
        };
        var scale = shown.Count == 0 ? 0 : DesktopScale.Percent(display, root);
        sharing.Monitors =
        [
            .. shown.Select(m => new MonitorPlace(m.Place.Intersect(screen), m.Primary, scale))
                .Where(m => !m.Place.IsEmpty).Take(ControlMessage.Monitors.Most),
        ];
    }

    private void TakeWhatChanged(List<ScreenRect> all, ScreenRect screen)
    {
        all.AddRange(again);
        again = [];
        all.AddRange(damage.Take(screen));
    }

    private int FetchOpen(List<ScreenRect> changed)
    {
        EndStandstills();
        HearEvents();
        if (picture is not null && damage.MayBeThere)
        {
            WakeFile.Pause(DrawingTime);
            HearEvents();
        }

        var into = Current();
        var (before, screen) = (monitor, into.Screen);
        if (!ReferenceEquals(choice, sharing.Choice) || monitor.IsEmpty || choice.Kind == ShareKind.Monitor)
        {
            TakeChoice(screen);
        }

        TakeWhatChanged(changed, screen);
        var moved = finder.MayHaveMoved || monitor != before;
        if (changed.Count == 0 && !moved)
        {
            return 0;
        }

        if (moved)
        {
            places = [.. finder.Find(screen), .. Outside(screen)];
        }

        if (!places.SequenceEqual(masked))
        {
            // Where a window of ours was, the screen shows again; where it is now, it must go.
            changed.AddRange(masked);
            changed.AddRange(places);
            masked = places;
        }
        else
        {
            // What changes behind or in our own windows is nobody's business, and costs nothing.
            changed.RemoveAll(c => masked.Any(m => m.Intersect(c) == c));
        }

        var pixels = into.Fetch([.. changed.Select(c => c.Intersect(monitor)).Where(c => !c.IsEmpty)]);
        if (pixels is null)
        {
            // The size changed under our hands; the event that says so is on its way.
            again = [screen];
        }

        if (changed.Count > 0)
        {
            HideWhatMoved(changed, screen);
        }

        foreach (var mask in masked)
        {
            foreach (var area in changed)
            {
                into.Mask(mask, area);
            }
        }

        return pixels ?? 0;
    }

    private IReadOnlyList<ScreenRect> Outside(ScreenRect screen) =>
        monitor == screen ? [] : ScreenRegion.Of(screen).Without(ScreenRegion.Of(monitor)).Rectangles();

    // A window of ours that moved while the picture was fetched may be on it at any place that it has come past: all of
    // them are hidden now, and looked at again next time.
    private void HideWhatMoved(List<ScreenRect> changed, ScreenRect screen)
    {
        HearEvents();
        if (!finder.MayHaveMoved)
        {
            return;
        }

        var passed = finder.Passed.Select(p => p.Intersect(screen)).Where(p => !p.IsEmpty).ToArray();
        places = [.. finder.Find(screen), .. Outside(screen)];
        var all = masked.Concat(passed).Concat(places).Distinct().ToArray();
        if (all.Length != masked.Count)
        {
            masked = all;
            changed.AddRange(all);
            again.AddRange(all);
        }
    }

    // While no other program's request is served, for as long as some questions and the pixels take.
    private int FetchAtStandstill(List<ScreenRect> changed)
    {
        Xlib.XGrabServer(display);
        try
        {
            if (pile is null)
            {
                pile = new PileMasks(display, root, damageEvent, own, overlay, clock);
                flat = ScreenRegion.Of(masked);
            }

            pile.IsComposited = windowPixels.AreTheirOwn;
            Xlib.XSync(display, 0);
            HearEvents();
            return FetchBesideMasks(changed);
        }
        finally
        {
            Xlib.XUngrabServer(display);
            Xlib.XFlush(display);
        }
    }

    private int FetchBesideMasks(List<ScreenRect> changed)
    {
        var into = Current();
        var screen = into.Screen;
        TakeChoice(screen);
        TakeWhatChanged(changed, screen);
        var now = pile!.Find(choice, screen, monitor);
        var otherwise = now.Difference(flat);
        if (!otherwise.IsEmpty)
        {
            changed.AddRange(otherwise.Rectangles());
            masked = now.Covering(ScreenChange.MostMasks);
        }

        // Nothing under a mask comes into the picture, not even for a moment.
        var wanted = ScreenRegion.Of(changed).Without(now);
        var pixels = pile.IsComposited ? windowPixels.Compose(into, wanted, [.. pile.Pile]) : into.Fetch(wanted.Rectangles());
        foreach (var mask in now.Intersect(otherwise).Rectangles())
        {
            into.Mask(mask, screen);
        }

        if (pixels is null)
        {
            again = [screen];
        }

        flat = now;
        changed.Clear();
        changed.AddRange(wanted.Union(otherwise).Rectangles());
        return pixels ?? 0;
    }

    // Everything may be fetched as it comes again.
    private void EndStandstills()
    {
        if (pile is null)
        {
            return;
        }

        pile.Dispose();
        pile = null;
        finder.Forget();
        again.AddRange(flat.Rectangles());
        flat = ScreenRegion.Empty;
        masked = [];
    }
}
