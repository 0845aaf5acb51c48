using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Benchmarks.Page;

namespace RemoteAssist.Benchmarks.Stage;

/// <summary>Lets the Agent's questions be seen where a drawing that no window manager arranges covers the whole screen.</summary>
internal static unsafe class Stacking
{
    /// <summary>Puts every window as large as the screen beneath all others.</summary>
    public static void LowerDrawings(string name)
    {
        var display = Xlib.XOpenDisplay(name);
        var root = Xlib.XDefaultRootWindow(display);
        Xlib.WindowAttributes screen;
        Xlib.WindowAttributes window;
        Xlib.XGetWindowAttributes(display, root, &screen);
        if (Xlib.XQueryTree(display, root, out _, out _, out var children, out var count) != 0 && children != 0)
        {
            foreach (var child in new ReadOnlySpan<nuint>((void*)children, (int)count))
            {
                if (Xlib.XGetWindowAttributes(display, child, &window) != 0 && window.MapState == Xlib.IsViewable
                    && window.Width >= screen.Width && window.Height >= screen.Height)
                {
                    Pixmap.XLowerWindow(display, child);
                }
            }

            Xlib.XFree(children);
        }

        Xlib.XSync(display, 0);
        Xlib.XCloseDisplay(display);
    }
}
