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
/// Thread-safe. A keycode of X is Linux' number of the key plus 8. What is done has been done by the X server when the call
/// returns: it keeps no order between connections, so nobody else could tell before.
/// </remarks>
internal sealed class XTestSink : IInputSink
{
    private const int FromLinux = 8;
    private const int LastKeycode = 255;
    private const int Notch = 120;
    private const uint WheelUp = 4, WheelDown = 5, WheelLeft = 6, WheelRight = 7;

    // A key that was made for a character is given back once nothing was typed for so long.
    private static readonly TimeSpan SparesStay = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly nint display;
    private readonly nuint root;
    private readonly OwnWindowGuard guard;
    private readonly LayoutKeys layout;
    private readonly SpareKeys spares;
    private readonly ITimer giveBack;
    private readonly HashSet<uint> keys = [];
    private readonly HashSet<uint> buttons = [];
    private int across;
    private int down;
    private bool closed;

    private XTestSink(nint display, OwnWindows own, TimeProvider clock)
    {
        this.display = display;
        root = Xlib.XDefaultRootWindow(display);
        guard = new OwnWindowGuard(display, root, own);
        layout = new LayoutKeys(display);
        spares = new SpareKeys(display, clock);
        giveBack = clock.CreateTimer(_ => GiveBack(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the library is installed.</summary>
    public static bool IsHere { get; } =
        NativeLibrary.TryLoad(XTest.Library, typeof(XTestSink).Assembly, DllImportSearchPath.SafeDirectories, out _);

    /// <summary>Opens it.</summary>
    /// <param name="own">Windows that nothing may reach.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="displayName">The display, such as ":0"; null for the one that the environment names.</param>
    /// <returns>Null where this X server, or this computer, has no XTEST.</returns>
    public static XTestSink? Open(OwnWindows own, TimeProvider clock, string? displayName = null)
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

        return new XTestSink(display, own, clock);
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
                InputEvent.Button release => LetGo(buttons, (uint)release.Number),
                InputEvent.Wheel wheel => Turn(wheel),
                InputEvent.Key { Down: true } press => PressKey(press.Usage),
                InputEvent.Key release => PhysicalKeys.Linux(release.Usage) is { } key ? LetGo(keys, (uint)(key + FromLinux)) : null,
                InputEvent.Text text => Type(text.Written),
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
            spares.Clear();
            closed = true;
            Xlib.XCloseDisplay(display);
            XErrors.Forget(display);
        }

        giveBack.Dispose();
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
            () => XTest.XTestFakeMotionEvent(display, 0, x, y, 0));
    }

    private CommandRefusal? Press(uint button) => buttons.Contains(button) ? null : Grabbed(guard.PointerIsOn, () =>
    {
        XTest.XTestFakeButtonEvent(display, button, 1, 0);
        buttons.Add(button);
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
        }
    }

    private CommandRefusal? PressKey(int usage)
    {
        if (PhysicalKeys.Linux(usage) is not { } linux || linux + FromLinux > LastKeycode)
        {
            return CommandRefusal.OutOfRange;
        }

        var key = (uint)(linux + FromLinux);
        if (keys.Contains(key))
        {
            // The browser repeats what is held; so does X.
            return null;
        }

        return Grabbed(() => guard.KeyboardIsOn() || IsOurs(usage), () =>
        {
            XTest.XTestFakeKeyEvent(display, key, 1, 0);
            keys.Add(key);
        });
    }

    // Ctrl+Alt+End stops the session, and only the customer stops it in the customer's name. Ctrl+Alt+F1 to F12 would take
    // the whole desktop away, with the bar on it.
    private bool IsOurs(int usage)
    {
        if (!PhysicalKeys.IsEnd(usage) && !PhysicalKeys.IsFunction(usage))
        {
            return false;
        }

        const uint Both = XTest.ControlMask | XTest.Mod1Mask;
        Xlib.XQueryPointer(display, root, out _, out _, out _, out _, out _, out _, out var modifiers);
        return (modifiers & Both) == Both;
    }

    private CommandRefusal? Type(string text)
    {
        var symbols = text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes()
            .Select(SpareKeys.SymbolOf).Where(s => s != XTest.NoSymbol).ToArray();
        layout.Read(spares.Keys);
        giveBack.Change(SparesStay, Timeout.InfiniteTimeSpan);
        foreach (var piece in symbols.Chunk(Math.Max(1, spares.Count)))
        {
            // Nothing is prepared for a window that nothing may be typed into.
            if (guard.KeyboardIsOn())
            {
                return CommandRefusal.OwnWindow;
            }

            var known = piece.Distinct().Select(s => (Symbol: s, Key: layout.Find(s))).Where(k => k.Key is not null).ToDictionary(k => k.Symbol, k => k.Key!.Value);
            var others = piece.Where(s => !known.ContainsKey(s)).ToHashSet();
            if (others.Count > 0 && spares.Count == 0)
            {
                return CommandRefusal.Unable;
            }

            foreach (var (symbol, key) in spares.Prepare(others))
            {
                known[symbol] = (key, false);
            }

            if (Grabbed(guard.KeyboardIsOn, () => Tap(piece.Select(s => known[s]))) is { } why)
            {
                return why;
            }

            if (others.Count > 0)
            {
                spares.Typed();
            }
        }

        return null;
    }

    private void Tap(IEnumerable<(int Key, bool Shift)> taps)
    {
        foreach (var (key, shift) in taps)
        {
            if (shift)
            {
                XTest.XTestFakeKeyEvent(display, (uint)layout.Shift, 1, 0);
            }

            XTest.XTestFakeKeyEvent(display, (uint)key, 1, 0);
            XTest.XTestFakeKeyEvent(display, (uint)key, 0, 0);
            if (shift)
            {
                XTest.XTestFakeKeyEvent(display, (uint)layout.Shift, 0, 0);
            }
        }
    }

    private CommandRefusal? LetGo(HashSet<uint> held, uint which)
    {
        if (held.Remove(which))
        {
            Fake(held == keys, which);
            Xlib.XSync(display, 0);
        }

        return null;
    }

    private CommandRefusal? LetGoOfAll()
    {
        foreach (var button in buttons)
        {
            Fake(false, button);
        }

        foreach (var key in keys)
        {
            Fake(true, key);
        }

        buttons.Clear();
        keys.Clear();
        (across, down) = (0, 0);
        Xlib.XSync(display, 0);
        return null;
    }

    private void Fake(bool key, uint which)
    {
        if (key)
        {
            XTest.XTestFakeKeyEvent(display, which, 0, 0);
        }
        else
        {
            XTest.XTestFakeButtonEvent(display, which, 0, 0);
        }
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

    private void GiveBack()
    {
        lock (gate)
        {
            if (!closed && spares.AreInUse)
            {
                spares.Clear();
            }
        }
    }
}
