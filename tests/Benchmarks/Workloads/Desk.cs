using RemoteAssist.Benchmarks.Page;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>What the screens have in common: a desktop, windows, pages of text and of code.</summary>
internal static class Desk
{
    private const uint Ink = 0x1C1C20;
    private static readonly uint[] CodeColours = [0x222226, 0x0033B3, 0xA31515, 0x067D40];

    /// <summary>A backdrop with a few icons, and a bar at the bottom.</summary>
    public static void Backdrop(Sheet sheet, uint seed)
    {
        sheet.Fade(0, 0, sheet.Width, sheet.Height, 0x406A96, 0x182E50);
        for (var i = 0; i < 12; i++)
        {
            var (x, y) = (30 + (i / 6 * 112), 48 + (i % 6 * 140));
            var colour = (Prose.Next(ref seed) & 0x7F7F7F) | 0x404040;
            sheet.Fade(x + 16, y, 48, 48, colour | 0x606060, colour);
            sheet.Outline(x + 16, y, 48, 48, 0xF0F0F0);
            sheet.Write(Letters.Small, x, y + 66, 0xFFFFFF, $"{Prose.Word(ref seed)} {i + 1}");
        }

        sheet.Fill(0, sheet.Height - 34, sheet.Width, 34, 0x262A33);
        string[] open = ["Mail", "letter.odt", "Terminal", "Help desk"];
        for (var i = 0; i < open.Length; i++)
        {
            sheet.Fill(8 + (i * 196), sheet.Height - 31, 188, 28, 0x3C4250);
            sheet.Write(Letters.Sans, 20 + (i * 196), sheet.Height - 12, 0xE6E6E6, open[i]);
        }

        sheet.Write(Letters.Sans, sheet.Width - 64, sheet.Height - 12, 0xE6E6E6, "10:24");
    }

    /// <summary>An empty window: title bar, buttons, a body of one colour.</summary>
    public static void Window(Sheet sheet, int x, int y, int width, int height, string title, uint body = 0xFFFFFF)
    {
        sheet.Fade(x, y, width, 28, 0x4A78B0, 0x2C5488);
        sheet.Write(Letters.Bold, x + 12, y + 19, 0xFFFFFF, title);
        for (var i = 0; i < 3; i++)
        {
            sheet.Fill(x + width - 24 - (i * 22), y + 7, 14, 14, i == 0 ? 0xD0483Cu : 0xC8CDD6u);
        }

        sheet.Fill(x, y + 28, width, height - 28, body);
        sheet.Outline(x, y, width, height, 0x24405E);
    }

    /// <summary>Paragraphs with headings between them.</summary>
    public static void Letter(Sheet sheet, int x, int y, int width, int height, ref uint seed)
    {
        var words = Math.Max(3, (width - 48) / 52);
        for (var at = y + 26; at < y + height - 10; at += 18)
        {
            var kind = Prose.Next(ref seed) % 11;
            if (kind == 0 && at < y + height - 50)
            {
                sheet.Write(Letters.Title, x + 24, at + 14, 0x1A3A70, Prose.Sentence(ref seed, 3));
                at += 26;
            }
            else if (kind != 1)
            {
                sheet.Write(Letters.Sans, x + 24, at, Ink, Prose.Sentence(ref seed, kind == 2 ? 1 + (words / 2) : words));
            }
        }
    }

    /// <summary>Lines of a program, in the colours of an editor.</summary>
    public static void Code(Sheet sheet, int x, int y, int width, int height, ref uint seed)
    {
        for (var at = y + 22; at < y + height - 8; at += 17)
        {
            var column = x + 20 + (32 * (int)(Prose.Next(ref seed) % 4));
            for (var words = Prose.Next(ref seed) % 8; words > 0; words--)
            {
                var word = Prose.Word(ref seed) + ((Prose.Next(ref seed) & 7) switch { 0 => "(", 1 => ".", 2 => ");", 3 => " =", _ => "" });
                if (column + (word.Length * 8) > x + width - 8)
                {
                    break;
                }

                sheet.Write(Letters.Mono, column, at, CodeColours[Prose.Next(ref seed) % CodeColours.Length], word);
                column += (word.Length + 1) * 8;
            }
        }
    }
}
