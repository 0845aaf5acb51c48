using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Benchmarks.Stage;

/// <summary>Presses the mouse button of a display at a known moment (XTest): a program started for it would take longer than what is measured.</summary>
internal static class Finger
{
    /// <summary>Moves the pointer there and clicks.</summary>
    /// <param name="name">The display.</param>
    /// <param name="x">Pixels from the left.</param>
    /// <param name="y">Pixels from the top.</param>
    /// <param name="now">Asked right before the button goes up, which is when a button of a window counts as clicked.</param>
    public static long Click(string name, int x, int y, Func<long> now)
    {
        var display = Xlib.XOpenDisplay(name);
        if (display == 0)
        {
            throw new InvalidOperationException($"The display {name} cannot be reached.");
        }

        _ = XTest.XTestFakeMotionEvent(display, -1, x, y, 0);
        _ = XTest.XTestFakeButtonEvent(display, 1, 1, 0);
        Xlib.XSync(display, 0);
        var at = now();
        _ = XTest.XTestFakeButtonEvent(display, 1, 0, 0);
        Xlib.XSync(display, 0);
        Xlib.XCloseDisplay(display);
        return at;
    }
}
