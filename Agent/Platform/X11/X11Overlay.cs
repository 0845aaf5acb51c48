using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Overlay;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The line and the marks over the real screen, on a connection and a thread of their own, so that drawing waits for
/// nobody and nobody for drawing.
/// </summary>
internal sealed unsafe class X11Overlay : IScreenOverlay
{
    // Another window that wants to be on top of all as well must not make both busy.
    private static readonly TimeSpan RaiseEvery = TimeSpan.FromMilliseconds(30);

    private readonly nint display;
    private readonly nuint root;
    private readonly OwnWindows own;
    private readonly OwnWindows known;
    private readonly SharedScreen sharing;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly WakeFile wake = new();
    private readonly MaskFinder masks;
    private readonly XMonitors monitors;
    private readonly nuint compositor;
    private readonly nuint state;
    private readonly nuint above;
    private readonly int fixesEvent;
    private readonly Thread thread;
    private readonly Dictionary<ScreenRect, MonitorLine> lines = [];
    private readonly Dictionary<ScreenRect, MarkWindow> windows = [];
    private IReadOnlyList<MonitorThing> places = [];
    private volatile OverlayPicture wanted = OverlayPicture.Empty;
    private OverlayPicture shown = OverlayPicture.Empty;
    private ShareChoice choice = ShareChoice.All;
    private bool composited;
    private bool buried;
    private bool watching;
    private long lastRaise;
    private volatile bool stopped;

    /// <param name="own">The Agent's own windows: no mark may lie over them.</param>
    /// <param name="known">Where the overlay's windows are entered; the capture shows them whatever is chosen.</param>
    /// <param name="sharing">Which monitors have a line.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">For what broke.</param>
    /// <param name="displayName">The display; null for the one that the environment names.</param>
    public X11Overlay(
        OwnWindows own, OwnWindows known, SharedScreen sharing, TimeProvider clock, ILogger log, string? displayName = null)
    {
        (this.own, this.known, this.sharing, this.clock, this.log) = (own, known, sharing, clock, log);
        display = Xlib.XOpenDisplay(displayName);
        if (display == 0)
        {
            throw new ScreenLostException("The X server cannot be reached.");
        }

        root = Xlib.XDefaultRootWindow(display);
        masks = new MaskFinder(display, root, own);
        monitors = new XMonitors(display, root);
        XRandr.XRRSelectInput(
            display, root, XRandr.ScreenChangeNotifyMask | XRandr.CrtcChangeNotifyMask | XRandr.OutputChangeNotifyMask);
        compositor = XDrawing.XInternAtom(display, $"_NET_WM_CM_S{Xlib.XDefaultScreen(display)}", 0);
        state = XDrawing.XInternAtom(display, "_NET_WM_STATE", 0);
        above = XDrawing.XInternAtom(display, "_NET_WM_STATE_ABOVE", 0);
        if (Xlib.XFixesQueryExtension(display, out fixesEvent, out _) != 0)
        {
            Xlib.XFixesQueryVersion(display, out _, out _);
            XDrawing.XFixesSelectSelectionInput(display, root, compositor, Xlib.FixesSelectionChangesMask);
        }

        lastRaise = clock.GetTimestamp();
        sharing.Changed += WakeUp;
        thread = new Thread(Run) { IsBackground = true, Name = "overlay" };
        thread.Start();
    }

    /// <inheritdoc/>
    public void Show(OverlayPicture picture)
    {
        wanted = picture;
        wake.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopped = true;
        sharing.Changed -= WakeUp;
        wake.Set();
        thread.Join();
        wake.Dispose();
    }

    private void WakeUp(object? sender, EventArgs what) => wake.Set();

    private void Run()
    {
        try
        {
            LookAround();
            while (!stopped)
            {
                HearEvents();
                Refresh();
                StayOnTop();
                _ = Xlib.XFlush(display);
                if (Xlib.XEventsQueued(display, Xlib.QueuedAlready) == 0)
                {
                    wake.Wait(Xlib.XConnectionNumber(display), buried ? RaiseEvery : null);
                }
            }
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException)
        {
            log.LogError(problem, "Nothing can be drawn over the screen any more.");
        }
        finally
        {
            Clear();
            _ = Xlib.XCloseDisplay(display);
            XErrors.Forget(display);
        }
    }

    private void HearEvents()
    {
        Xlib.Event next;
        var again = false;
        while (Xlib.XEventsQueued(display, Xlib.QueuedAfterReading) > 0)
        {
            Xlib.XNextEvent(display, &next);
            masks.Hear(&next);
            if (next.Type == XDrawing.Expose)
            {
                var exposed = (XDrawing.ExposeEvent*)&next;
                windows.Values.FirstOrDefault(w => w.Id == exposed->Window)?.Exposed(exposed);
            }
            else if (next.Type is >= Xlib.CreateNotify and <= Xlib.CirculateNotify)
            {
                buried |= !known.Ids.Contains(((Xlib.WindowEvent*)&next)->Window);
            }
            else
            {
                again |= next.Type >= monitors.FirstEvent || next.Type == fixesEvent;
            }
        }

        if (again)
        {
            LookAround();
        }
    }

