using System.Collections.Immutable;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Who wants to know when another window may lie on top somewhere than before.</summary>
internal interface IWindowWatch
{
    /// <summary>A window is about to change; still all is as it was.</summary>
    /// <param name="window">The window.</param>
    /// <param name="to">Its place afterwards.</param>
    void Changing(TopLevel window, ScreenRect to);

    /// <summary>It has changed.</summary>
    /// <param name="window">The window.</param>
    /// <param name="from">Its place before.</param>
    /// <param name="seen">What could be seen of it there.</param>
    void Changed(TopLevel window, ScreenRect from, ScreenRegion seen);

    /// <summary>Something was moved inside of it.</summary>
    /// <param name="window">The window.</param>
    /// <param name="x">To where, in what it stands in: this window itself, or something in it.</param>
    /// <param name="y">As above.</param>
    void ChangedInside(TopLevel window, int x, int y);
}

/// <summary>
/// Follows every top-level window of the desktop: its place, its shape, its height in the pile and whose it is. What X
/// tells keeps this up to date; asked is only about what is new.
/// </summary>
/// <remarks>
/// Exact only while the X server is grabbed and all events that came before the grab have been heard: then nothing can
/// be elsewhere than this says.
/// </remarks>
internal sealed unsafe class WindowStack
{
    private readonly nint display;
    private readonly nuint root;
    private readonly int shapeEvent;
    private readonly Dictionary<nuint, TopLevel> windows = [];
    private readonly WindowOwners owners;

    // The lowest first.
    private readonly List<TopLevel> order = [];
    private bool orderIsOld;

    /// <summary>Begins to follow. The X server is grabbed.</summary>
    public WindowStack(nint display, nuint root)
    {
        this.display = display;
        this.root = root;
        owners = new WindowOwners(display, root);
        shapeEvent = XShape.XShapeQueryExtension(display, out var first, out _) != 0 ? first : -1;
        Xlib.XSelectInput(display, root, Xlib.StructureNotifyMask | Xlib.SubstructureNotifyMask);
        foreach (var id in WindowOwners.ChildrenOf(display, root))
        {
            Xlib.WindowAttributes facts;
            if (Xlib.XGetWindowAttributes(display, id, &facts) != 0)
            {
                Enter(TopLevel.From(id, facts));
            }
        }
    }

    /// <summary>Whether anything may be otherwise than at the last <see cref="Pile"/>.</summary>
    public bool IsOld { get; private set; } = true;

    /// <summary>The windows that are mapped, by all that was heard, the uppermost first.</summary>
    public IEnumerable<TopLevel> Standing
    {
        get
        {
            for (var i = order.Count - 1; i >= 0; i--)
            {
                if (order[i].Mapped && order[i].HasPixels != false)
                {
                    yield return order[i];
                }
            }
        }
    }

    /// <summary>The windows that can be seen, the uppermost first. The X server is grabbed, and all events are heard.</summary>
    public ImmutableArray<TopLevel> Pile()
    {
        if (orderIsOld)
        {
            // What was heard should say the same; X's own word is better than a sum of hearsay.
            var known = WindowOwners.ChildrenOf(display, root).Select(id => windows.GetValueOrDefault(id)).OfType<TopLevel>().ToArray();
            order.Clear();
            order.AddRange(known);
            orderIsOld = false;
        }

        IsOld = false;
        return [.. Standing.Where(IsSeen)];
    }

    /// <summary>What can be seen of a window as they stand by all that was heard.</summary>
    public ScreenRegion Seen(TopLevel window)
    {
        var open = ScreenRegion.Of(window.Place);
        foreach (var above in Standing.TakeWhile(w => w != window))
        {
            open = open.Without(above.Covers ?? ScreenRegion.Of(above.Place));
        }

        return window.Mapped ? open : ScreenRegion.Empty;
    }

