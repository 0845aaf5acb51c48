using RemoteAssist.Agent.Inject;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The keys of an <see cref="XTestSink"/>: places on the keyboard, characters at a place, and text. Called under the sink's
/// lock; a keycode of X is Linux' number of the key plus 8.
/// </summary>
internal sealed class XTestKeys : IDisposable
{
    private const int FromLinux = 8;
    private const int LastKeycode = 255;
    private const uint Shortcut = XTest.ControlMask | XTest.Mod1Mask | XTest.Mod4Mask;

    // A key that was made for a character is given back once nothing was typed for so long.
    private static readonly TimeSpan SparesStay = TimeSpan.FromSeconds(2);

    private static readonly HashSet<uint> Ours =
        [.. Enumerable.Range(InputEvent.FirstUsage, InputEvent.LastUsage).Where(u => PhysicalKeys.IsEnd(u) || PhysicalKeys.IsFunction(u)).Select(u => KeyAt(u)!.Value)];

    private readonly nint display;
    private readonly nuint root;
    private readonly OwnWindowGuard guard;
    private readonly Func<Func<bool>, Action, CommandRefusal?> grabbed;
    private readonly Lock gate;
    private readonly LayoutKeys layout;
    private readonly SpareKeys spares;
    private readonly ITimer giveBack;

    // By the place on the technician's keyboard, where what was pressed for it is not always the key at that place.
    private readonly Dictionary<int, uint> held = [];

    // As X has it, which a text may have changed.
    private readonly HashSet<uint> down = [];
    private bool closed;

