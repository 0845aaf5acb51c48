using System.Runtime.InteropServices;

namespace RemoteAssist.Marker;

/// <summary>The few calls of Xlib that a small window needs.</summary>
internal static partial class X11
{
    private const string Library = "libX11.so.6";

    public const uint OverrideRedirect = 1 << 9;

    [LibraryImport(Library)]
    public static partial nint XOpenDisplay(nint name);

    [LibraryImport(Library)]
    public static partial nuint XDefaultRootWindow(nint display);

    [LibraryImport(Library)]
    public static partial nuint XCreateSimpleWindow(
        nint display, nuint parent, int x, int y, uint width, uint height, uint border, nuint borderColour, nuint background);

    [LibraryImport(Library)]
    public static partial int XChangeWindowAttributes(nint display, nuint window, nuint mask, ref WindowAttributes attributes);

    [LibraryImport(Library)]
    public static partial int XMapRaised(nint display, nuint window);

    [LibraryImport(Library)]
    public static partial int XRaiseWindow(nint display, nuint window);

    [LibraryImport(Library)]
    public static partial nint XCreateGC(nint display, nuint drawable, nuint mask, nint values);

    [LibraryImport(Library)]
    public static partial nint XDefaultVisual(nint display, int screen);

    [LibraryImport(Library)]
    public static partial nint XCreateImage(
        nint display, nint visual, uint depth, int format, int offset, nint data, uint width, uint height, int pad, int stride);

    [LibraryImport(Library)]
    public static partial int XPutImage(
        nint display, nuint drawable, nint gc, nint image, int fromX, int fromY, int x, int y, uint width, uint height);

    [LibraryImport(Library)]
    public static partial int XSync(nint display, int discard);

    /// <summary>XSetWindowAttributes of a 64-bit Xlib.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct WindowAttributes
    {
        public nuint BackgroundPixmap, BackgroundPixel, BorderPixmap, BorderPixel;
        public int BitGravity, WinGravity, BackingStore;
        public nuint BackingPlanes, BackingPixel;
        public int SaveUnder;
        public nint EventMask, DoNotPropagate;
        public int OverrideRedirect;
        public nuint Colormap, Cursor;
    }
}
