using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Overlay;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>The line and the marks on a real display, looked at through another connection.</summary>
public sealed class X11OverlayTests : IDisposable
{
    private const uint Desk = 0x336699;

    private readonly XServer server = new();
    private readonly OwnWindows own = new();
    private readonly OwnWindows known = new();
    private readonly SharedScreen sharing = new();
    private readonly X11Overlay overlay;

    public X11OverlayTests()
    {
        server.Run("xsetroot", "-solid", "#336699");
        overlay = new X11Overlay(own, known, sharing, TimeProvider.System, NullLogger.Instance, server.Display);
    }

    [Fact]
    public async Task TheLineIsTwoPixelsAroundTheScreenInTheColourOfItsToneAndGoneWhenNobodyLooks()
    {
        overlay.Show(OverlayPicture.Empty with { Tone = FrameTone.Watched });
        await Eventually.Is(() => IsLine(new ScreenRect(0, 0, XServer.Width, XServer.Height), MonitorLine.Watched), "the line is there");
        overlay.Show(OverlayPicture.Empty with { Tone = FrameTone.Held });
        await Eventually.Is(() => IsLine(new ScreenRect(0, 0, XServer.Width, XServer.Height), MonitorLine.Held), "it has another colour");
        overlay.Show(OverlayPicture.Empty);
        await Eventually.Is(() => Count(Desk) == XServer.Width * XServer.Height, "it is gone");
        known.Ids.Should().BeEmpty();
    }

    [Fact]
    public async Task OnlySharedMonitorsHaveALine()
    {
        server.Run("xrandr", "--setmonitor", "Left", "320/100x480/100+0+0", "screen");
        server.Run("xrandr", "--setmonitor", "Right", "320/100x480/100+320+0", "none");
        overlay.Show(OverlayPicture.Empty with { Tone = FrameTone.Watched });
        var (left, right) = (new ScreenRect(0, 0, 320, 480), new ScreenRect(320, 0, 320, 480));
        await Eventually.Is(() => IsLine(left, MonitorLine.Watched) && IsLine(right, MonitorLine.Watched), "both have one");
        sharing.Choice = new ShareChoice(ShareKind.Monitor, "Right", [], []);
        await Eventually.Is(() => IsLine(right, MonitorLine.Watched) && Count(Desk, left) == 320 * 480, "one has one");
        sharing.Choice = ShareChoice.All;
        await Eventually.Is(() => IsLine(left, MonitorLine.Watched) && IsLine(right, MonitorLine.Watched), "both have one again");
    }

    [Fact]
    public async Task EachToolIsDrawnInItsColourWhereItsPointsAre()
    {
        Mark[] marks =
        [
            Some(1, MarkTool.Pen, 0, (30, 30), (100, 30), (100, 80)),
            Some(2, MarkTool.Arrow, 1, (150, 40), (250, 40)),
            Some(3, MarkTool.Box, 2, (300, 30), (400, 90)),
            Some(4, MarkTool.Highlighter, 3, (30, 150), (200, 150)) with { Width = 24 },
            Some(5, MarkTool.Text, 4, (250, 130)) with { Width = 32, Words = "这里 here" },
            Some(6, MarkTool.Step, 0, (500, 60)) with { Width = 28, Words = "2" },
            Some(7, MarkTool.Laser, 0, (500, 200), (520, 210)) with { Width = 8 },
        ];
        foreach (var mark in marks)
        {
            overlay.Show(OverlayPicture.Empty with { Marks = [mark] });
            var fill = (uint)MarkPalette.Fill[mark.Colour];
            var bounds = MarkPainter.Bounds(mark);
            var outside = (XServer.Width * XServer.Height) - (bounds.Width * bounds.Height);
            await Eventually.Is(
                () => Count(fill, bounds) > 60 && Count(Desk) - Count(Desk, bounds) == outside, $"{mark.Tool} is drawn, and nothing outside of {bounds}");
        }

        overlay.Show(OverlayPicture.Empty with { Marks = [.. marks] });
        await Eventually.Is(() => marks.All(m => Count((uint)MarkPalette.Fill[m.Colour], MarkPainter.Bounds(m)) > 60), "all are drawn");
        overlay.Show(OverlayPicture.Empty);
        await Eventually.Is(() => Count(Desk) == XServer.Width * XServer.Height, "all are gone");
    }

