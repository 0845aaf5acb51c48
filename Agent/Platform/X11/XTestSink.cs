using System.Runtime.InteropServices;
using RemoteAssist.Agent.Inject;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Pointer and keyboard of an X display, by XTEST, on a connection of its own. Every press is done while the X server is
/// grabbed, behind a look at whom it would reach: no window of the Agent's can slip under it in between.
/// </summary>
/// <remarks>
/// Thread-safe. What is done has been done by the X server when the call
/// returns: it keeps no order between connections, so nobody else could tell before.
/// </remarks>
internal sealed class XTestSink : IInputSink
{
    private const int Notch = 120;
    private const uint WheelUp = 4, WheelDown = 5, WheelLeft = 6, WheelRight = 7;

    private readonly Lock gate = new();
    private readonly nint display;
    private readonly nuint root;
    private readonly OwnWindowGuard guard;
    private readonly XTestKeys keys;
    private readonly IDisposable? lastHand;
    private readonly HashSet<uint> buttons = [];
    private InputCounts counted = InputCounts.None;
    private int across;
    private int down;
    private bool closed;

    private XTestSink(nint display, OwnWindows own, TimeProvider clock, Func<IEnumerable<int>, IDisposable?>? whenItDies)
    {
        this.display = display;
        root = Xlib.XDefaultRootWindow(display);
        guard = new OwnWindowGuard(display, root, own);
        keys = new XTestKeys(display, root, guard, Grabbed, clock, gate);
        lastHand = whenItDies?.Invoke(keys.Spares);
    }

    /// <summary>Whether the library is installed.</summary>
    public static bool IsHere { get; } =
        NativeLibrary.TryLoad(XTest.Library, typeof(XTestSink).Assembly, DllImportSearchPath.SafeDirectories, out _);

    /// <summary>Opens it.</summary>
    /// <param name="own">Windows that nothing may reach.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="displayName">The display, such as ":0"; null for the one that the environment names.</param>
    /// <param name="whenItDies">Starts what lets go of everything should this process die; it is told which keycodes are free, and disposed of with the sink.</param>
    /// <returns>Null where this X server, or this computer, has no XTEST.</returns>
    public static XTestSink? Open(
        OwnWindows own, TimeProvider clock, string? displayName = null, Func<IEnumerable<int>, IDisposable?>? whenItDies = null)
    {
        var display = IsHere ? Xlib.XOpenDisplay(displayName) : 0;
        if (display == 0)
        {
            return null;
        }

        if (XTest.XTestQueryExtension(display, out _, out _, out _, out _) == 0)
        {
            Xlib.XCloseDisplay(display);
            return null;
        }

        return new XTestSink(display, own, clock, whenItDies);
    }

    /// <inheritdoc/>
    public InputCounts Counted
    {
        get
        {
            lock (gate)
            {
                return counted with { Keys = keys.Pressed, Characters = keys.Written };
            }
        }
    }

    /// <inheritdoc/>
    public CommandRefusal? Do(InputEvent happened)
    {
        lock (gate)
        {
            if (closed)
            {
                return CommandRefusal.Unable;
            }

            return happened switch
            {
                InputEvent.Move move => Move(move.X, move.Y),
                InputEvent.Button { Down: true } press => Press((uint)press.Number),
                InputEvent.Button release => LetGo((uint)release.Number),
                InputEvent.Wheel wheel => Turn(wheel),
                InputEvent.Key { Down: true } press => keys.Press(press.Usage),
                InputEvent.Key release => keys.LetGo(release.Usage),
                InputEvent.Stroke stroke => keys.Strike(stroke),
                InputEvent.Text text => keys.Type(text.Written),
                _ => LetGoOfAll(),
            };
        }
    }

    /// <inheritdoc/>
    public void ReleaseAll()
    {
        lock (gate)
        {
            if (!closed)
            {
                LetGoOfAll();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            LetGoOfAll();
            keys.Dispose();
            closed = true;
            Xlib.XCloseDisplay(display);
            XErrors.Forget(display);
        }

        lastHand?.Dispose();
    }

    private unsafe CommandRefusal? Move(int x, int y)
    {
        Xlib.WindowAttributes screen;
        if (Xlib.XGetWindowAttributes(display, root, &screen) == 0 || x >= screen.Width || y >= screen.Height)
        {
            return CommandRefusal.OutOfRange;
        }

        // Over our windows it may go; but what is dragged there could be dropped there.
        return Grabbed(
            () => buttons.Count > 0 && guard.IsAt(x, y),
            () =>
            {
                XTest.XTestFakeMotionEvent(display, 0, x, y, 0);
                counted = counted with { Moves = counted.Moves + 1 };
            });
    }

    private CommandRefusal? Press(uint button) => buttons.Contains(button) ? null : Grabbed(guard.PointerIsOn, () =>
    {
        XTest.XTestFakeButtonEvent(display, button, 1, 0);
        buttons.Add(button);
        counted = counted with { Buttons = counted.Buttons + 1 };
    });

    private CommandRefusal? Turn(InputEvent.Wheel wheel)
    {
        var (right, below) = (across + wheel.Across, down + wheel.Down);
        var why = Grabbed(guard.PointerIsOn, () =>
        {
            Click(right > 0 ? WheelRight : WheelLeft, Math.Abs(right) / Notch);
            Click(below > 0 ? WheelDown : WheelUp, Math.Abs(below) / Notch);
        });

        // What was refused is not saved up for the next window.
        (across, down) = why is null ? (right % Notch, below % Notch) : (0, 0);
        return why;
    }

    private void Click(uint button, int times)
    {
        for (var i = 0; i < times; i++)
        {
            XTest.XTestFakeButtonEvent(display, button, 1, 0);
            XTest.XTestFakeButtonEvent(display, button, 0, 0);
            counted = counted with { Wheel = counted.Wheel + 1 };
        }
    }

    private CommandRefusal? LetGo(uint button)
    {
        if (buttons.Remove(button))
        {
            XTest.XTestFakeButtonEvent(display, button, 0, 0);
            Xlib.XSync(display, 0);
        }

        return null;
    }

    private CommandRefusal? LetGoOfAll()
    {
        foreach (var button in buttons)
        {
            XTest.XTestFakeButtonEvent(display, button, 0, 0);
        }

        buttons.Clear();
        keys.LetGoOfAll();
        (across, down) = (0, 0);
        Xlib.XSync(display, 0);
        return null;
    }

    // While the server is grabbed nobody else's request is done: who is looked at is who gets it.
    private CommandRefusal? Grabbed(Func<bool> reachesOurs, Action act)
    {
        Xlib.XGrabServer(display);
        try
        {
            if (reachesOurs())
            {
                return CommandRefusal.OwnWindow;
            }

            act();
            return null;
        }
        finally
        {
            Xlib.XUngrabServer(display);
            Xlib.XSync(display, 0);
        }
    }
}
