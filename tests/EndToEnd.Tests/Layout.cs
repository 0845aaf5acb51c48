using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>A keyboard layout as X has it on a display: what stands on each key.</summary>
internal sealed partial class Layout
{
    /// <summary>The keycode of the key right of the space bar.</summary>
    public const int AltGrKey = 108;

    private const int Shifted = 1, WithAltGr = 4;

    // What dead keys put on the letter that follows; those that a layout has and nobody types a letter with are left out.
    private static readonly Dictionary<string, (char Letter, char Mark)> Dead = new(StringComparer.Ordinal)
    {
        ["dead_circumflex"] = ('e', '\u0302'), ["dead_acute"] = ('e', '\u0301'), ["dead_grave"] = ('e', '\u0300'),
        ["dead_diaeresis"] = ('u', '\u0308'), ["dead_tilde"] = ('n', '\u0303'), ["dead_abovering"] = ('a', '\u030a'),
    };

    private readonly Dictionary<int, string[]> keys;

    private Layout(Dictionary<int, string[]> keys) => this.keys = keys;

    /// <summary>Sets a layout, and reads it back from the X server.</summary>
    public static async Task<Layout> On(VirtualScreen screen, string name)
    {
        await ChildProcess.Capture("setxkbmap", ["-model", "pc105", "-layout", name], screen.Environment());
        var table = await screen.KeyTable();
        return new Layout(table.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(
                parts => int.Parse(parts[0].AsSpan("keycode".Length), CultureInfo.InvariantCulture),
                parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>Whether the key beside the space bar is AltGr here, and not a second Alt: only then are there third levels to type.</summary>
    public bool HasAltGr => Symbol(AltGrKey) == "ISO_Level3_Shift";

    /// <summary>The symbol that stands on a key, alone.</summary>
    public string Symbol(int key) => At(key, 0);

    /// <summary>The character of a key alone, with Shift, or with AltGr; null where it writes none, or one of the keypad or a control.</summary>
    public string? Character(int key, Level level) => CharacterOf(At(key, Index(level)));

    /// <summary>The letter to press behind a dead key, and what both make; null where this is no dead key.</summary>
    public (int Key, string Makes)? Composed(int key, Level level)
    {
        if (!Dead.TryGetValue(At(key, Index(level)), out var with))
        {
            return null;
        }

        var letter = keys.First(pair => pair.Value.FirstOrDefault() == with.Letter.ToString()).Key;
        return (letter, $"{with.Letter}{with.Mark}".Normalize(NormalizationForm.FormC));
    }

    private string At(int key, int index) => keys.TryGetValue(key, out var symbols) && index < symbols.Length ? symbols[index] : "";

    private static int Index(Level level) => level switch
    {
        Level.Shift => Shifted,
        Level.AltGr => WithAltGr,
        _ => 0,
    };

    private static string? CharacterOf(string symbol)
    {
        if (symbol.Length == 0 || symbol.StartsWith("KP_", StringComparison.Ordinal))
        {
            return null;
        }

        var character = gdk_keyval_to_unicode(gdk_keyval_from_name(symbol));
        return character >= ' ' && character is < 0x7f or >= 0xa0 ? char.ConvertFromUtf32((int)character) : null;
    }

    [LibraryImport("libgdk-3.so.0", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint gdk_keyval_from_name(string name);

    [LibraryImport("libgdk-3.so.0")]
    private static partial uint gdk_keyval_to_unicode(uint symbol);
}

/// <summary>What is held while a key is pressed.</summary>
internal enum Level
{
    Alone,
    Shift,
    AltGr,
}