    /// <param name="display">The sink's connection.</param>
    /// <param name="root">The root window.</param>
    /// <param name="guard">Whether a key would reach one of the Agent's own windows.</param>
    /// <param name="grabbed">Acts while the X server is grabbed, unless the first says that it would be ours.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="gate">The sink's lock, for what happens by itself.</param>
    public XTestKeys(
        nint display, nuint root, OwnWindowGuard guard, Func<Func<bool>, Action, CommandRefusal?> grabbed, TimeProvider clock, Lock gate)
    {
        (this.display, this.root, this.guard, this.grabbed, this.gate) = (display, root, guard, grabbed, gate);
        layout = new LayoutKeys(display);
        spares = new SpareKeys(display, clock);
        giveBack = clock.CreateTimer(_ => GiveBack(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keycodes that text may be written with and that mean nothing otherwise.</summary>
    public IReadOnlySet<int> Spares => spares.Keys;

    /// <summary>Keys that went down, those that text was written with among them.</summary>
    public long Pressed { get; private set; }

    /// <summary>Characters that were written as text.</summary>
    public long Written { get; private set; }

    /// <summary>The key at this place goes down.</summary>
    public CommandRefusal? Press(int usage) =>
        KeyAt(usage) is { } key ? Press(usage, key) : CommandRefusal.OutOfRange;

    /// <summary>
    /// The key goes down that writes this character here: the one at its place where that is it, else another that does as
    /// the keyboard stands. Where none does, a shortcut is the key at its place, and anything else is written as text.
    /// </summary>
    public CommandRefusal? Strike(InputEvent.Stroke stroke)
    {
        if (held.ContainsKey(stroke.Usage))
        {
            // The browser repeats what is held; so does X.
            return null;
        }

        layout.Read(spares.Keys);
        var place = KeyAt(stroke.Usage);
        var state = layout.Now();
        if (layout.KeyFor(stroke.Character, place ?? 0, state, anyShift: (state.Modifiers & Shortcut) != 0) is { } key)
        {
            return Press(stroke.Usage, (uint)key);
        }

        return (state.Modifiers & Shortcut) == 0 ? Type(stroke.Character.ToString())
            : place is { } same ? Press(stroke.Usage, same)
            : CommandRefusal.OutOfRange;
    }

    /// <summary>What was pressed for this place goes up.</summary>
    public CommandRefusal? LetGo(int usage)
    {
        if (held.Remove(usage, out var key) && !held.ContainsValue(key))
        {
            Up(key);
            Xlib.XSync(display, 0);
        }

        return null;
    }

    /// <summary>Every key goes up that went down here.</summary>
    public void LetGoOfAll()
    {
        foreach (var key in held.Values.Distinct())
        {
            Up(key);
        }

        held.Clear();
    }

    /// <summary>Writes a text, whatever the layout.</summary>
    public CommandRefusal? Type(string text)
    {
        var symbols = text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes()
            .Select(SpareKeys.SymbolOf).Where(s => s != XTest.NoSymbol).ToArray();
        spares.Read();
        layout.Read(spares.Keys);
        giveBack.Change(SparesStay, Timeout.InfiniteTimeSpan);
        foreach (var piece in symbols.Chunk(Math.Max(1, spares.Count)))
        {
            // Nothing is prepared for a window that nothing may be typed into.
            if (guard.KeyboardIsOn())
            {
                return CommandRefusal.OwnWindow;
            }

            var bends = Bending();
            var known = piece.Distinct().Select(s => (Symbol: s, Key: layout.Find(s, bends.IsPlain))).Where(k => k.Key is not null).ToDictionary(k => k.Symbol, k => k.Key!.Value);
            var others = piece.Where(s => !known.ContainsKey(s)).ToHashSet();
            if (others.Count > 0 && spares.Count == 0)
            {
                return CommandRefusal.Unable;
            }

            foreach (var (symbol, key) in spares.Prepare(others))
            {
                known[symbol] = (key, false);
            }

            if (grabbed(guard.KeyboardIsOn, () => Tap(piece.Select(s => known[s]), bends)) is { } why)
            {
                return why;
            }

            Written += piece.Length;
            if (others.Count > 0)
            {
                spares.Typed();
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closed = true;
        spares.Clear();
        giveBack.Dispose();
    }

    private CommandRefusal? Press(int usage, uint key)
    {
        if (held.ContainsKey(usage))
        {
            return null;
        }

        if (held.ContainsValue(key))
        {
            held[usage] = key;
            return null;
        }

        return grabbed(() => guard.KeyboardIsOn() || IsOurs(key), () =>
        {
            Down(key);
            held[usage] = key;
        });
    }

    // Ctrl+Alt+End stops the session, and only the customer stops it in the customer's name. Ctrl+Alt+F1 to F12 would take
    // the whole desktop away, with the bar on it.
    private bool IsOurs(uint key)
    {
        if (!Ours.Contains(key))
        {
            return false;
        }

        const uint Both = XTest.ControlMask | XTest.Mod1Mask;
        Xlib.XQueryPointer(display, root, out _, out _, out _, out _, out _, out _, out var modifiers);
        return (modifiers & Both) == Both;
    }

    // What of the keyboard's present state would make other characters of those that are typed, and can be put aside for them:
    // the Shift that the technician holds, and Caps Lock.
    private Bends Bending()
    {
        var shifts = held.Values.Where(layout.IsShift).Distinct().ToArray();
        var state = layout.Now();
        var locks = (state.Modifiers & XTest.LockMask) != 0 && layout.CapsLock != 0;
        var aside = (shifts.Length > 0 ? XTest.ShiftMask : 0) | (locks ? XTest.LockMask : 0);
        return new Bends(shifts, locks, LayoutKeys.IsPlain(state, aside));
    }

    private void Tap(IEnumerable<(int Key, bool Shift)> taps, Bends bends)
    {
        PutAside(bends, again: false);
        foreach (var (key, shift) in taps)
        {
            if (shift)
            {
                Down((uint)layout.Shift);
            }

            Down((uint)key);
            Up((uint)key);
            if (shift)
            {
                Up((uint)layout.Shift);
            }
        }

        PutAside(bends, again: true);
    }

    private void PutAside(Bends bends, bool again)
    {
        foreach (var shift in bends.Shifts)
        {
            if (again)
            {
                Down(shift);
            }
            else
            {
                Up(shift);
            }
        }

        if (bends.Locks)
        {
            Down((uint)layout.CapsLock);
            Up((uint)layout.CapsLock);
        }
    }

    private void Down(uint key)
    {
        // A text may be written with a key that the technician holds; X would take that for its repetition, or pass over it.
        if (!down.Add(key))
        {
            XTest.XTestFakeKeyEvent(display, key, 0, 0);
        }

        XTest.XTestFakeKeyEvent(display, key, 1, 0);
        Pressed++;
    }

    private void Up(uint key)
    {
        XTest.XTestFakeKeyEvent(display, key, 0, 0);
        down.Remove(key);
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

    private static uint? KeyAt(int usage) =>
        PhysicalKeys.Linux(usage) is { } linux && linux + FromLinux <= LastKeycode ? (uint)(linux + FromLinux) : null;

    /// <summary>What is put aside while a text is typed.</summary>
    /// <param name="Shifts">Held keys.</param>
    /// <param name="Locks">Whether Caps Lock is on.</param>
    /// <param name="IsPlain">Whether the layout's keys write what stands on them then.</param>
    private sealed record Bends(uint[] Shifts, bool Locks, bool IsPlain);
}
