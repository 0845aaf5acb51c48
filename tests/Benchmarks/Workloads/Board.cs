using System.Runtime.InteropServices;
using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Marker;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>The measured screen: one window over all of it, with a cursor that cannot be seen parked in its corner.</summary>
internal sealed class Board
{
    private const int ZPixmap = 2;
    private const uint Depth = 24;

    private readonly nint display;
    private readonly nuint window;
    private readonly nint gc;
    private readonly nint markerPixels = Marshal.AllocHGlobal(StepMarker.Width * StepMarker.Height * 4);
    private readonly nint markerImage;

    /// <param name="name">The display, such as ":7"; null for the one that the environment names.</param>
    /// <param name="beneath">Below all other windows, instead of above them.</param>
    public Board(string? name, bool beneath)
    {
        var text = name is null ? 0 : Marshal.StringToCoTaskMemUTF8(name);
        display = X11.XOpenDisplay(text);
        Marshal.FreeCoTaskMem(text);
        if (display == 0)
        {
            throw new InvalidOperationException("There is no X display to draw on.");
        }

        var root = X11.XDefaultRootWindow(display);
        window = X11.XCreateSimpleWindow(display, root, 0, 0, Layout.ScreenWidth, Layout.ScreenHeight, 0, 0, 0);
        var attributes = new X11.WindowAttributes { OverrideRedirect = 1 };
        _ = X11.XChangeWindowAttributes(display, window, X11.OverrideRedirect, ref attributes);
        gc = X11.XCreateGC(display, window, 0, 0);
        _ = Pixmap.XSetGraphicsExposures(display, gc, 0);
        var nothing = Pixmap.XCreateBitmapFromData(display, root, new byte[8], 8, 8);
        var black = new byte[16]; // an XColor
        _ = Pixmap.XDefineCursor(display, window, Pixmap.XCreatePixmapCursor(display, nothing, nothing, black, black, 0, 0));
        _ = X11.XMapRaised(display, window);
        if (beneath)
        {
            _ = Pixmap.XLowerWindow(display, window);
        }

        _ = Pixmap.XWarpPointer(display, 0, root, 0, 0, 0, 0, Layout.ScreenWidth - 1, Layout.ScreenHeight - 1);
        markerImage = ImageOf(markerPixels, StepMarker.Width, StepMarker.Height);
        Finish();
    }

    /// <summary>A window of its own that shows this sheet, for moving about.</summary>
    public nuint Child(Sheet sheet, int x, int y)
    {
        var child = X11.XCreateSimpleWindow(display, window, x, y, (uint)sheet.Width, (uint)sheet.Height, 0, 0, 0);
        _ = Pixmap.XSetWindowBackgroundPixmap(display, child, Keep(sheet));
        _ = X11.XMapRaised(display, child);
        return child;
    }

    /// <summary>Moves such a window.</summary>
    public void Move(nuint child, int x, int y) => _ = Pixmap.XMoveWindow(display, child, x, y);

    /// <summary>Puts a sheet on the X server, off the screen.</summary>
    public nuint Keep(Sheet sheet)
    {
        var kept = Pixmap.XCreatePixmap(display, window, (uint)sheet.Width, (uint)sheet.Height, Depth);
        _ = X11.XPutImage(
            display, kept, gc, ImageOf(sheet.Pixels, sheet.Width, sheet.Height), 0, 0, 0, 0, (uint)sheet.Width, (uint)sheet.Height);
        Finish();
        return kept;
    }

    /// <summary>Shows a part of what is kept on the X server.</summary>
    public void Show(nuint kept, int fromX, int fromY, int width, int height, int x, int y) =>
        _ = Pixmap.XCopyArea(display, kept, window, gc, fromX, fromY, (uint)width, (uint)height, x, y);

    /// <summary>Shows a kept sheet as large as the screen, and again wherever other windows uncover it.</summary>
    public void Hang(nuint kept)
    {
        _ = Pixmap.XSetWindowBackgroundPixmap(display, window, kept);
        Show(kept, 0, 0, Layout.ScreenWidth, Layout.ScreenHeight, 0, 0);
    }

    /// <summary>Something to <see cref="Put"/>: an XImage over pixels that stay where they are.</summary>
    public nint ImageOf(nint pixels, int width, int height) => X11.XCreateImage(
        display, X11.XDefaultVisual(display, 0), Depth, ZPixmap, 0, pixels, (uint)width, (uint)height, 32, width * 4);

    /// <summary>Sends a part of a picture from this process to the same or another place of the screen.</summary>
    public void Put(nint image, int fromX, int fromY, int width, int height, int x, int y) =>
        _ = X11.XPutImage(display, window, gc, image, fromX, fromY, x, y, (uint)width, (uint)height);

    /// <summary>Writes the step's number.</summary>
    public unsafe void Mark(int step, int x, int y)
    {
        StepMarker.Paint(step, new Span<uint>((void*)markerPixels, StepMarker.Width * StepMarker.Height));
        Put(markerImage, 0, 0, StepMarker.Width, StepMarker.Height, x, y);
    }

    /// <summary>Waits until the X server has done all of it.</summary>
    public void Finish() => _ = X11.XSync(display, 0);
}
