using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

/// <summary>Made-up pictures that are like screens: lines of letters, widgets, photographs.</summary>
internal static class Drawn
{
    /// <summary>Lines of text: letters of a made-up alphabet, smoothed at their edges, on a plain ground.</summary>
    public static void Text(Frame frame, ScreenRect area, Lcg draw, uint ink = 0x202028, uint paper = 0xFFFFFF)
    {
        Fill(frame, area, paper);
        for (var y = area.Y + 4; y + 9 < area.Bottom; y += 16)
        {
            for (var x = area.X + 4; x + 7 < area.Right; x += 8)
            {
                if (draw.Next(6) > 0)
                {
                    Letter(frame, x, y, draw.Next(40), ink, paper);
                }
            }
        }
    }

    /// <summary>Widgets: flat panels, frames, a gradient, labels.</summary>
    public static void Widgets(Frame frame, ScreenRect area, Lcg draw)
    {
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var shade = 0xE0u - ((uint)(y - area.Y) * 32 / (uint)area.Height);
            Fill(frame, area with { Y = y, Height = 1 }, (shade << 16) | (shade << 8) | shade);
        }

        for (var i = 0; i < area.Width * area.Height / 4_000; i++)
        {
            var box = new ScreenRect(area.X + draw.Next(area.Width), area.Y + draw.Next(area.Height), 20 + draw.Next(80), 16 + draw.Next(20)).Intersect(area);
            Fill(frame, box, 0x506080);
            Fill(frame, new ScreenRect(box.X + 1, box.Y + 1, box.Width - 2, box.Height - 2), 0xF0F0F4);
            Text(frame, new ScreenRect(box.X + 2, box.Y + 2, box.Width - 4, box.Height - 4), draw, 0x303040, 0xF0F0F4);
        }
    }

    /// <summary>A photograph: soft shapes of many colours, and the noise of a sensor.</summary>
    public static void Photo(Frame frame, ScreenRect area, Lcg draw)
    {
        var waves = Enumerable.Range(0, 5).Select(_ => (X: (draw.Next(200) - 100) / 2_000.0, Y: (draw.Next(200) - 100) / 2_000.0, Of: draw.Next(3))).ToArray();
        for (var y = area.Y; y < area.Bottom; y++)
        {
            for (var x = area.X; x < area.Right; x++)
            {
                Span<double> colour = [128, 128, 128];
                foreach (var wave in waves)
                {
                    colour[wave.Of] += 30 * Math.Sin((wave.X * x) + (wave.Y * y));
                    colour[(wave.Of + 1) % 3] += 15 * Math.Cos((wave.Y * x) - (wave.X * y));
                }

                var noise = draw.Next(9) - 4;
                var row = frame.Row(x, y, 1);
                for (var i = 0; i < 3; i++)
                {
                    row[i] = (byte)Math.Clamp(colour[i] + noise, 0, 255);
                }
            }
        }
    }

    public static void Fill(Frame frame, ScreenRect area, uint colour)
    {
        if (!area.IsEmpty)
        {
            frame.Fill(area, (byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
        }
    }

    private static void Letter(Frame frame, int x, int y, int which, uint ink, uint paper)
    {
        var shape = new Lcg((uint)which + 1_000);
        for (var i = 0; i < 9; i++)
        {
            for (var j = 0; j < 6; j++)
            {
                var dark = shape.Next(4); // two in four plain, one full, one half
                if (dark > 1)
                {
                    Fill(frame, new ScreenRect(x + j, y + i, 1, 1), dark == 2 ? ink : Half(ink, paper));
                }
            }
        }
    }

    private static uint Half(uint a, uint b) => ((a & 0xFEFEFE) >> 1) + ((b & 0xFEFEFE) >> 1);
}
