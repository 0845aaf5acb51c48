using System.Runtime.InteropServices;

namespace RemoteAssist.Benchmarks.Page;

/// <summary>What a program needs of Xlib to keep its page off the screen and copy the visible part, as toolkits do.</summary>
internal static partial class Pixmap
{
    private const string Library = "libX11.so.6";

    [LibraryImport(Library)]
    public static partial nuint XCreatePixmap(nint display, nuint drawable, uint width, uint height, uint depth);

    [LibraryImport(Library)]
    public static partial int XCopyArea(
        nint display, nuint from, nuint to, nint gc, int fromX, int fromY, uint width, uint height, int toX, int toY);

    [LibraryImport(Library)]
    public static partial int XSetGraphicsExposures(nint display, nint gc, int wanted);

    [LibraryImport(Library)]
    public static partial int XSetWindowBackgroundPixmap(nint display, nuint window, nuint pixmap);

    [LibraryImport(Library)]
    public static partial int XMoveWindow(nint display, nuint window, int x, int y);

    [LibraryImport(Library)]
    public static partial int XLowerWindow(nint display, nuint window);

    [LibraryImport(Library)]
    public static partial nuint XCreateBitmapFromData(nint display, nuint drawable, byte[] data, uint width, uint height);

    [LibraryImport(Library)]
    public static partial nuint XCreatePixmapCursor(
        nint display, nuint source, nuint mask, byte[] foreground, byte[] background, uint x, uint y);

    [LibraryImport(Library)]
    public static partial int XDefineCursor(nint display, nuint window, nuint cursor);

    [LibraryImport(Library)]
    public static partial int XWarpPointer(
        nint display, nuint from, nuint to, int fromX, int fromY, uint width, uint height, int x, int y);
}
