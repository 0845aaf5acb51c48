using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>What of Xlib makes windows and puts pixels into them, under its own names; 64-bit Linux layouts.</summary>
internal static unsafe partial class XDrawing
{
    public const uint InputOutput = 1;
    public const nint ExposureMask = 1 << 15;
    public const int Expose = 12;
    public const nuint WithBackgroundPixmap = 1;
    public const nuint WithBackgroundPixel = 1 << 1;
    public const nuint WithBorderPixel = 1 << 3;
    public const nuint WithOverrideRedirect = 1 << 9;
    public const nuint WithEventMask = 1 << 11;
    public const nuint WithColormap = 1 << 13;

    [LibraryImport(Xlib.Library)]
    public static partial nuint XCreateWindow(
        nint display, nuint parent, int x, int y, uint width, uint height, uint border, int depth, uint kind, nint visual, nuint mask, SetWindowAttributes* attributes);

    [LibraryImport(Xlib.Library)]
    public static partial int XChangeWindowAttributes(nint display, nuint window, nuint mask, SetWindowAttributes* attributes);

    [LibraryImport(Xlib.Library)]
    public static partial int XDestroyWindow(nint display, nuint window);

    [LibraryImport(Xlib.Library)]
    public static partial int XMapWindow(nint display, nuint window);

    [LibraryImport(Xlib.Library)]
    public static partial int XRaiseWindow(nint display, nuint window);

    [LibraryImport(Xlib.Library)]
    public static partial int XSetWindowBackground(nint display, nuint window, nuint pixel);

    [LibraryImport(Xlib.Library)]
    public static partial int XClearWindow(nint display, nuint window);

    [LibraryImport(Xlib.Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XStoreName(nint display, nuint window, string name);

    [LibraryImport(Xlib.Library)]
    public static partial nint XCreateGC(nint display, nuint drawable, nuint mask, nint values);

    [LibraryImport(Xlib.Library)]
    public static partial int XFreeGC(nint display, nint gc);

    [LibraryImport(Xlib.Library)]
    public static partial nuint XCreateColormap(nint display, nuint window, nint visual, int alloc);

    [LibraryImport(Xlib.Library)]
    public static partial int XFreeColormap(nint display, nuint colormap);

    [LibraryImport(Xlib.Library)]
    public static partial int XMatchVisualInfo(nint display, int screen, int depth, int kind, VisualInfo* info);

    [LibraryImport(Xlib.Library)]
    public static partial nint XCreateImage(
        nint display, nint visual, uint depth, int format, int offset, void* data, uint width, uint height, int pad, int stride);

    [LibraryImport(Xlib.Library)]
    public static partial int XPutImage(
        nint display, nuint drawable, nint gc, nint image, int fromX, int fromY, int x, int y, uint width, uint height);

    [LibraryImport(Xlib.Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint XInternAtom(nint display, string name, int onlyIfExists);

    [LibraryImport(Xlib.Library)]
    public static partial nuint XGetSelectionOwner(nint display, nuint selection);

    [LibraryImport(Xlib.FixesLibrary)]
    public static partial void XFixesSelectSelectionInput(nint display, nuint window, nuint selection, nuint mask);

    /// <summary>XSetWindowAttributes.</summary>
    public struct SetWindowAttributes
    {
        public nuint BackgroundPixmap;
        public nuint BackgroundPixel;
        public nuint BorderPixmap;
        public nuint BorderPixel;
        public int BitGravity;
        public int WinGravity;
        public int BackingStore;
        public nuint BackingPlanes;
        public nuint BackingPixel;
        public int SaveUnder;
        public nint EventMask;
        public nint DoNotPropagate;
        public int OverrideRedirect;
        public nuint Colormap;
        public nuint Cursor;
    }

    /// <summary>XVisualInfo.</summary>
    public struct VisualInfo
    {
        public nint Visual;
        public nuint Id;
        public int Screen;
        public int Depth;
        public int Class;
        public nuint RedMask;
        public nuint GreenMask;
        public nuint BlueMask;
        public int ColormapSize;
        public int BitsPerRgb;
    }

    /// <summary>XExposeEvent.</summary>
    public struct ExposeEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint Window;
        public int X;
        public int Y;
        public int Width;
        public int Height;
    }
}