    /// <summary>What X tells; <paramref name="watch"/> is told of whatever may change what lies on top somewhere.</summary>
    public void Hear(Xlib.Event* what, IWindowWatch watch)
    {
        // Anybody can send an event that looks like one of the server's.
        var about = (Xlib.WindowEvent*)what;
        if (about->SendEvent != 0)
        {
            return;
        }

        if (what->Type == shapeEvent)
        {
            if (windows.TryGetValue(((XShape.Event*)what)->Window, out var shaped))
            {
                watch.Changing(shaped, shaped.Place);
                shaped.ShapeIsOld = true;
                IsOld = true;
                _ = IsSeen(shaped);
                watch.Changed(shaped, shaped.Place, ScreenRegion.Empty);
            }
        }
        else if (what->Type == Xlib.PropertyNotify)
        {
            if (WindowOwners.Concerns(((Xlib.PropertyEvent*)what)->Atom))
            {
                OwnersMayDiffer(((Xlib.PropertyEvent*)what)->Window);
            }
        }
        else if (what->Type is < Xlib.CreateNotify or > Xlib.CirculateNotify)
        {
            return;
        }
        else if (about->About == root)
        {
            HearTopLevel(what, about, watch);
        }
        else if (what->Type is Xlib.ConfigureNotify or Xlib.GravityNotify)
        {
            if (windows.TryGetValue(owners.TopLevelOf(about->About), out var around))
            {
                var set = (Xlib.ConfigureEvent*)what;
                watch.ChangedInside(around, set->X, set->Y);
            }
        }
        else if (what->Type is Xlib.ReparentNotify or Xlib.MapNotify or Xlib.CreateNotify or Xlib.DestroyNotify)
        {
            // A program's window may have come into the frame, or gone out of it.
            OwnersMayDiffer(about->About);
            if (what->Type == Xlib.DestroyNotify)
            {
                owners.Forget(about->Window);
            }
        }
    }

    /// <summary>Follows no longer.</summary>
    public void End()
    {
        Xlib.XSelectInput(display, root, Xlib.StructureNotifyMask);
        foreach (var id in windows.Keys.Concat(owners.Inside))
        {
            Xlib.XSelectInput(display, id, 0);
        }
    }

    private void HearTopLevel(Xlib.Event* what, Xlib.WindowEvent* about, IWindowWatch watch)
    {
        if (what->Type == Xlib.CreateNotify)
        {
            var made = (Xlib.CreateEvent*)what;
            Enter(new TopLevel(made->Window)
            {
                Place = TopLevel.Outer(made->X, made->Y, made->Width, made->Height, made->BorderWidth),
                Border = made->BorderWidth,
                FreeOfManager = made->OverrideRedirect != 0,
            });
            return;
        }

        var id = about->Window;
        Xlib.WindowAttributes facts;
        var parted = (Xlib.ReparentEvent*)what;
        if (what->Type == Xlib.ReparentNotify && parted->Parent == root && !windows.ContainsKey(id)
            && Xlib.XGetWindowAttributes(display, id, &facts) != 0)
        {
            // What it has become since is told later; where it was mapped it is mapped again after this.
            var came = TopLevel.From(id, facts);
            (came.Place, came.Mapped) = (came.Place with { X = parted->X, Y = parted->Y }, false);
            Enter(came);
        }

        if (!windows.TryGetValue(id, out var window))
        {
            return;
        }

        var (from, seen) = (window.Place, Seen(window));
        watch.Changing(window, what->Type is Xlib.ConfigureNotify or Xlib.GravityNotify ? PlaceIn(what, from) : from);
        switch (what->Type)
        {
            case Xlib.ReparentNotify when parted->Parent == root:
                break;
            case Xlib.ReparentNotify or Xlib.DestroyNotify:
                windows.Remove(id);
                order.Remove(window);
                if (what->Type == Xlib.ReparentNotify)
                {
                    EnterFrame(id, parted->Parent);
                }

                break;
            case Xlib.MapNotify:
                window.Mapped = true;
                window.FreeOfManager = ((Xlib.MapEvent*)what)->OverrideRedirect != 0;
                window.OwnersAreOld = true;
                _ = IsSeen(window);
                break;
            case Xlib.UnmapNotify:
                window.Mapped = false;
                break;
            case Xlib.CirculateNotify:
                Restack(window, ((Xlib.CirculateEvent*)what)->Place == Xlib.PlaceOnTop ? order.Count - 1 : 0);
                break;
            default:
                Move(window, what);
                break;
        }

        IsOld = true;
        watch.Changed(window, from, seen);
    }

