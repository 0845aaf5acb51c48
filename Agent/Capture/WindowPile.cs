using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Capture;

/// <summary>What the customer's choice says of a window.</summary>
internal enum WindowStatus
{
    /// <summary>It is shown where all of the screen is.</summary>
    Other,

    /// <summary>One of those that the customer chose to show.</summary>
    Chosen,

    /// <summary>It is never shown.</summary>
    Hidden,
}

/// <summary>A window that can be seen, on its place in the pile.</summary>
/// <param name="Place">With its border and the window manager's frame.</param>
/// <param name="Shape">What it covers of that; null for all.</param>
/// <param name="Status">What is to be done with it.</param>
internal sealed record PiledWindow(ScreenRect Place, ScreenRegion? Shape, WindowStatus Status);

/// <summary>Which pixels may not be shown: what lies on top at a pixel decides, and nothing below it.</summary>
internal static class WindowPile
{
    /// <summary>The part of the screen that must be painted over.</summary>
    /// <param name="screen">The screen.</param>
    /// <param name="monitor">What of it may be shown at all.</param>
    /// <param name="onlyChosen">Whether only chosen windows are shown; then the desktop itself is not.</param>
    /// <param name="windows">All that can be seen, the uppermost first.</param>
    public static ScreenRegion Masked(ScreenRect screen, ScreenRect monitor, bool onlyChosen, IEnumerable<PiledWindow> windows)
    {
        var open = ScreenRegion.Of(screen);
        var masked = open.Without(ScreenRegion.Of(monitor));
        foreach (var window in windows)
        {
            if (open.IsEmpty)
            {
                break;
            }

            // A hidden window is hidden with its whole place, whatever its shape: more, never less.
            var hidden = window.Status == WindowStatus.Hidden;
            var covers = window.Shape is { } shape && !hidden ? shape : ScreenRegion.Of(window.Place);
            if (hidden || (onlyChosen && window.Status == WindowStatus.Other))
            {
                masked = masked.Union(open.Intersect(covers));
            }

            open = open.Without(covers);
        }

        return onlyChosen ? masked.Union(open) : masked;
    }
}
