using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Benchmarks.Stage;

/// <summary>A person's hand on pointer and keyboard of a display (XTest), on one connection for as long as it is needed.</summary>
internal sealed class Hand : IDisposable
{
    private readonly nint display;

    public Hand(string name)
    {
        display = Xlib.XOpenDisplay(name);
        if (display == 0)
        {
            throw new InvalidOperationException($"The display {name} cannot be reached.");
        }
    }

    public void Move(int x, int y)
    {
        _ = XTest.XTestFakeMotionEvent(display, -1, x, y, 0);
        _ = Xlib.XSync(display, 0);
    }

    public void Tap(uint key)
    {
        _ = XTest.XTestFakeKeyEvent(display, key, 1, 0);
        _ = XTest.XTestFakeKeyEvent(display, key, 0, 0);
        _ = Xlib.XSync(display, 0);
    }

    public void Dispose() => _ = Xlib.XCloseDisplay(display);
}
