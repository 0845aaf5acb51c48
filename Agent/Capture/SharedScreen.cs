using System.Collections.Immutable;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Capture;

/// <summary>What of the screen may be shown.</summary>
internal enum ShareKind
{
    /// <summary>All of it.</summary>
    Everything,

    /// <summary>One monitor.</summary>
    Monitor,

    /// <summary>Only the chosen windows.</summary>
    Windows,
}

/// <summary>What the customer shows. What is not shown is painted flat before anything else sees the picture.</summary>
/// <param name="Kind">What.</param>
/// <param name="Monitor">The monitor's name, as XRandR has it; empty unless one is chosen.</param>
/// <param name="Shown">The chosen windows, by the id of the window that the program made.</param>
/// <param name="Hidden">Windows that are never shown, whatever else is chosen.</param>
internal sealed record ShareChoice(
    ShareKind Kind, string Monitor, ImmutableArray<nuint> Shown, ImmutableArray<nuint> Hidden)
{
    /// <summary>The whole desktop, nothing hidden.</summary>
    public static readonly ShareChoice All = new(ShareKind.Everything, "", [], []);
}

/// <summary>The customer's choice, written by the windows and read by the capture; holds from the next fetch on.</summary>
internal sealed class SharedScreen
{
    private volatile ShareChoice choice = ShareChoice.All;
    private volatile Place? area;
    private volatile MonitorList monitors = new([]);

    /// <summary>The choice is another now. On the thread that made it.</summary>
    public event EventHandler? Changed;

    /// <summary>What is shown now.</summary>
    public ShareChoice Choice
    {
        get => choice;
        set
        {
            choice = value;
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }

    /// <summary><see cref="Area"/> or <see cref="Monitors"/> is another now. On the capture's thread; must not block.</summary>
    public event EventHandler? Moved;

    /// <summary>Where on the picture the chosen monitor was at the last fetch; null where none is chosen.</summary>
    public ScreenRect? Area
    {
        get => area?.Value;
        set
        {
            if (value != area?.Value)
            {
                area = value is { } place ? new Place(place) : null;
                Moved?.Invoke(this, EventArgs.Empty);
            }
        }
    }

    /// <summary>
    /// The monitors of which something is shown, from left to right, where on the picture they were at the last fetch; none where
    /// only windows are shown, or X does not say. <see cref="Moved"/> tells when they are others.
    /// </summary>
    public ImmutableArray<MonitorPlace> Monitors
    {
        get => monitors.All;
        set
        {
            if (!monitors.All.SequenceEqual(value))
            {
                monitors = new MonitorList(value);
                Moved?.Invoke(this, EventArgs.Empty);
            }
        }
    }

    private sealed record MonitorList(ImmutableArray<MonitorPlace> All);

    private sealed record Place(ScreenRect Value);
}
