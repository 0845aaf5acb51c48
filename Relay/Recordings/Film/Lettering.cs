using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Relay.Recordings.Film;

/// <summary>The few capital letters of the film's own words, 5 × 7 dots each: a Relay has no fonts.</summary>
internal static class Lettering
{
    private const int Wide = 5;
    private const int High = 7;
    private const int Step = Wide + 1;

    // Rows from the top; the lowest bit is the right column.
    private static readonly Dictionary<char, byte[]> Letters = new()
    {
        ['A'] = [0x0e, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11],
        ['B'] = [0x1e, 0x11, 0x11, 0x1e, 0x11, 0x11, 0x1e],
        ['C'] = [0x0e, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0e],
        ['D'] = [0x1e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1e],
        ['E'] = [0x1f, 0x10, 0x10, 0x1e, 0x10, 0x10, 0x1f],
        ['G'] = [0x0e, 0x11, 0x10, 0x17, 0x11, 0x11, 0x0f],
        ['H'] = [0x11, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11],
        ['I'] = [0x0e, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0e],
        ['N'] = [0x11, 0x19, 0x15, 0x13, 0x11, 0x11, 0x11],
        ['O'] = [0x0e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0e],
        ['P'] = [0x1e, 0x11, 0x11, 0x1e, 0x10, 0x10, 0x10],
        ['R'] = [0x1e, 0x11, 0x11, 0x1e, 0x14, 0x12, 0x11],
        ['S'] = [0x0f, 0x10, 0x10, 0x0e, 0x01, 0x01, 0x1e],
        ['T'] = [0x1f, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04],
        ['U'] = [0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0e],
        ['W'] = [0x11, 0x11, 0x11, 0x15, 0x15, 0x1b, 0x11],
        [' '] = [0, 0, 0, 0, 0, 0, 0],
    };

    /// <summary>Writes in white in the middle of an area, as large as fits into four fifths of it; nothing where it is too small.</summary>
    /// <param name="frame">Where.</param>
    /// <param name="area">Inside the frame.</param>
    /// <param name="words">Of the letters that there are.</param>
    /// <param name="largest">Pixels of a dot at most.</param>
    public static void Write(Frame frame, ScreenRect area, string words, int largest = 8)
    {
        var columns = (words.Length * Step) - 1;
        var dot = Math.Min(largest, Math.Min(area.Width * 4 / 5 / columns, area.Height * 4 / 5 / High));
        if (dot < 1)
        {
            return;
        }

        var left = area.X + ((area.Width - (columns * dot)) / 2);
        var top = area.Y + ((area.Height - (High * dot)) / 2);
        for (var i = 0; i < words.Length; i++)
        {
            var rows = Letters[words[i]];
            for (var at = 0; at < Wide * High; at++)
            {
                var (row, column) = (at / Wide, at % Wide);
                if ((rows[row] >> (Wide - 1 - column) & 1) == 1)
                {
                    frame.Fill(new ScreenRect(left + (((i * Step) + column) * dot), top + (row * dot), dot, dot), 255, 255, 255);
                }
            }
        }
    }
}
