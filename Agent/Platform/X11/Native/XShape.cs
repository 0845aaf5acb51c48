using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>The SHAPE extension, under its own names.</summary>
internal static unsafe partial class XShape
{
    public const int Set = 0;
    public const int Union = 1;
    public const int Subtract = 3;
    public const int Bounding = 0;
    public const int Input = 2;
    public const nuint NotifyMask = 1;

    [LibraryImport(Xlib.ExtLibrary)]
    public static partial int XShapeQueryExtension(nint display, out int eventBase, out int errorBase);

    [LibraryImport(Xlib.ExtLibrary)]
    public static partial void XShapeSelectInput(nint display, nuint window, nuint mask);

    [LibraryImport(Xlib.ExtLibrary)]
    public static partial int XShapeQueryExtents(
        nint display, nuint window, out int bounded, out int x, out int y, out uint width, out uint height, out int clipped, out int clipX, out int clipY, out uint clipWidth, out uint clipHeight);

    [LibraryImport(Xlib.ExtLibrary)]
    public static partial Xlib.Rectangle* XShapeGetRectangles(nint display, nuint window, int kind, out int count, out int ordering);

    [LibraryImport(Xlib.ExtLibrary)]
    public static partial void XShapeCombineRectangles(
        nint display, nuint window, int kind, int x, int y, Xlib.Rectangle* rectangles, int count, int operation, int ordering);

    /// <summary>XShapeEvent, up to what is used.</summary>
    public struct Event
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint Window;
        public int Kind;
    }
}
