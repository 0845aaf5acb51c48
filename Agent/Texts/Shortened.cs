using System.Globalization;
using System.Text;

namespace RemoteAssist.Agent.Texts;

/// <summary>A name that must fit where there is little room.</summary>
internal static class Shortened
{
    // From Hangul on, letters may be as wide as two of a Latin text; some are not, and then there is room to spare.
    private const int FirstWide = 0x1100;

    /// <summary>
    /// The name, or its beginning and its end with "…" between them where it is wider than <paramref name="columns"/> (at least 3) Latin
    /// letters: of a file's name both say what it is.
    /// </summary>
    public static string Name(string name, int columns)
    {
        var letters = StringInfo.GetTextElementEnumerator(name);
        var all = new List<string>();
        while (letters.MoveNext())
        {
            all.Add(letters.GetTextElement());
        }

        if (all.Sum(Width) <= columns)
        {
            return name;
        }

        var room = columns - 1;
        var end = Fitting(Enumerable.Reverse(all), room / 2).Reverse();
        var start = Fitting(all, room - (room / 2));
        return string.Concat(start).TrimEnd() + "…" + string.Concat(end).TrimStart();
    }

    private static IEnumerable<string> Fitting(IEnumerable<string> letters, int room) => letters.TakeWhile(letter => (room -= Width(letter)) >= 0);

    private static int Width(string letter) => Rune.GetRuneAt(letter, 0).Value < FirstWide ? 1 : 2;
}
