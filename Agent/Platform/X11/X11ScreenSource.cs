using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The root window of the default X screen, on a connection of its own. XDamage says what changed, XShm fetches
/// only those rows, XFixes knows the pointer's shape.
/// </summary>
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
    private ShmPicture? shared;
    private Frame picture = new(1, 1);
    private bool damaged;
    private List<ScreenRect> again = [];
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
        // What Xlib has read already does not show on the socket.
        if (untilChange && Xlib.XEventsQueued(display, Xlib.QueuedAlready) > 0)
        {
            return;
        }

        wake.Wait(untilChange ? Xlib.XConnectionNumber(display) : null, atMost);
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
        var rows = 0;
        if (changed.Count > 0)
        {
            rows = FetchRows(ref changed);
        }

        return new ScreenChange(picture, changed, masked, pointer.Position(), pointer.Shape(), rows);
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

    private void HearEvents()
    {
        Xlib.Event next;
        while (Xlib.XPending(display) > 0)
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
                pointer.Hear(next.Type);
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

        shared = new ShmPicture(display, size.Width, size.Height);
        picture = new Frame(size.Width, size.Height);
        masked = [];
        again = [new ScreenRect(0, 0, size.Width, size.Height)];
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

        var screen = new ScreenRect(0, 0, picture.Width, picture.Height);
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

    private int FetchRows(ref List<ScreenRect> changed)
    {
        var screen = new ScreenRect(0, 0, picture.Width, picture.Height);
        var before = masks.Find(screen);
        if (before.SequenceEqual(masked))
        {
            // What changes behind or in our own windows is nobody's business, and costs nothing.
            changed.RemoveAll(c => before.Any(m => m.Intersect(c) == c));
            if (changed.Count == 0)
            {
                return 0;
            }
        }
        else
        {
            // Where a window of ours was, the screen shows again; where it is now, it must go.
            changed.AddRange(masked);
            changed.AddRange(before);
        }

        var rows = 0;
        foreach (var (top, bottom) in RowBands.Around(changed))
        {
            if (!shared!.Fetch(top, bottom))
            {
                // The size changed under our hands; the event that says so is on its way.
                again = [screen];
                changed = [];
                return rows;
            }

            rows += bottom - top;
        }

        var after = masks.Find(screen);
        foreach (var area in changed)
        {
            for (var y = area.Y; y < area.Bottom; y++)
            {
                shared!.Row(area.X, y, area.Width).CopyTo(picture.Row(area.X, y, area.Width));
            }
        }

        masked = after.SequenceEqual(before) ? before : [.. before, .. after];
        if (masked.Count != before.Count)
        {
            // A window of ours moved while the picture was fetched: both places are hidden now, and looked at again next time.
            changed.AddRange(after);
            again.AddRange(masked);
        }

        foreach (var mask in masked)
        {
            picture.Fill(mask, MaskRed, MaskGreen, MaskBlue);
        }

        return rows;
    }
}
