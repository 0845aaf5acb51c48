using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Tests.Fakes;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>A full-screen program, such as a game, that has the whole screen and has grabbed keyboard and pointer.</summary>
internal sealed partial class GrabbingProgram : IDisposable
{
    private const int GrabSuccess = 0;
    private const int Asynchronous = 1;
    private const uint OverrideRedirect = 1 << 9;

    private readonly nint display;

    public GrabbingProgram(string displayName)
    {
        display = Xlib.XOpenDisplay(displayName);
        var root = Xlib.XDefaultRootWindow(display);
        var window = XCreateSimpleWindow(display, root, 0, 0, XServer.Width, XServer.Height, 0, 0, 0x203040);
        var free = new Attributes { OverrideRedirect = 1 };
        _ = XChangeWindowAttributes(display, window, OverrideRedirect, ref free);
        _ = XMapRaised(display, window);
        _ = Xlib.XSync(display, 0);
        Eventually.Is(() => XGrabKeyboard(display, window, 1, Asynchronous, Asynchronous, 0) == GrabSuccess, "it has the keyboard").Wait();
        XGrabPointer(display, window, 1, 0, Asynchronous, Asynchronous, 0, 0, 0).Should().Be(GrabSuccess);
        _ = Xlib.XSync(display, 0);
    }

    public void Dispose()
    {
        _ = Xlib.XCloseDisplay(display);
        XErrors.Forget(display);
    }

    [LibraryImport(Xlib.Library)]
    private static partial nuint XCreateSimpleWindow(
        nint display, nuint parent, int x, int y, uint width, uint height, uint border, nuint borderColour, nuint background);

    [LibraryImport(Xlib.Library)]
    private static partial int XChangeWindowAttributes(nint display, nuint window, nuint mask, ref Attributes attributes);

    [LibraryImport(Xlib.Library)]
    private static partial int XMapRaised(nint display, nuint window);

    [LibraryImport(Xlib.Library)]
    private static partial int XGrabKeyboard(nint display, nuint window, int owner, int pointerMode, int keyboardMode, nuint time);

    [LibraryImport(Xlib.Library)]
    private static partial int XGrabPointer(
        nint display, nuint window, int owner, uint events, int pointerMode, int keyboardMode, nuint confine, nuint cursor, nuint time);

    /// <summary>XSetWindowAttributes of a 64-bit Xlib.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
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
