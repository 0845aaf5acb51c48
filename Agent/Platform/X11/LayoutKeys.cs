using System.Text;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The keys by which the customer's own layout writes a character.</summary>
/// <remarks>
/// Where several layouts are set up nobody can tell for sure which one counts for a key that is pressed by a program: then
/// none of them is used for text.
/// </remarks>
internal sealed unsafe class LayoutKeys(nint display)
{
    private const uint CoreKeyboard = 0x100; // XkbUseCoreKbd
    private const nuint ShiftLeft = 0xffe1, ShiftRight = 0xffe2, CapsLockSymbol = 0xffe5;
    private const int GroupShift = 13; // where XkbBuildCoreState puts it
    private const uint BendsText = XTest.ShiftMask | XTest.LockMask | XTest.ControlMask | XTest.Mod1Mask | XTest.Mod4Mask | XTest.Mod5Mask;

    // Keys that write a character: alone or with Shift. And all keys that there are.
    private Dictionary<uint, (int Key, bool Shift)> keys = [];
    private List<int> main = [];
    private List<int> pad = [];
    private int secondShift;
    private bool read;

    /// <summary>Where Shift is; 0 where this layout has none.</summary>
    public int Shift { get; private set; }

    /// <summary>Where Caps Lock is; 0 where this layout has none.</summary>
    public int CapsLock { get; private set; }

    /// <summary>Whether this key is a Shift.</summary>
    public bool IsShift(uint key) => key != 0 && (key == Shift || key == secondShift);

    /// <summary>How the keyboard stands.</summary>
    public XTest.KeyboardState Now()
    {
        XTest.KeyboardState state;
        XTest.XkbGetState(display, CoreKeyboard, &state);
        return state;
    }

    /// <summary>Whether keys write what stands on them, once <paramref name="aside"/> of what is held is put aside.</summary>
    public static bool IsPlain(XTest.KeyboardState state, uint aside) => (state.Modifiers & BendsText & ~aside) == 0 && state.Group == 0;

    /// <summary>The key for a symbol, and whether Shift must be down with it.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="isPlain">Whether keys write what stands on them.</param>
    /// <returns>Null where the layout has none, or what is held down would change it.</returns>
    public (int Key, bool Shift)? Find(nuint symbol, bool isPlain) =>
        isPlain && keys.TryGetValue(SpareKeys.CharacterOf(symbol), out var found) ? found : null;

    /// <summary>A key that writes this character as the keyboard stands.</summary>
    /// <param name="character">The character.</param>
    /// <param name="first">The key that is tried before all others.</param>
    /// <param name="state">How the keyboard stands.</param>
    /// <param name="anyShift">A key counts also where it writes it with another Shift: in a shortcut the key is what matters.</param>
    public int? KeyFor(Rune character, uint first, XTest.KeyboardState state, bool anyShift)
    {
        var wanted = (uint)character.Value;
        uint[] states = anyShift ? [Core(state, 0), Core(state, XTest.ShiftMask)] : [Core(state, 0)];

        // The number pad comes last: many programs take its digits for something else.
        IEnumerable<int>[] turns = [first != 0 ? [(int)first] : [], main, pad];
        var found =
            from some in turns
            from core in states
            from key in some
            where Writes(key, core) == wanted
            select (int?)key;
        return found.FirstOrDefault();
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
        (Shift, secondShift, CapsLock) = (0, 0, 0);
        keys = [];
        XTest.XDisplayKeycodes(display, out var first, out var last);
        var all = Enumerable.Range(first, last - first + 1).Where(key => !without.Contains(key)).ToArray();
        main = [.. all.Where(key => !IsOfPad(key))];
        pad = [.. all.Where(IsOfPad)];
        var isOne = true;
        foreach (var key in all)
        {
            isOne &= Add(key);
        }

        if (!isOne)
        {
            keys = [];
        }
    }

    // False where the key has a second layout.
    private bool Add(int key)
    {
        const int Levels = 2;
        for (var level = 0; level < Levels; level++)
        {
            var symbol = XTest.XkbKeycodeToKeysym(display, (byte)key, 0, level);
            var second = XTest.XkbKeycodeToKeysym(display, (byte)key, 1, level);
            if (second != XTest.NoSymbol && second != symbol)
            {
                return false;
            }

            Note(key, symbol);
            if (SpareKeys.CharacterOf(symbol) is not 0 and var character)
            {
                keys.TryAdd(character, (key, level == 1));
            }
        }

        return true;
    }

    private void Note(int key, nuint symbol)
    {
        switch (symbol)
        {
            case ShiftLeft when Shift == 0:
                Shift = key;
                break;
            case ShiftRight when secondShift == 0:
                secondShift = key;
                break;
            case CapsLockSymbol when CapsLock == 0:
                CapsLock = key;
                break;
        }
    }

    // X's symbols of a number pad, KP_Space to KP_Equal.
    private bool IsOfPad(int key) => XTest.XkbKeycodeToKeysym(display, (byte)key, 0, 0) is >= 0xff80 and <= 0xffbd;

    private uint Writes(int key, uint state) =>
        XTest.XkbLookupKeySym(display, (byte)key, state, out _, out var symbol) != 0 ? SpareKeys.CharacterOf(symbol) : 0;

    // Ctrl, Alt and Super change no character of the layout, but some lookups make control characters with them.
    private static uint Core(XTest.KeyboardState state, uint otherwise) =>
        ((state.Modifiers & ~(XTest.ControlMask | XTest.Mod1Mask | XTest.Mod4Mask)) ^ otherwise) | ((uint)state.Group << GroupShift);
}