    // Another compositor, another monitor: all windows are made anew.
    private void LookAround()
    {
        var isComposited = XDrawing.XGetSelectionOwner(display, compositor) != 0;
        var found = Monitors();
        if (isComposited != composited || !found.SequenceEqual(places))
        {
            Clear();
            (composited, places, shown) = (isComposited, found, OverlayPicture.Empty);
        }
    }

    private IReadOnlyList<MonitorThing> Monitors()
    {
        var found = monitors.Read();
        Xlib.WindowAttributes size;
        return found.Count > 0 || Xlib.XGetWindowAttributes(display, root, &size) == 0
            ? [.. found.DistinctBy(m => m.Place)]
            : [new MonitorThing("", new ScreenRect(0, 0, size.Width, size.Height), true)];
    }

    private void Refresh()
    {
        var (picture, chosen) = (wanted, sharing.Choice);
        if (ReferenceEquals(picture, shown) && ReferenceEquals(chosen, choice) && (windows.Count == 0 || !masks.MayHaveMoved))
        {
            return;
        }

        if (picture.Tone != shown.Tone || !ReferenceEquals(chosen, choice))
        {
            // Somebody may have divided a monitor, of which nobody tells.
            choice = chosen;
            LookAround();
            ShowLines(picture.Tone);
        }

        ShowMarks(picture);
        shown = picture;
        Watch(lines.Count + windows.Count > 0);
    }

    private void ShowLines(FrameTone tone)
    {
        var shared = tone == FrameTone.None ? [] : places
            .Where(m => choice.Kind != ShareKind.Monitor || string.Equals(m.Name, choice.Monitor, StringComparison.Ordinal))
            .Select(m => m.Place).ToHashSet();
        foreach (var gone in lines.Keys.Where(place => !shared.Contains(place)).ToArray())
        {
            lines[gone].Dispose();
            lines.Remove(gone);
        }

        foreach (var place in shared)
        {
            if (lines.TryGetValue(place, out var line))
            {
                line.Show(tone);
            }
            else
            {
                lines[place] = new MonitorLine(display, known, place, tone);
            }
        }
    }

    private void ShowMarks(OverlayPicture picture)
    {
        var screen = places.Aggregate(default(ScreenRect), (all, m) => all.Union(m.Place));
        var away = picture.Marks.IsEmpty ? ScreenRegion.Empty : ScreenRegion.Of(masks.Find(screen));
        foreach (var place in places.Select(m => m.Place))
        {
            var has = picture.Marks.Any(mark => !MarkPainter.Bounds(mark).Intersect(place).IsEmpty);
            if (!windows.TryGetValue(place, out var window) && has)
            {
                window = windows[place] = new MarkWindow(display, known, place, composited);
            }

            if (picture.Marks.IsEmpty)
            {
                window?.Dispose();
                windows.Remove(place);
            }
            else
            {
                window?.Show(picture.Marks, away);
            }
        }
    }

    // Which window lies over which is asked for only while there is something of ours to be seen.
    private void Watch(bool watch)
    {
        if (watch != watching)
        {
            watching = watch;
            Xlib.XSelectInput(display, root, watch ? Xlib.SubstructureNotifyMask : 0);

            // What came on top before this is not told of.
            buried |= watch;
        }
    }

    private void StayOnTop()
    {
        if (!buried || clock.GetElapsedTime(lastRaise) < RaiseEvery)
        {
            return;
        }

        buried = false;
        lastRaise = clock.GetTimestamp();
        var (ours, bars) = (known.Ids, Bars());
        if (WindowOwners.ChildrenOf(display, root).TakeLast(ours.Length + bars.Length).All(id => ours.Contains(id) || bars.Contains(id)))
        {
            return;
        }

        foreach (var bar in bars)
        {
            RaiseFrame(bar);
        }

        foreach (var window in windows.Values)
        {
            window.Raise();
        }

        foreach (var line in lines.Values)
        {
            line.Raise();
        }
    }

    // X would pass the wish on to the window manager, which does not lift a frame above what fills the screen; it leaves
    // windows alone that say so.
    private void RaiseFrame(nuint frame)
    {
        var attributes = new XDrawing.SetWindowAttributes { OverrideRedirect = 1 };
        XDrawing.XChangeWindowAttributes(display, frame, XDrawing.WithOverrideRedirect, &attributes);
        XDrawing.XRaiseWindow(display, frame);
        attributes.OverrideRedirect = 0;
        XDrawing.XChangeWindowAttributes(display, frame, XDrawing.WithOverrideRedirect, &attributes);
    }

    // Window managers keep the bar above other windows, but not above those that fill the screen.
    private nuint[] Bars()
    {
        var owners = new WindowOwners(display, root);
        return [.. own.Ids.Where(id => XProperty.Words(display, id, state).Contains(above)).Select(owners.Around).Where(id => id != 0).Distinct()];
    }

    private void Clear()
    {
        foreach (var line in lines.Values)
        {
            line.Dispose();
        }

        foreach (var window in windows.Values)
        {
            window.Dispose();
        }

        lines.Clear();
        windows.Clear();
    }
}