    private void Enter(TopLevel window)
    {
        windows[window.Id] = window;
        order.Add(window);
        IsOld = true;
    }

    private void EnterFrame(nuint guest, nuint parent)
    {
        if (windows.TryGetValue(parent, out var frame) || windows.TryGetValue(owners.Around(parent), out frame))
        {
            frame.Guests.Add(guest);
            frame.OwnersAreOld = true;
        }
    }

    private void Restack(TopLevel window, int height)
    {
        order.Remove(window);
        order.Insert(Math.Clamp(height, 0, order.Count), window);
        orderIsOld = true;
    }

    private void Move(TopLevel window, Xlib.Event* what)
    {
        window.Place = PlaceIn(what, window.Place);
        if (what->Type != Xlib.ConfigureNotify)
        {
            return;
        }

        // Right above this one, or above none.
        var set = (Xlib.ConfigureEvent*)what;
        window.Border = set->BorderWidth;
        var below = set->Above == 0 ? -1 : order.FindIndex(w => w.Id == set->Above);
        var height = order.IndexOf(window);
        if (below + 1 != height)
        {
            Restack(window, below < height ? below + 1 : below);
        }
    }

    private static ScreenRect PlaceIn(Xlib.Event* what, ScreenRect old)
    {
        var set = (Xlib.ConfigureEvent*)what;
        return what->Type == Xlib.ConfigureNotify
            ? TopLevel.Outer(set->X, set->Y, set->Width, set->Height, set->BorderWidth)
            : old with { X = set->X, Y = set->Y };
    }

    private void OwnersMayDiffer(nuint id)
    {
        if (windows.TryGetValue(owners.TopLevelOf(id), out var window))
        {
            window.OwnersAreOld = true;
            IsOld = true;
        }
    }

    // Asks what is not known yet of a window that is mapped, and whether it shows anything.
    private bool IsSeen(TopLevel window)
    {
        if (window.HasPixels is null)
        {
            Xlib.WindowAttributes facts;
            window.HasPixels = Xlib.XGetWindowAttributes(display, window.Id, &facts) == 0 || facts.Class != Xlib.InputOnly;
            window.IsTranslucent = facts.Depth == Xlib.DepthWithAlpha;
            if (shapeEvent >= 0)
            {
                XShape.XShapeSelectInput(display, window.Id, XShape.NotifyMask);
            }
        }

        if (window.HasPixels == false)
        {
            return false;
        }

        if (window.ShapeIsOld)
        {
            window.ShapeIsOld = false;
            window.Shape = ShapeOf(window.Id);
        }

        if (window.OwnersAreOld)
        {
            window.OwnersAreOld = false;
            window.Owners = owners.Of(window.Id);
        }

        return true;
    }

    private ScreenRegion? ShapeOf(nuint id)
    {
        if (shapeEvent < 0
            || XShape.XShapeQueryExtents(display, id, out var bounded, out _, out _, out _, out _, out _, out _, out _, out _, out _) == 0
            || bounded == 0)
        {
            return null;
        }

        var rectangles = XShape.XShapeGetRectangles(display, id, XShape.Bounding, out var count, out _);
        var parts = new List<ScreenRect>();
        for (var i = 0; rectangles is not null && i < count; i++)
        {
            parts.Add(new ScreenRect(rectangles[i].X, rectangles[i].Y, rectangles[i].Width, rectangles[i].Height));
        }

        if (rectangles is not null)
        {
            Xlib.XFree((nint)rectangles);
        }

        return ScreenRegion.Of(parts);
    }
}
