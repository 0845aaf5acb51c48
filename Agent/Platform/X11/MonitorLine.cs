using RemoteAssist.Agent.Overlay;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The line around a monitor that is shared: four windows, so that nothing lies over the middle.</summary>
internal sealed class MonitorLine : IDisposable
{
    /// <summary>Seen from afar, and in nobody's way.</summary>
    public const int Thickness = 2;

    /// <summary>0xRRGGBB while somebody can see the screen: the product's teal, lighter, for dark desktops.</summary>
    public const uint Watched = 0x0d8b8b;

    /// <summary>0xRRGGBB while the customer has paused, or nobody is there.</summary>
    public const uint Held = 0xffb300;

    private readonly nint display;
    private readonly ThroughWindow[] sides;
    private FrameTone tone;

    public MonitorLine(nint display, OwnWindows known, ScreenRect monitor, FrameTone tone)
    {
        this.display = display;
        this.tone = tone;
        var (across, down) = (Math.Min(Thickness, monitor.Width), Math.Min(Thickness, monitor.Height));
        sides =
        [
            Side(monitor with { Height = down }),
            Side(monitor with { Y = monitor.Bottom - down, Height = down }),
            Side(monitor with { Width = across }),
            Side(monitor with { X = monitor.Right - across, Width = across }),
        ];

        ThroughWindow Side(ScreenRect place)
        {
            var side = new ThroughWindow(display, known, place, Colour(tone), translucent: false);
            side.Map();
            return side;
        }
    }

    public void Show(FrameTone wanted)
    {
        if (wanted == tone)
        {
            return;
        }

        tone = wanted;
        foreach (var side in sides)
        {
            XDrawing.XSetWindowBackground(display, side.Id, Colour(wanted));
            XDrawing.XClearWindow(display, side.Id);
        }
    }

    public void Raise() => Array.ForEach(sides, static side => side.Raise());

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(sides, static side => side.Dispose());

    private static uint Colour(FrameTone tone) => tone == FrameTone.Held ? Held : Watched;
}
