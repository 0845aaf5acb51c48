using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>A window over all others that the pointer does not notice: no click, no key and no focus comes to it.</summary>
internal sealed unsafe class ThroughWindow : IDisposable
{
    private readonly nint display;
    private readonly OwnWindows known;
    private readonly nuint colormap;

    /// <param name="display">The connection.</param>
    /// <param name="known">Where it is entered for as long as it is there.</param>
    /// <param name="place">On the screen.</param>
    /// <param name="background">What X fills it with; null for nothing.</param>
    /// <param name="translucent">Whether its pixels have an alpha, which a compositor minds.</param>
    public ThroughWindow(nint display, OwnWindows known, ScreenRect place, uint? background, bool translucent)
    {
        this.display = display;
        this.known = known;
        Place = place;
        var root = Xlib.XDefaultRootWindow(display);
        var screen = Xlib.XDefaultScreen(display);
        (Visual, Depth) = (Xlib.XDefaultVisual(display, screen), Xlib.XDefaultDepth(display, screen));
        XDrawing.VisualInfo alpha;
        if (translucent && XDrawing.XMatchVisualInfo(display, screen, Xlib.DepthWithAlpha, Xlib.TrueColor, &alpha) != 0)
        {
            (Visual, Depth) = (alpha.Visual, Xlib.DepthWithAlpha);
        }

        // Programs that photograph the screen are puzzled by colours of another window's own.
        colormap = Depth == Xlib.DepthWithAlpha ? XDrawing.XCreateColormap(display, root, Visual, 0) : 0;
        var attributes = new XDrawing.SetWindowAttributes
        {
            OverrideRedirect = 1,
            Colormap = colormap,
            BackgroundPixel = background ?? 0,
            EventMask = XDrawing.ExposureMask,
        };
        var fill = background is null ? XDrawing.WithBackgroundPixmap : XDrawing.WithBackgroundPixel;
        Id = XDrawing.XCreateWindow(
            display,
            root,
            place.X,
            place.Y,
            (uint)place.Width,
            (uint)place.Height,
            0,
            Depth,
            XDrawing.InputOutput,
            Visual,
            fill | XDrawing.WithBorderPixel | XDrawing.WithOverrideRedirect | XDrawing.WithEventMask | (colormap == 0 ? 0 : XDrawing.WithColormap),
            &attributes);
        XDrawing.XStoreName(display, Id, "RemoteAssist overlay");
        XShape.XShapeCombineRectangles(display, Id, XShape.Input, 0, 0, null, 0, XShape.Set, 0);
        known.Add(Id);
    }

    public nuint Id { get; }

    public ScreenRect Place { get; }

    public nint Visual { get; }

    public int Depth { get; }

    public void Map() => XDrawing.XMapWindow(display, Id);

    public void Raise() => XDrawing.XRaiseWindow(display, Id);

    /// <inheritdoc/>
    public void Dispose()
    {
        XDrawing.XDestroyWindow(display, Id);
        if (colormap != 0)
        {
            XDrawing.XFreeColormap(display, colormap);
        }

        known.Remove(Id);
    }
}
