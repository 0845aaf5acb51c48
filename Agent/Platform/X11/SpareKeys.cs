using System.Text;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Keys that no keyboard here has, made to write any character: so text arrives whatever layout the customer uses. They
/// are cleared again once nothing was typed for a while.
/// </summary>
/// <remarks>
/// A program looks a key up when it gets to it, not when it was pressed, and Xlib may miss a change that comes while it
/// fetches the one before. So nothing changes before all have had time for what was typed last; then the least recently
/// used key gets the next character.
/// </remarks>
internal sealed unsafe class SpareKeys
{
    // A terminal on a loaded machine of two cores missed keys at 60 ms and none at 100; with fifteen times more to do than
    // the machine can, it missed some at 120.
    private static readonly TimeSpan LookedUpWithin = TimeSpan.FromMilliseconds(250);

    // More are not needed: a text that is typed seldom has more letters.
    private const int Most = 48;

    // Two levels, so that Shift changes nothing.
    private const int Levels = 2;

    private readonly nint display;
    private readonly TimeProvider clock;
    private readonly int first;
    private readonly Spare[] spares;
    private long? lastTyped;

    public SpareKeys(nint display, TimeProvider clock)
    {
        this.display = display;
        this.clock = clock;
        XTest.XDisplayKeycodes(display, out first, out var last);
        spares = [.. Meanings(last).Index().Where(k => k.Item == XTest.NoSymbol).Reverse().Take(Most).Select(k => new Spare(first + k.Index))];
    }

    /// <summary>Their keycodes, but for those that a layout has meanwhile given a meaning.</summary>
    public IReadOnlySet<int> Keys => Ours.Select(s => s.Key).ToHashSet();

    /// <summary>How many different characters can be written in one go; 0 where every key has a meaning already.</summary>
    public int Count => Ours.Count();

    /// <summary>Whether some of them have a character now.</summary>
    public bool AreInUse => spares.Any(s => s.Symbol != XTest.NoSymbol);

    /// <summary>X's symbol for a character; none for what no keyboard writes.</summary>
    public static nuint SymbolOf(Rune rune) => rune.Value switch
    {
        '\b' => 0xff08,
        '\t' => 0xff09,
        '\n' or '\r' => 0xff0d,
        < 0x20 or (>= 0x7f and < 0xa0) => XTest.NoSymbol,

        // Latin-1 has its own numbers; everything else is Unicode's, marked by a bit (X11 protocol, appendix A).
        <= 0xff => (nuint)rune.Value,
        _ => 0x0100_0000 + (nuint)rune.Value,
    };

    /// <summary>The character that a symbol of X writes; 0 where it writes none.</summary>
    public static uint CharacterOf(nuint symbol) => symbol switch
    {
        0xff08 => '\b',
        0xff09 => '\t',
        0xff0d => '\n',
        _ => Gdk.gdk_keyval_to_unicode((uint)symbol),
    };

    /// <summary>
    /// Looks what they mean by now: a change of layout takes away what they had been given, and may give them a meaning of its
    /// own. Such a key is left alone until that is gone again.
    /// </summary>
    public void Read()
    {
        if (spares.Length == 0)
        {
            return;
        }

        var meanings = Meanings(spares[0].Key);
        foreach (var spare in spares)
        {
            var means = meanings[spare.Key - first];
            spare.IsTaken = means != XTest.NoSymbol && means != spare.Symbol;
            spare.Symbol = spare.IsTaken ? XTest.NoSymbol : means;
        }
    }

    /// <summary>Gives each of these symbols a key, once none of them can still be waited for with its old one.</summary>
    /// <param name="symbols">No more different ones than <see cref="Count"/>.</param>
    /// <returns>The key of each.</returns>
    public IReadOnlyDictionary<nuint, int> Prepare(IReadOnlyCollection<nuint> symbols)
    {
        var keys = new Dictionary<nuint, int>();
        foreach (var spare in spares.Where(s => s.Symbol != XTest.NoSymbol && symbols.Contains(s.Symbol)))
        {
            keys[spare.Symbol] = Use(spare).Key;
        }

        var missing = symbols.Where(s => !keys.ContainsKey(s)).ToArray();
        if (missing.Length > 0 && lastTyped is { } typed && LookedUpWithin - clock.GetElapsedTime(typed) is var early && early > TimeSpan.Zero)
        {
            // The display's own time: nothing else could be typed meanwhile. And no timer: whatever would run it may be waiting for
            // the session, whose lock is held meanwhile.
            CancellationToken.None.WaitHandle.WaitOne(early);
        }

        foreach (var symbol in missing)
        {
            var spare = Ours.Where(s => !keys.ContainsValue(s.Key)).MinBy(s => s.LastUse)!;
            Map(spare, symbol);
            keys[symbol] = Use(spare).Key;
        }

        Xlib.XSync(display, 0);
        return keys;
    }

    /// <summary>Some of them have been pressed.</summary>
    public void Typed() => lastTyped = clock.GetTimestamp();

    /// <summary>No key has a character that it did not have before.</summary>
    public void Clear()
    {
        Read();
        foreach (var spare in spares.Where(s => s.Symbol != XTest.NoSymbol))
        {
            Map(spare, XTest.NoSymbol);
        }

        Xlib.XFlush(display);
    }

    private IEnumerable<Spare> Ours => spares.Where(s => !s.IsTaken);

    // The first symbol that stands on each key, from the first of all; none where nothing does.
    private nuint[] Meanings(int last)
    {
        var meanings = new nuint[last - first + 1];
        var symbols = XTest.XGetKeyboardMapping(display, (byte)first, meanings.Length, out var perKey);
        for (var i = 0; symbols is not null && i < meanings.Length; i++)
        {
            var onKey = new ReadOnlySpan<nuint>(symbols + (i * perKey), perKey);
            meanings[i] = onKey.IndexOfAnyExcept(XTest.NoSymbol) is >= 0 and var at ? onKey[at] : XTest.NoSymbol;
        }

        Xlib.XFree((nint)symbols);
        return meanings;
    }

    private Spare Use(Spare spare)
    {
        spare.LastUse = clock.GetTimestamp();
        return spare;
    }

    private void Map(Spare spare, nuint symbol)
    {
        var levels = stackalloc nuint[Levels] { symbol, symbol };
        XTest.XChangeKeyboardMapping(display, spare.Key, Levels, levels, 1);
        spare.Symbol = symbol;
    }

    /// <summary>One of them.</summary>
    private sealed class Spare(int key)
    {
        public int Key => key;

        public nuint Symbol { get; set; }

        public bool IsTaken { get; set; }

        public long LastUse { get; set; }
    }
}
