using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Whether pointer or keyboard would reach one of the Agent's own windows. Asked while the X server is grabbed: nothing
/// moves between the answer and what is done by it.
/// </summary>
/// <remarks>
/// Ours is what <see cref="OwnWindows"/> names, the frame that a window manager has put around it, and whatever else the
/// same connection has made: a menu that opened from the bar is not named anywhere.
/// </remarks>
internal sealed unsafe class OwnWindowGuard(nint display, nuint root, OwnWindows own)
{
    /// <summary>Whether what is pressed now at the pointer would be ours.</summary>
    public bool PointerIsOn()
    {
        Xlib.XQueryPointer(display, root, out _, out var top, out _, out _, out _, out _, out _);
        return IsOwn(top) || HasPopup();
    }

    /// <summary>Whether the window at this place is ours.</summary>
    public bool IsAt(int x, int y)
    {
        XTest.XTranslateCoordinates(display, root, root, x, y, out _, out _, out var top);
        return IsOwn(top);
    }

    /// <summary>Whether a key that is pressed now would be ours.</summary>
    public bool KeyboardIsOn()
    {
        XTest.XGetInputFocus(display, out var focus, out _);
        return focus switch
        {
            XTest.NoWindow => HasPopup(),
            XTest.PointerRoot => PointerIsOn(),
            _ => IsMade(focus) || IsOwn(Outermost(focus)) || HasPopup(),
        };
    }

    // The top-level window itself, or one of ours inside of it.
    private bool IsOwn(nuint top)
    {
        if (top == XTest.NoWindow || top == root)
        {
            return false;
        }

        if (IsMade(top))
        {
            return true;
        }

        foreach (var id in own.Ids)
        {
            if (Outermost(id) == top)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMade(nuint window)
    {
        foreach (var id in own.Ids)
        {
            if (WindowOwners.ClientOf(display, window) == WindowOwners.ClientOf(display, id))
            {
                return true;
            }
        }

        return false;
    }

    // An open menu has the whole pointer and keyboard, wherever they are.
    private bool HasPopup()
    {
        if (own.Ids.IsEmpty || Xlib.XQueryTree(display, root, out _, out _, out var children, out var count) == 0 || children == 0)
        {
            return false;
        }

        var found = false;
        foreach (var window in new ReadOnlySpan<nuint>((void*)children, (int)count))
        {
            found |= IsMade(window) && !own.Ids.Contains(window) && IsPopup(window);
        }

        Xlib.XFree(children);
        return found;
    }

    private bool IsPopup(nuint window)
    {
        Xlib.WindowAttributes facts;
        return Xlib.XGetWindowAttributes(display, window, &facts) != 0 && facts.MapState == Xlib.IsViewable
            && facts.OverrideRedirect != 0 && facts.Class == XTest.InputOutput && TakesClicks(window);
    }

    private bool TakesClicks(nuint window)
    {
        var places = XTest.XShapeGetRectangles(display, window, XTest.ShapeInput, out var count, out _);
        if (places is not null)
        {
            Xlib.XFree((nint)places);
        }

        return count > 0;
    }

    private nuint Outermost(nuint window)
    {
        while (Xlib.XQueryTree(display, window, out _, out var parent, out var children, out _) != 0)
        {
            if (children != 0)
            {
                Xlib.XFree(children);
            }

            if (parent == root || parent == XTest.NoWindow)
            {
                break;
            }

            window = parent;
        }

        return window;
    }
}
