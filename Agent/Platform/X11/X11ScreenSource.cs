using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The root window of the default X screen, with all monitors, on a connection of its own. XDamage says what changed,
/// XShm fetches only that, XFixes knows the pointer's shape, and XInput says when the pointer moved.
/// </summary>
/// <remarks>A change costs two round trips to the X server: what changed, and its pixels. A still screen costs none.</remarks>
internal sealed unsafe class X11ScreenSource : IScreenSource
{
    // Masks are painted in the dark teal of the product, so that a technician sees that it is ours.
    private const byte MaskRed = 0x24;
    private const byte MaskGreen = 0x50;
    private const byte MaskBlue = 0x4f;

    private readonly nint display;
    private readonly nuint root;
    private readonly MaskFinder masks;
    private readonly XPointer pointer;
    private readonly WakeFile wake = new();
    private readonly nuint damage;
    private readonly nuint region;
    private readonly int damageEvent;
    private ScreenRect screen;
    private ShmPicture? shared;
    private Frame picture = new(1, 1);
    private bool damaged;
    private List<ScreenRect> again = [];
    private IReadOnlyList<ScreenRect> places = [];
    private IReadOnlyList<ScreenRect> masked = [];

    /// <param name="own">The windows to mask.</param>
    /// <param name="displayName">The display, such as ":0"; null for the one that the environment names.</param>
    /// <exception cref="ScreenLostException">The X server cannot be reached, or lacks XDamage, XFixes or XShm.</exception>
    public X11ScreenSource(OwnWindows own, string? displayName = null)
    {
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
        masks = new MaskFinder(display, root, own);

        // One event when damage begins, silence until it is taken: a busy screen that nobody fetches costs nothing.
        damage = Xlib.XDamageCreate(display, root, Xlib.DamageReportNonEmpty);
        region = Xlib.XFixesCreateRegion(display, 0, 0);
        Xlib.XFlush(display);
    }

    /// <inheritdoc/>
    public void Sleep(TimeSpan? atMost, bool untilChange)
    {
        if (!untilChange)
        {
            wake.Wait(null, atMost);
            return;
        }

        // What Xlib has read already does not show on the socket.
        if (HasNews || Xlib.XEventsQueued(display, Xlib.QueuedAlready) > 0)
        {
            return;
        }

        var poll = pointer.IsTold ? atMost : XPointer.AskEvery < atMost ? XPointer.AskEvery : atMost ?? XPointer.AskEvery;
        wake.Wait(Xlib.XConnectionNumber(display), poll);
    }

    /// <inheritdoc/>
    public void Wake() => wake.Set();

    /// <inheritdoc/>
    public ScreenChange Fetch()
    {
        HearEvents();
        if (shared is null)
        {
            Begin();
        }

        var changed = TakeDamage();
        var pixels = 0;
        if (changed.Count > 0 || masks.MayHaveMoved)
        {
            pixels = FetchPixels(changed);
        }

        return new ScreenChange(picture, changed, masked, pointer.Position(pixels > 0), pointer.Shape(), pixels);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Xlib.XDamageDestroy(display, damage);
        Xlib.XFixesDestroyRegion(display, region);
        shared?.Dispose();
        Xlib.XCloseDisplay(display);
        XErrors.Forget(display);
        wake.Dispose();
    }

    private bool HasNews => shared is null || damaged || again.Count > 0 || pointer.MayHaveChanged || masks.MayHaveMoved;

    private void HearEvents()
    {
        Xlib.Event next;
        while (Xlib.XEventsQueued(display, Xlib.QueuedAfterReading) > 0)
        {
            Xlib.XNextEvent(display, &next);
            if (next.Type == damageEvent)
            {
                damaged = true;
            }
            else if (next.Type == Xlib.ConfigureNotify && ((Xlib.ConfigureEvent*)&next)->Window == root)
            {
                // The screen has another size: start again with a new picture.
                shared?.Dispose();
                shared = null;
            }
            else
            {
                masks.Hear(&next);
                pointer.Hear(&next);
            }
        }
    }

    private void Begin()
    {
        Xlib.WindowAttributes size;
        if (Xlib.XGetWindowAttributes(display, root, &size) == 0 || !Frame.Fits(size.Width, size.Height))
        {
            throw new ScreenLostException("The screen's size cannot be captured.");
        }

        screen = new ScreenRect(0, 0, size.Width, size.Height);
        shared = new ShmPicture(display, size.Width, size.Height);
        picture = new Frame(size.Width, size.Height);
        places = masked = masks.Find(screen);
        again = [screen];
        damaged = true;
    }

    // What must be fetched. Damage is taken out of the server before the picture is fetched: what changes between the two comes again.
    private List<ScreenRect> TakeDamage()
    {
        var all = again;
        again = [];
        if (!damaged)
        {
            return all;
        }

        damaged = false;
        Xlib.XDamageSubtract(display, damage, 0, region);
        var rectangles = Xlib.XFixesFetchRegion(display, region, out var count);
        if (rectangles is null)
        {
            return all;
        }

        for (var i = 0; i < count; i++)
        {
            var part = new ScreenRect(rectangles[i].X, rectangles[i].Y, rectangles[i].Width, rectangles[i].Height).Intersect(screen);
            if (!part.IsEmpty)
            {
                all.Add(part);
            }
        }

        Xlib.XFree((nint)rectangles);
        return all;
    }

    private int FetchPixels(List<ScreenRect> changed)
    {
        if (masks.MayHaveMoved)
        {
            places = masks.Find(screen);
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

        var pixels = 0;
        foreach (var patch in Patches.Around(changed))
        {
            if (!Fetch(patch, changed))
            {
                // The size changed under our hands; the event that says so is on its way.
                again = [screen];
                break;
            }

            pixels += patch.Width * patch.Height;
        }

        if (changed.Count > 0)
        {
            HideWhatMoved(changed);
        }

        foreach (var mask in masked)
        {
            foreach (var area in changed)
            {
                picture.Fill(mask.Intersect(area), MaskRed, MaskGreen, MaskBlue);
            }
        }

        return pixels;
    }

    private bool Fetch(ScreenRect patch, List<ScreenRect> changed)
    {
        var most = shared!.RowsAtOnce(patch.Width);
        for (var top = patch.Y; top < patch.Bottom; top += most)
        {
            var part = new ScreenRect(patch.X, top, patch.Width, Math.Min(most, patch.Bottom - top));
            if (!shared.Fetch(part))
            {
                return false;
            }

            foreach (var area in changed)
            {
                var wanted = area.Intersect(part);
                for (var y = wanted.Y; y < wanted.Bottom; y++)
                {
                    PixelRows.Copy(
                        shared.Row(wanted.X - part.X, y - part.Y, wanted.Width), picture.Row(wanted.X, y, wanted.Width));
                }
            }
        }

        return true;
    }

    // A window of ours that moved while the picture was fetched may be on it at any place that it has come past: all of
    // them are hidden now, and looked at again next time.
    private void HideWhatMoved(List<ScreenRect> changed)
    {
        HearEvents();
        if (!masks.MayHaveMoved)
        {
            return;
        }

        var passed = masks.Passed.Select(p => p.Intersect(screen)).Where(p => !p.IsEmpty).ToArray();
        places = masks.Find(screen);
        var all = masked.Concat(passed).Concat(places).Distinct().ToArray();
        if (all.Length != masked.Count)
        {
            masked = all;
            changed.AddRange(all);
            again.AddRange(all);
        }
    }
}
