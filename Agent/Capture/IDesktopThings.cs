using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Capture;

/// <summary>One monitor of the customer's desktop.</summary>
/// <param name="Name">As XRandR has it; what <see cref="ShareChoice.Monitor"/> names.</param>
/// <param name="Place">Where it lies on the desktop, in pixels of the desktop.</param>
/// <param name="Primary">The one that the customer made the main one.</param>
internal sealed record MonitorThing(string Name, ScreenRect Place, bool Primary);

/// <summary>One window of a program on the customer's desktop.</summary>
/// <param name="Id">The window that the program made; what <see cref="ShareChoice.Shown"/> and <see cref="ShareChoice.Hidden"/> list.</param>
/// <param name="Title">What its title bar says; written by the program, cleaned, never empty.</param>
/// <param name="Program">The program's own name for itself; cleaned, empty where it has none.</param>
internal sealed record WindowThing(nuint Id, string Title, string Program);

/// <summary>What the customer can choose from. Asked on the windows' thread, each time a choice is opened.</summary>
internal interface IDesktopThings
{
    /// <summary>The monitors, from left to right; empty where the display cannot be asked.</summary>
    IReadOnlyList<MonitorThing> Monitors();

    /// <summary>
    /// The windows that people know of, the uppermost first: mapped or minimised, without panels, docks and the Agent's own.
    /// </summary>
    IReadOnlyList<WindowThing> Windows();
}
