using System.Collections.Immutable;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Asks X where the Agent's own windows are, with the frames that the window manager drew around them, and has X tell
/// when they may have moved, so that nobody has to ask again as long as they stand.
/// </summary>
/// <remarks>
/// X answers in the order in which things happen: once a picture has come, every event about a window that moved before
/// it was taken has come too. Who fetches hears those events, and only then believes <see cref="Find"/>'s last word.
/// </remarks>
internal sealed unsafe class MaskFinder(nint display, nuint root, OwnWindows own)
{
    // Each own window and all that it stands in; true for the outermost, whose place is a place on the screen.
    private readonly Dictionary<nuint, bool> followed = [];
    private readonly List<ScreenRect> passed = [];
    private ImmutableArray<nuint> known;
    private bool moved = true;

    /// <summary>Whether they may be elsewhere than <see cref="Find"/> said last, by all events heard since.</summary>
    public bool MayHaveMoved => moved || own.Ids != known;

    /// <summary>Where they came past since <see cref="Find"/>, by the events heard.</summary>
    public IReadOnlyList<ScreenRect> Passed => passed;

    /// <summary>What X tells of windows.</summary>
    public void Hear(Xlib.Event* what)
    {
        if (what->Type is < Xlib.DestroyNotify or > Xlib.ConfigureNotify)
        {
            return;
        }

        var change = (Xlib.ConfigureEvent*)what;
        if (!followed.TryGetValue(change->About, out var outermost))
        {
            return;
        }

        moved = true;
        if (outermost && what->Type == Xlib.ConfigureNotify)
        {
            passed.Add(Place(change->X, change->Y, change->Width, change->Height, change->BorderWidth));
        }
    }

    /// <summary>Nothing was heard of them for a while.</summary>
    public void Forget()
    {
        followed.Clear();
        moved = true;
    }

    /// <summary>The places of those that can be seen, inside <paramref name="screen"/>.</summary>
    public IReadOnlyList<ScreenRect> Find(ScreenRect screen)
    {
        moved = false;
        passed.Clear();
        followed.Clear();
        known = own.Ids;
        var places = new List<ScreenRect>();
        foreach (var id in known)
        {
            var outermost = Outermost(id);
            Xlib.WindowAttributes window;
            if (Xlib.XGetWindowAttributes(display, id, &window) == 0 || window.MapState != Xlib.IsViewable
                || (outermost != id && Xlib.XGetWindowAttributes(display, outermost, &window) == 0))
            {
                continue;
            }

            var place = Place(window.X, window.Y, window.Width, window.Height, window.BorderWidth).Intersect(screen);
            if (!place.IsEmpty)
            {
                places.Add(place);
            }
        }

        return places;
    }

    private static ScreenRect Place(int x, int y, int width, int height, int border) =>
        new(x, y, width + (2 * border), height + (2 * border));

    // The ancestor that is a child of the root: its place is a place on the screen. Each is followed before it is asked
    // anything, so that what changes after the answer is told.
    private nuint Outermost(nuint window)
    {
        while (true)
        {
            Xlib.XSelectInput(display, window, Xlib.StructureNotifyMask);
            if (Xlib.XQueryTree(display, window, out _, out var parent, out var children, out _) == 0)
            {
                break;
            }

            if (children != 0)
            {
                Xlib.XFree(children);
            }

            if (parent == root || parent == 0)
            {
                break;
            }

            followed[window] = false;
            window = parent;
        }

        followed[window] = true;
        return window;
    }
}
