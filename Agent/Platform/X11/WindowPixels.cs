using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Puts the picture together from the windows' own pixels, as a compositor does. The screen that a real compositor draws
/// is of no use where something is hidden: it is older than the windows' places, fades hidden windows out, and shows them
/// through translucent ones. Here a hidden window's pixels are never asked for.
/// </summary>
internal sealed unsafe class WindowPixels
{
    private readonly nint display;
    private readonly nuint root;
    private readonly nuint compositor;
    private readonly nuint wallpaper;
    private readonly bool known;

    public WindowPixels(nint display, nuint root)
    {
        this.display = display;
        this.root = root;
        compositor = XDrawing.XInternAtom(display, $"_NET_WM_CM_S{Xlib.XDefaultScreen(display)}", 0);
        wallpaper = XDrawing.XInternAtom(display, "_XROOTPMAP_ID", 0);
        var (major, minor) = (0, 4);
        known = XComposite.XCompositeQueryExtension(display, out _, out _) != 0
            && XComposite.XCompositeQueryVersion(display, ref major, ref minor) != 0 && (major, minor).CompareTo((0, 2)) >= 0;
    }

    /// <summary>Whether a compositor draws the screen, so that each window has pixels of its own.</summary>
    public bool AreTheirOwn => known && XDrawing.XGetSelectionOwner(display, compositor) != 0;

    /// <summary>Puts this part of the picture together. The X server is grabbed.</summary>
    /// <param name="into">The picture.</param>
    /// <param name="wanted">The part.</param>
    /// <param name="pile">The windows, the uppermost first; those that may not be shown are flat.</param>
    /// <returns>How many pixels were asked of the X server.</returns>
    public int Compose(RootPicture into, ScreenRegion wanted, IReadOnlyList<(TopLevel Window, bool IsShown)> pile)
    {
        // 1 from the top: what can be seen of each, through translucent ones too
        var layers = new Stack<(TopLevel Window, bool IsShown, ScreenRegion Part)>();
        var open = wanted;
        foreach (var (window, isShown) in pile)
        {
            var part = open.Intersect(window.Covers ?? ScreenRegion.Of(window.Place));
            if (part.IsEmpty)
            {
                continue;
            }

            layers.Push((window, isShown, part));
            open = isShown && window.IsTranslucent ? open : open.Without(part);
        }

        // 2 from the bottom: each over what is there
        var pixels = Wallpaper(into, open);
        foreach (var (window, isShown, part) in layers)
        {
            pixels += isShown ? Own(into, window, part) : Flat(into, part);
        }

        return pixels;
    }

    private int Own(RootPicture into, TopLevel window, ScreenRegion part)
    {
        var pixmap = XComposite.XCompositeNameWindowPixmap(display, window.Id);
        var fetched = into.Lay(pixmap, window.Place, part.Rectangles(), window.IsTranslucent);
        Xlib.XFreePixmap(display, pixmap);

        // One that the compositor has left on the screen, such as a film that fills it, has no pixels of its own.
        return fetched ?? Flat(into, part);
    }

    private int Wallpaper(RootPicture into, ScreenRegion part)
    {
        if (part.IsEmpty)
        {
            return 0;
        }

        var failed = Xlib.XGetWindowProperty(
            display, root, wallpaper, 0, 1, 0, 0, out _, out var format, out var count, out _, out var data) != 0;
        nuint pixmap = 0;
        if (!failed && data != 0)
        {
            pixmap = format == 32 && count == 1 ? *(nuint*)data : 0;
            Xlib.XFree(data);
        }

        return (pixmap == 0 ? null : into.Lay(pixmap, into.Screen, part.Rectangles(), translucent: false)) ?? Flat(into, part);
    }

    private static int Flat(RootPicture into, ScreenRegion part)
    {
        foreach (var area in part.Rectangles())
        {
            into.Mask(area, area);
        }

        return 0;
    }
}
