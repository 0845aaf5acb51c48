using System.Globalization;
using RemoteAssist.Benchmarks.Page;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>Four full screens of different kinds.</summary>
internal static class Screens
{
    /// <summary>Draws one.</summary>
    /// <param name="screen">0 editor, 1 table, 2 news, 3 photograph.</param>
    public static void Draw(Sheet sheet, int screen, Photo? photo, uint seed)
    {
        switch (screen)
        {
            case 0:
                Programs(sheet, seed);
                break;
            case 1:
                Table(sheet, seed);
                break;
            case 2:
                News(sheet, photo!, seed);
                break;
            default:
                sheet.Paste(photo!, 0, 0, 0, 0, sheet.Width, sheet.Height);
                sheet.Fill(0, 0, sheet.Width, 28, 0x1E1E22);
                sheet.Write(Letters.Bold, 300, 19, 0xFFFFFF, "harbour-0412.jpg - Pictures");
                break;
        }
    }

    private static void Programs(Sheet sheet, uint seed)
    {
        Desk.Window(sheet, 0, 0, sheet.Width, sheet.Height, "Session.cs - Studio", 0xFAFAFA);
        sheet.Fill(1, 28, 259, sheet.Height - 29, 0xECEEF2);
        for (var y = 60; y < sheet.Height - 20; y += 20)
        {
            sheet.Write(Letters.Sans, 20 + ((int)(Prose.Next(ref seed) % 3) * 16), y, 0x32323C, Prose.Word(ref seed) + ".cs");
        }

        Desk.Code(sheet, 262, 32, 960, sheet.Height - 40, ref seed);
        Desk.Letter(sheet, 1240, 32, sheet.Width - 1250, sheet.Height - 40, ref seed);
    }

    private static void Table(Sheet sheet, uint seed)
    {
        Desk.Window(sheet, 0, 0, sheet.Width, sheet.Height, "orders.ods - Table");
        sheet.Fill(0, 28, sheet.Width, 60, 0xE8EAEE);
        for (var row = 0; row < 45; row++)
        {
            for (var column = 0; column < 16; column++)
            {
                var (x, y) = (column * 120, 90 + (row * 22));
                var head = row == 0 || column == 0;
                sheet.Fill(x, y, 120, 22, head ? 0xD7DDE6u : row % 6 == 3 ? 0xFFF6D6u : 0xFFFFFFu);
                sheet.Outline(x, y, 121, 23, 0xC8CCD2);
                var text = row == 0 ? ((char)('A' + column)).ToString()
                    : column == 0 ? row.ToString(CultureInfo.InvariantCulture)
                    : column == 1 ? Prose.Word(ref seed)
                    : string.Create(CultureInfo.InvariantCulture, $"{Prose.Next(ref seed) % 90000 / 100.0:0.00}");
                sheet.Write(Letters.Sans, x + 6, y + 16, column > 1 && Prose.Next(ref seed) % 9 == 0 ? 0xBE1E1Eu : 0x141414u, text);
            }
        }
    }

    private static void News(Sheet sheet, Photo photo, uint seed)
    {
        sheet.Fade(0, 0, sheet.Width, sheet.Height, 0xFAFAFF, 0xDEE6F2);
        Desk.Window(sheet, 0, 0, sheet.Width, 29, "The morning page - Browser");
        sheet.Fade(0, 28, sheet.Width, 120, 0x1E3C82, 0xA03C8C, across: true);
        sheet.Write(Letters.Title, 60, 100, 0xFFFFFF, "The morning page");
        for (var card = 0; card < 12; card++)
        {
            var (x, y) = (60 + (card % 4 * 460), 170 + (card / 4 * 300));
            sheet.Fill(x, y, 430, 280, 0xFFFFFF);
            sheet.Outline(x, y, 430, 280, 0xCDD2DC);
            sheet.Paste(photo, card * 117 % 1480, card * 71 % 900, x + 1, y + 1, 428, 150);
            sheet.Write(Letters.Bold, x + 14, y + 176, 0x14285A, Prose.Sentence(ref seed, 4));
            for (var row = 0; row < 5; row++)
            {
                sheet.Write(Letters.Small, x + 14, y + 196 + (row * 16), 0x3C3C3C, Prose.Sentence(ref seed, 8));
            }
        }
    }
}
