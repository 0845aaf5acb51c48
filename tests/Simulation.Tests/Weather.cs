using RemoteAssist.Simulation.Tests.Engine;

namespace RemoteAssist.Simulation.Tests;

/// <summary>What kind of trouble a run has.</summary>
internal enum Weather
{
    /// <summary>None: whatever is said arrives.</summary>
    Calm,

    /// <summary>Connections stall and are cut, pages are loaded again.</summary>
    Rough,

    /// <summary>Processes die, of either end and of the Relay, and the disk fails for a while.</summary>
    Deadly,

    /// <summary>Single messages are lost, doubled and late: no TCP stream does that, but whoever holds the Relay could.</summary>
    Hostile,
}

/// <summary>What a run is about, where the seed does not decide alone.</summary>
internal enum Play
{
    Anything,

    /// <summary>Whoever is asked never allows.</summary>
    NobodyAllows,

    /// <summary>Many know the code and type it at the same moment.</summary>
    Crowd,

    /// <summary>The Agent dies as soon as its screen is shown, and is started again.</summary>
    AgentRestarts,
}

/// <summary>One kind of trouble.</summary>
internal enum Trouble
{
    AgentOutage,
    TechnicianOutage,
    AgentStall,
    TechnicianStall,
    Reload,
    RelayDies,
    RelayDiesBeforeEntry,
    RelayDiesAfterEntry,
    RelayRestarts,
    AgentDies,
    ScreenLost,
    DiskFails,
}

internal static class Troubles
{
    /// <summary>What comes next in such a run.</summary>
    public static Trouble Draw(Weather weather, Dice dice) => weather switch
    {
        Weather.Deadly => dice.Pick(
            Trouble.RelayDies, Trouble.RelayDiesBeforeEntry, Trouble.RelayDiesAfterEntry, Trouble.RelayDiesAfterEntry,
            Trouble.RelayRestarts, Trouble.AgentDies, Trouble.ScreenLost, Trouble.DiskFails, Trouble.Reload, Trouble.AgentOutage),
        _ => dice.Pick(
            Trouble.AgentOutage, Trouble.AgentOutage, Trouble.TechnicianOutage, Trouble.AgentStall, Trouble.TechnicianStall, Trouble.Reload),
    };
}
