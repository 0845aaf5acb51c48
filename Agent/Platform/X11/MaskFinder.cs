using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Asks X where the Agent's own windows are just now, with the frames that the window manager drew around them.</summary>
internal sealed unsafe class MaskFinder(nint display, nuint root, OwnWindows own)
{
    /// <summary>The places of those that can be seen, inside <paramref name="screen"/>.</summary>
    public IReadOnlyList<ScreenRect> Find(ScreenRect screen)
    {
        var places = new List<ScreenRect>();
        foreach (var id in own.Ids)
        {
            Xlib.WindowAttributes window;
            if (Xlib.XGetWindowAttributes(display, id, &window) == 0 || window.MapState != Xlib.IsViewable)
            {
                continue;
            }

            var outermost = Outermost(id);
            if (outermost != id && Xlib.XGetWindowAttributes(display, outermost, &window) == 0)
            {
                continue;
            }

            var border = 2 * window.BorderWidth;
            var place = new ScreenRect(window.X, window.Y, window.Width + border, window.Height + border).Intersect(screen);
            if (!place.IsEmpty)
            {
                places.Add(place);
            }
        }

        return places;
    }

    // The ancestor that is a child of the root: its place is a place on the screen.
    private nuint Outermost(nuint window)
    {
        while (Xlib.XQueryTree(display, window, out _, out var parent, out var children, out _) != 0)
        {
            if (children != 0)
            {
                Xlib.XFree(children);
            }

            if (parent == root || parent == 0)
            {
                break;
            }

            window = parent;
        }

        return window;
    }
}