    [Fact]
    public async Task WithACompositorMarksAreSmoothAndTheScreenCanBeReadThroughAHighlighter()
    {
        using var compositor = new SmallCompositor(server.Display);
        await Eventually.Is(() => At(300, 300) == Desk, "the compositor draws");
        overlay.Show(new OverlayPicture(FrameTone.Watched,
        [
            Some(1, MarkTool.Highlighter, 1, (50, 150), (250, 150)) with { Width = 30 },
            Some(2, MarkTool.Pen, 0, (50, 300), (250, 360)),
        ]));
        await Eventually.Is(() => Count(0xe0311f) > 500 && Count(MonitorLine.Watched) > 2_000, "they are drawn");
        await Eventually.Is(() => Mixed(At(150, 150)), "40 % of the amber over the blue of the desk");
        var edge = Enumerable.Range(320, 30).Select(y => At(150, y)).Distinct().Count();
        edge.Should().BeGreaterThan(5, "its edge is smooth");
        overlay.Show(OverlayPicture.Empty);
        await Eventually.Is(() => Count(Desk) == XServer.Width * XServer.Height, "all is gone");

        bool Mixed(uint pixel) => Math.Abs((int)(pixel >> 16) - 133) < 4 && Math.Abs((int)((pixel >> 8) & 0xff) - 133) < 4;
    }

    [Fact]
    public async Task AGrowingLineIsThePictureOfTheWholeLine()
    {
        var draw = new Lcg(5);
        (int, int)[] points = [(320, 240), .. Enumerable.Range(0, 60).Select(_ => (20 + draw.Next(600), 20 + draw.Next(440)))];
        overlay.Show(OverlayPicture.Empty with { Marks = [Some(1, MarkTool.Pen, 0, points)] });
        await Eventually.Is(() => Count(0xe0311f) > 1000, "it is drawn");
        var whole = await Rested();
        overlay.Show(OverlayPicture.Empty);
        await Eventually.Is(() => Count(Desk) == XServer.Width * XServer.Height, "it is gone");
        for (var length = 2; length <= points.Length; length++)
        {
            overlay.Show(OverlayPicture.Empty with { Marks = [Some(2, MarkTool.Pen, 0, points[..length])] });
        }

        await Eventually.Is(() => Inside.IsSame(whole, server.Photograph()), "it looks the same");
    }

    [Fact]
    public async Task ThePointerFindsTheWindowBelowAndNotTheMark()
    {
        using var program = new CanaryProgram(server.Display, 0x20c040);
        var below = program.Open(new ScreenRect(100, 100, 200, 200));
        overlay.Show(new OverlayPicture(FrameTone.Watched, [Some(1, MarkTool.Pen, 0, (150, 150), (250, 150)) with { Width = 20 }]));
        await Eventually.Is(() => At(200, 150) == 0xe0311f, "the mark lies on the window");
        server.Run("xdotool", "mousemove", "200", "150");
        Encoding(server.Run("xdotool", "getmouselocation", "--shell")).Should().Contain($"WINDOW={below}");
        server.Run("xdotool", "mousemove", "1", "1");
        Encoding(server.Run("xdotool", "getmouselocation", "--shell")).Should().NotContainAny(known.Ids.Select(id => $"WINDOW={id}\n"));
    }

    [Fact]
    public async Task WhateverComesOnTopTheMarksAndTheLineAreAboveIt()
    {
        overlay.Show(new OverlayPicture(FrameTone.Watched, [Some(1, MarkTool.Pen, 0, (150, 150), (250, 150)) with { Width = 10 }]));
        using var program = new CanaryProgram(server.Display, 0x20c040);
        var window = program.Open(new ScreenRect(0, 0, 640, 480), free: true);
        await Eventually.Is(() => At(200, 150) == 0xe0311f && At(1, 240) == MonitorLine.Watched, "they come up again");
        program.Raise(window);
        await Eventually.Is(() => At(200, 150) == 0xe0311f && At(1, 240) == MonitorLine.Watched && At(300, 300) == 0x20c040, "and again");
    }

    [Fact]
    public async Task NoMarkLiesOverTheAgentsOwnWindows()
    {
        using var program = new CanaryProgram(server.Display, 0x20c040);
        var bar = program.Open(new ScreenRect(100, 100, 200, 40));
        own.Add(bar);
        var everywhere = Some(1, MarkTool.Pen, 0, [.. Enumerable.Range(0, 40).Select(i => (90 + (i % 2 * 220), 80 + (i * 2)))]) with { Width = 30 };
        overlay.Show(OverlayPicture.Empty with { Marks = [everywhere] });
        await Eventually.Is(() => Count(0xe0311f) > 4_000, "it is drawn around");
        Count(0x20c040).Should().Be(200 * 40);

        program.Move(bar, 120, 110);
        await Eventually.Is(() => Count(0x20c040) == 200 * 40 && At(105, 105) == 0xe0311f, "it follows");
    }

