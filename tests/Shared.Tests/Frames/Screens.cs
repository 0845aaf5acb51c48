using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>Made-up screens that look like those that customers share: text, a photograph, both on a page.</summary>
internal static class Screens
{
    private const int LetterWidth = 8;
    private const int LineHeight = 18;

    /// <summary>Lines of letters with soft edges on a ground, in two colours of ink.</summary>
    public static Frame Text(int width, int height, uint seed)
    {
        var draw = new Pictures(seed);
        var frame = new Frame(width, height);
        frame.Fill(Pictures.Whole(frame), 250, 250, 245);
        var letters = Enumerable.Range(0, 26).Select(_ => Letter(draw)).ToArray();
        for (var y = 3; y < height; y += LineHeight)
        {
            for (var x = draw.Next(30); x < width - draw.Next(width); x += LetterWidth)
            {
                if (draw.Next(6) > 0)
                {
                    Ink(frame, x, y, letters[draw.Next(letters.Length)], draw.Next(9) == 0 ? (150, 40, 120) : (30, 30, 40));
                }
            }
        }

        return frame;
    }

    /// <summary>Soft shapes with a little noise, as a camera makes them.</summary>
    public static Frame Photograph(int width, int height, uint seed)
    {
        var draw = new Pictures(seed);
        var frame = new Frame(width, height);
        var (across, down, shift) = (60 + draw.Next(200), 90 + draw.Next(200), draw.Next(100));
        for (var y = 0; y < height; y++)
        {
            var row = frame.Row(0, y, width);
            for (var x = 0; x < width; x++)
            {
                var light = 40 + Wave(x + shift, across) + (Wave(y, down) / 3);
                row[x * 4] = (byte)(light + draw.Next(5));
                row[(x * 4) + 1] = (byte)((light * 9 / 10) + draw.Next(4));
                row[(x * 4) + 2] = (byte)((light * 8 / 10) + 30 + draw.Next(5));
            }
        }

        return frame;
    }

    /// <summary>Text with a photograph in it.</summary>
    public static Frame Page(int width, int height, uint seed)
    {
        var page = Text(width, height, seed);
        page.CopyFrom(Photograph(width, height, seed), new ScreenRect(width / 3, height / 4, width / 2, height / 2));
        return page;
    }

    // Up to 128 and down again
    private static int Wave(int at, int period) => Math.Abs((at % period * 2) - period) * 128 / period;

    // How much ink each pixel of a letter has, 0 to 255: strokes with one softer neighbour.
    private static byte[] Letter(Pictures draw)
    {
        var ink = new byte[LetterWidth * LineHeight];
        for (var stroke = 0; stroke < 3; stroke++)
        {
            var upright = draw.Next(2) == 0;
            var (x, y) = (1 + draw.Next(4), 3 + draw.Next(8));
            for (var i = 0; i < (upright ? 7 : 4); i++)
            {
                var at = upright ? ((y + i) * LetterWidth) + x : (y * LetterWidth) + x + i;
                ink[at] = (byte)(200 + (draw.Next(2) * 55));
                ink[at + 1] = Math.Max(ink[at + 1], (byte)(draw.Next(8) * 20));
            }
        }

        return ink;
    }

    private static void Ink(Frame frame, int left, int top, byte[] letter, (int Red, int Green, int Blue) colour)
    {
        for (var y = 0; y < LineHeight && top + y < frame.Height; y++)
        {
            for (var x = 0; x < LetterWidth && left + x < frame.Width; x++)
            {
                var pixel = frame.Row(left + x, top + y, 1);
                var ink = letter[(y * LetterWidth) + x];
                pixel[0] = Blend(pixel[0], colour.Blue, ink);
                pixel[1] = Blend(pixel[1], colour.Green, ink);
                pixel[2] = Blend(pixel[2], colour.Red, ink);
            }
        }
    }

    private static byte Blend(int ground, int ink, int cover) => (byte)(ground + ((ink - ground) * cover / 255));
}
