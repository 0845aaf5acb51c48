using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>A window that a program made, and the one that it says it belongs to, or 0.</summary>
internal readonly record struct WindowOwner(nuint Id, nuint TransientFor);

/// <summary>A child of the root window, as far as it is known; written by <see cref="WindowStack"/> only.</summary>
internal sealed class TopLevel(nuint id)
{
    public nuint Id => id;

    /// <summary>On the screen, with its border.</summary>
    public ScreenRect Place { get; set; }

    public int Border { get; set; }

    public bool Mapped { get; set; }

    /// <summary>Whether it asked the window manager to leave it alone: a menu, a tooltip, a frame.</summary>
    public bool FreeOfManager { get; set; }

    /// <summary>Whether it shows anything; null where that was not asked yet.</summary>
    public bool? HasPixels { get; set; }

    /// <summary>Whether something else may be seen through it, where a compositor draws the screen.</summary>
    public bool IsTranslucent { get; set; }

    /// <summary>From its inner corner; null where it is a rectangle.</summary>
    public ScreenRegion? Shape { get; set; }

    public bool ShapeIsOld { get; set; } = true;

    /// <summary>Itself, and the programs' windows that stand in it; none while nobody has looked.</summary>
    public IReadOnlyList<WindowOwner> Owners { get; set; } = [];

    public bool OwnersAreOld { get; set; } = true;

    /// <summary>The programs' windows that were ever put into it, by what X told: some have come and gone before anybody could look.</summary>
    public List<nuint> Guests { get; } = [];

    /// <summary>What it covers of the screen; null for all of its place.</summary>
    public ScreenRegion? Covers =>
        Shape?.Moved(Place.X + Border, Place.Y + Border).Intersect(ScreenRegion.Of(Place));

    public static TopLevel From(nuint id, in Xlib.WindowAttributes facts) => new(id)
    {
        Place = Outer(facts.X, facts.Y, facts.Width, facts.Height, facts.BorderWidth),
        Border = facts.BorderWidth,
        Mapped = facts.MapState == Xlib.IsViewable,
        FreeOfManager = facts.OverrideRedirect != 0,
    };

    public static ScreenRect Outer(int x, int y, int width, int height, int border) =>
        new(x, y, width + (2 * border), height + (2 * border));
}
