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
}
