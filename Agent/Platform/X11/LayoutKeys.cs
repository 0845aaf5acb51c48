using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The keys by which the customer's own layout writes a character, alone or with Shift.</summary>
/// <remarks>
/// Where several layouts are set up nobody can tell for sure which one counts for a key that is pressed by a program, and
/// none of them is used.
/// </remarks>
internal sealed unsafe class LayoutKeys(nint display)
{
    private const uint CoreKeyboard = 0x100; // XkbUseCoreKbd

    private Dictionary<nuint, (int Key, bool Shift)> keys = [];
    private bool read;

    /// <summary>Where Shift is; 0 where this layout has none.</summary>
    public int Shift { get; private set; }

    /// <summary>The key for a symbol, and whether Shift must be down with it, as the keyboard stands now.</summary>
    /// <returns>Null where the layout has none, or what is held down would change it.</returns>
    public (int Key, bool Shift)? Find(nuint symbol)
    {
        if (!keys.TryGetValue(symbol, out var found))
        {
            return null;
        }

        XTest.KeyboardState state;
        XTest.XkbGetState(display, CoreKeyboard, &state);
        var held = state.Modifiers & (XTest.ShiftMask | XTest.LockMask | XTest.ControlMask | XTest.Mod1Mask | XTest.Mod4Mask | XTest.Mod5Mask);
        return held == 0 && state.Group == 0 ? found : null;
    }

    /// <summary>Reads the layout, where it is not known or has changed.</summary>
    /// <param name="without">Keys that were made for something.</param>
    public void Read(IReadOnlySet<int> without)
    {
        Xlib.Event next;
        while (Xlib.XEventsQueued(display, Xlib.QueuedAfterReading) > 0)
        {
            Xlib.XNextEvent(display, &next);
            if (next.Type == XTest.MappingNotify)
            {
                XTest.XRefreshKeyboardMapping(&next);
                read = false;
            }
        }

        if (read)
        {
            return;
        }

        read = true;
        keys = [];
        XTest.XDisplayKeycodes(display, out var first, out var last);
        for (var key = first; key <= last; key++)
        {
            if (!without.Contains(key) && !Add(key))
            {
                keys = [];
                return;
            }
        }
    }

    // False where the key has a second layout.
    private bool Add(int key)
    {
        const nuint ShiftLeft = 0xffe1;
        const int Levels = 2;
        for (var level = 0; level < Levels; level++)
        {
            var symbol = XTest.XkbKeycodeToKeysym(display, (byte)key, 0, level);
            var second = XTest.XkbKeycodeToKeysym(display, (byte)key, 1, level);
            if (second != XTest.NoSymbol && second != symbol)
            {
                return false;
            }

            if (symbol == ShiftLeft && Shift == 0)
            {
                Shift = key;
            }

            if (symbol != XTest.NoSymbol)
            {
                keys.TryAdd(symbol, (key, level == 1));
            }
        }

        return true;
    }
}
