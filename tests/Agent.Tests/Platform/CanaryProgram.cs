using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>
/// A program on a connection of its own whose windows are full of one colour: a main window, a menu that the window
/// manager leaves alone, a dialog. It moves, raises, lowers, maps and paints them as it is told.
/// </summary>
internal sealed unsafe partial class CanaryProgram : IDisposable
{
    private readonly nint display;
    private readonly nuint root;
    private readonly uint colour;
    private readonly nint pen;

    public CanaryProgram(string displayName, uint colour)
    {
        display = Xlib.XOpenDisplay(displayName);
        display.Should().NotBe(0);
        root = Xlib.XDefaultRootWindow(display);
        this.colour = colour;
        pen = XCreateGC(display, root, 0, 0);
        _ = XSetForeground(display, pen, colour);
    }

    /// <summary>Makes a window and maps it.</summary>
    /// <param name="place">Where, on the screen.</param>
    /// <param name="background">Whether X fills it by itself; without, what was there before stays on the screen.</param>
    /// <param name="free">Whether the window manager leaves it alone.</param>
    /// <param name="of">The window that it is a dialog of, or 0.</param>
    /// <param name="name">Its title.</param>
    public nuint Open(ScreenRect place, bool background = true, bool free = false, nuint of = 0, string name = "canary")
    {
        var window = XCreateSimpleWindow(display, root, place.X, place.Y, (uint)place.Width, (uint)place.Height, 0, 0, colour);
        // A background pixmap of 0 is none.
        var attributes = new XDrawing.SetWindowAttributes { OverrideRedirect = free ? 1 : 0 };
        _ = XChangeWindowAttributes(display, window, CwOverrideRedirect | (background ? 0 : CwBackPixmap), &attributes);
        _ = XStoreName(display, window, name);
        var hints = stackalloc nint[10]; // XSizeHints: the program said where it wants to be
        hints[0] = 1 << 2;
        XSetWMNormalHints(display, window, hints);
        if (of != 0)
        {
            _ = XSetTransientForHint(display, window, of);
        }

        _ = XMapWindow(display, window);
        _ = Xlib.XSync(display, 0);
        return window;
    }

    public void Move(nuint window, int x, int y) => Do(() => XMoveWindow(display, window, x, y));

    public void Resize(nuint window, int width, int height) => Do(() => XResizeWindow(display, window, (uint)width, (uint)height));

    public void Raise(nuint window) => Do(() => XRaiseWindow(display, window));

    public void Lower(nuint window) => Do(() => XLowerWindow(display, window));

    public void Map(nuint window) => Do(() => XMapWindow(display, window));

    public void Unmap(nuint window) => Do(() => XUnmapWindow(display, window));

    /// <summary>Fills a part of a window with its colour.</summary>
    public void Paint(nuint window, int x, int y, int width, int height) =>
        Do(() => XFillRectangle(display, window, pen, x, y, (uint)width, (uint)height));

    /// <summary>Cuts a window into the shape of these rectangles.</summary>
    public void Shape(nuint window, params ReadOnlySpan<ScreenRect> parts)
    {
        var rectangles = stackalloc Xlib.Rectangle[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            rectangles[i] = new() { X = (short)parts[i].X, Y = (short)parts[i].Y, Width = (ushort)parts[i].Width, Height = (ushort)parts[i].Height };
        }

        XShape.XShapeCombineRectangles(display, window, XShape.Bounding, 0, 0, rectangles, parts.Length, XShape.Set, 0);
        _ = Xlib.XSync(display, 0);
    }

    /// <summary>Waits until the X server has done all of it.</summary>
    public void Sync() => _ = Xlib.XSync(display, 0);

    /// <summary>The pixel that the screen shows.</summary>
    public uint Look(int x, int y)
    {
        var image = XGetImage(display, root, x, y, 1, 1, nuint.MaxValue, Xlib.ZPixmap);
        var pixel = *(uint*)image->Data & 0xffffff;
        _ = Xlib.XFree((nint)image->Data);
        _ = Xlib.XFree((nint)image);
        return pixel;
    }

    /// <summary>One thing that a window may do, at random.</summary>
    public void Act(nuint window, Lcg draw)
    {
        switch (draw.Next(9))
        {
            case 0 or 1 or 2:
                Move(window, draw.Next(XServer.Width + 100) - 150, draw.Next(XServer.Height + 60) - 100);
                break;
            case 3:
                Raise(window);
                break;
            case 4:
                Lower(window);
                break;
            case 5:
                Unmap(window);
                break;
            case 6:
                Map(window);
                break;
            case 7:
                Resize(window, 20 + draw.Next(250), 20 + draw.Next(200));
                break;
            default:
                Paint(window, draw.Next(200), draw.Next(150), 1 + draw.Next(80), 1 + draw.Next(80));
                break;
        }
    }

    public void Dispose() => _ = Xlib.XCloseDisplay(display);

    private void Do(Func<int> request)
    {
        _ = request();
        _ = Xlib.XFlush(display);
    }

    private const nuint CwBackPixmap = 1;
    private const nuint CwOverrideRedirect = 1 << 9;

    [LibraryImport(Xlib.Library)]
    private static partial Xlib.Image* XGetImage(nint display, nuint drawable, int x, int y, uint width, uint height, nuint planes, int format);

    [LibraryImport(Xlib.Library)]
    private static partial nint XCreateGC(nint display, nuint drawable, nuint mask, nint values);

    [LibraryImport(Xlib.Library)]
    private static partial int XSetForeground(nint display, nint gc, nuint colour);

    [LibraryImport(Xlib.Library)]
    private static partial nuint XCreateSimpleWindow(
        nint display, nuint parent, int x, int y, uint width, uint height, uint border, nuint borderColour, nuint background);

    [LibraryImport(Xlib.Library)]
    private static partial int XChangeWindowAttributes(nint display, nuint window, nuint mask, XDrawing.SetWindowAttributes* attributes);

    [LibraryImport(Xlib.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int XStoreName(nint display, nuint window, string name);

    [LibraryImport(Xlib.Library)]
    private static partial void XSetWMNormalHints(nint display, nuint window, nint* hints);

    [LibraryImport(Xlib.Library)]
    private static partial int XSetTransientForHint(nint display, nuint window, nuint of);

    [LibraryImport(Xlib.Library)]
    private static partial int XMapWindow(nint display, nuint window);

    [LibraryImport(Xlib.Library)]
    private static partial int XUnmapWindow(nint display, nuint window);

    [LibraryImport(Xlib.Library)]
    private static partial int XMoveWindow(nint display, nuint window, int x, int y);

    [LibraryImport(Xlib.Library)]
    private static partial int XResizeWindow(nint display, nuint window, uint width, uint height);

    [LibraryImport(Xlib.Library)]
    private static partial int XRaiseWindow(nint display, nuint window);

    [LibraryImport(Xlib.Library)]
    private static partial int XLowerWindow(nint display, nuint window);

    [LibraryImport(Xlib.Library)]
    private static partial int XFillRectangle(nint display, nuint window, nint gc, int x, int y, uint width, uint height);
}
