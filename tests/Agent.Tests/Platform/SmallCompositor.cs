using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>
/// Draws a display from its windows' own pixels, translucent ones over others, some moments behind as compositors are. It
/// draws everything each time and knows no more than a test needs.
/// </summary>
internal sealed unsafe partial class SmallCompositor : IDisposable
{
    private static readonly TimeSpan Behind = TimeSpan.FromMilliseconds(25);

    private const int Manual = 1;
    private const int Source = 1;
    private const int Over = 3;
    private const nuint SubwindowMode = 1 << 8;

    private readonly nint display;
    private readonly nuint root;
    private readonly ManualResetEventSlim over = new();
    private readonly Thread thread;

    public SmallCompositor(string displayName)
    {
        display = Xlib.XOpenDisplay(displayName);
        root = Xlib.XDefaultRootWindow(display);
        var (major, minor) = (0, 4);
        XComposite.XCompositeQueryVersion(display, ref major, ref minor).Should().NotBe(0);
        _ = XCompositeRedirectSubwindows(display, root, Manual);
        var owner = XDrawing.XCreateWindow(display, root, -9, -9, 1, 1, 0, 0, 2, 0, 0, null);
        _ = XSetSelectionOwner(display, XDrawing.XInternAtom(display, "_NET_WM_CM_S0", 0), owner, 0);
        _ = Xlib.XSync(display, 0);
        thread = new Thread(Run) { IsBackground = true };
        thread.Start();
    }

    public void Dispose()
    {
        over.Set();
        thread.Join();
        _ = Xlib.XCloseDisplay(display);
        over.Dispose();
    }

    private void Run()
    {
        while (!over.Wait(Behind))
        {
            Draw();
        }
    }

    private void Draw()
    {
        var screenFormat = XRenderFindVisualFormat(display, Xlib.XDefaultVisual(display, 0));
        var inferiors = new PictureAttributes { SubwindowMode = 1 };
        var buffer = XCreatePixmap(display, root, XServer.Width, XServer.Height, 24);
        var target = XRenderCreatePicture(display, buffer, screenFormat, 0, null);
        var desk = new Colour { Red = 0x3333, Green = 0x6666, Blue = 0x9999, Alpha = 0xffff };
        XRenderFillRectangle(display, Source, target, &desk, 0, 0, XServer.Width, XServer.Height);
        foreach (var window in WindowOwners.ChildrenOf(display, root))
        {
            Xlib.WindowAttributes facts;
            if (Xlib.XGetWindowAttributes(display, window, &facts) == 0 || facts.MapState != Xlib.IsViewable || facts.Class == Xlib.InputOnly)
            {
                continue;
            }

            var picture = XRenderCreatePicture(display, window, XRenderFindVisualFormat(display, facts.Visual), SubwindowMode, &inferiors);
            XRenderComposite(
                display, facts.Depth == Xlib.DepthWithAlpha ? Over : Source, picture, 0, target, 0, 0, 0, 0, facts.X, facts.Y, (uint)facts.Width, (uint)facts.Height);
            XRenderFreePicture(display, picture);
        }

        var screen = XRenderCreatePicture(display, root, screenFormat, SubwindowMode, &inferiors);
        XRenderComposite(display, Source, target, 0, screen, 0, 0, 0, 0, 0, 0, XServer.Width, XServer.Height);
        XRenderFreePicture(display, screen);
        XRenderFreePicture(display, target);
        _ = Xlib.XFreePixmap(display, buffer);
        _ = Xlib.XSync(display, 0);
    }

    [LibraryImport(XComposite.Library)]
    private static partial int XCompositeRedirectSubwindows(nint display, nuint window, int update);

    [LibraryImport(Xlib.Library)]
    private static partial int XSetSelectionOwner(nint display, nuint selection, nuint owner, nuint time);

    [LibraryImport(Xlib.Library)]
    private static partial nuint XCreatePixmap(nint display, nuint drawable, uint width, uint height, uint depth);

    [LibraryImport("libXrender.so.1")]
    private static partial nint XRenderFindVisualFormat(nint display, nint visual);

    [LibraryImport("libXrender.so.1")]
    private static partial nuint XRenderCreatePicture(nint display, nuint drawable, nint format, nuint mask, PictureAttributes* attributes);

    [LibraryImport("libXrender.so.1")]
    private static partial void XRenderFreePicture(nint display, nuint picture);

    [LibraryImport("libXrender.so.1")]
    private static partial void XRenderFillRectangle(nint display, int operation, nuint target, Colour* colour, int x, int y, uint width, uint height);

    [LibraryImport("libXrender.so.1")]
    private static partial void XRenderComposite(
        nint display, int operation, nuint source, nuint mask, nuint target, int fromX, int fromY, int maskX, int maskY, int x, int y, uint width, uint height);

    private struct Colour
    {
        public ushort Red;
        public ushort Green;
        public ushort Blue;
        public ushort Alpha;
    }

    // XRenderPictureAttributes.
    [StructLayout(LayoutKind.Sequential)]
    private struct PictureAttributes
    {
        public int Repeat;
        public nuint AlphaMap;
        public int AlphaX;
        public int AlphaY;
        public int ClipX;
        public int ClipY;
        public nuint ClipMask;
        public int GraphicsExposures;
        public int SubwindowMode;
        public int PolyEdge;
        public int PolyMode;
        public nuint Dither;
        public int ComponentAlpha;
    }
}