    [Fact]
    public async Task TheTechnicianSeesMarksWhateverIsSharedAndNoMaskIsAroundThem()
    {
        using var program = new CanaryProgram(server.Display, 0x20c040);
        var chosen = program.Open(new ScreenRect(100, 100, 200, 200));
        sharing.Choice = new ShareChoice(ShareKind.Windows, "", [chosen], []);
        using var source = new X11ScreenSource(own, server.Display, sharing, known);
        overlay.Show(OverlayPicture.Empty with { Marks = [Some(1, MarkTool.Pen, 0, (50, 150), (250, 150))] });
        await Eventually.Is(() => Fetched(source, 200, 150) == 0xe0311f && Fetched(source, 60, 150) == 0xe0311f, "they are fetched");
        Fetched(source, 60, 200).Should().Be(0x24504f);
        Fetched(source, 150, 250).Should().Be(0x20c040);

        sharing.Choice = ShareChoice.All;
        source.Fetch().Masks.Should().BeEmpty();
        Fetched(source, 200, 150).Should().Be(0xe0311f);
    }

    [Fact]
    public async Task AMarkIsOnTheScreenWithinFiftyMilliseconds()
    {
        overlay.Show(OverlayPicture.Empty with { Tone = FrameTone.Watched });
        await Eventually.Is(() => known.Ids.Length == 4, "the overlay is at work");
        using var eye = new CanaryProgram(server.Display, 0);
        var times = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            using var metronome = new Metronome();
            var watch = Stopwatch.StartNew();
            overlay.Show(OverlayPicture.Empty with { Marks = [Some((uint)i + 1, MarkTool.Pen, 0, (100, 100), (500, 400)) with { Width = 6 }] });
            while (eye.Look(300, 250) != 0xe0311f)
            {
                watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60));
            }

            // What the machine stood still by itself is not the overlay's.
            times.Add((watch.Elapsed - metronome.StoodStill).TotalMilliseconds);
            overlay.Show(OverlayPicture.Empty);
            await Eventually.Is(() => eye.Look(300, 250) == Desk, "it is gone");
        }

        times.Order().ElementAt(times.Count / 2).Should().BeLessThan(50);
    }

    public void Dispose()
    {
        overlay.Dispose();
        server.Dispose();
    }

    private static Mark Some(uint id, MarkTool tool, int colour, params (int X, int Y)[] points) =>
        new(id, tool, colour, 5, false, [.. points.Select(p => new MarkPoint(p.X, p.Y))]);

    private static string Encoding(byte[] text) => System.Text.Encoding.UTF8.GetString(text);

    private static uint Fetched(X11ScreenSource source, int x, int y) => Pixel(source.Fetch().Picture, x, y);

    private static uint Pixel(Frame picture, int x, int y) => BitConverter.ToUInt32(picture.Row(x, y, 1)) & 0xffffff;

    private uint At(int x, int y) => Pixel(server.Photograph(), x, y);

    private int Count(uint colour, ScreenRect? within = null)
    {
        var picture = server.Photograph();
        var area = within ?? new ScreenRect(0, 0, picture.Width, picture.Height);
        var count = 0;
        for (var y = area.Y; y < area.Bottom; y++)
        {
            for (var x = area.X; x < area.Right; x++)
            {
                count += Pixel(picture, x, y) == colour ? 1 : 0;
            }
        }

        return count;
    }

    private bool IsLine(ScreenRect monitor, uint colour)
    {
        var inside = new ScreenRect(monitor.X + 2, monitor.Y + 2, monitor.Width - 4, monitor.Height - 4);
        return Count(colour, monitor) == (monitor.Width * monitor.Height) - (inside.Width * inside.Height) && Count(Desk, inside) == inside.Width * inside.Height;
    }

    // The same in several photographs, one after the other.
    private async Task<Frame> Rested()
    {
        var (before, same) = (server.Photograph(), 0);
        await Eventually.Is(
            () =>
            {
                var now = server.Photograph();
                same = now.ShowsTheSameAs(before) ? same + 1 : 0;
                before = now;
                return same == 5;
            },
            "nothing is drawn any more");
        return before;
    }
}
