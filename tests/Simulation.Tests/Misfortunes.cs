using RemoteAssist.Simulation.Tests.Cast;
using RemoteAssist.Simulation.Tests.Engine;

namespace RemoteAssist.Simulation.Tests;

/// <summary>The trouble of one run: drawn from its dice, one after the other.</summary>
internal sealed class Misfortunes(World world, Dice dice)
{
    private const int Most = 6;

    private int had;

    /// <summary>The first comes after a while, and the others after it.</summary>
    public void Begin()
    {
        if (world.Weather == Weather.Calm || ++had > Most)
        {
            return;
        }

        world.Timeline.After(dice.Between(0.5, world.IsHostile ? 120 : 40), () =>
        {
            // It is worst while something is on its way.
            foreach (var page in world.Pages)
            {
                page.VouchForNobody();
            }

            world.Timeline.After(dice.Between(0, 0.3), () => Have(Troubles.Draw(world.Weather, dice)));
            Begin();
        });
    }

    private void Have(Trouble trouble)
    {
        world.Trace.Add("TROUBLE", $"{trouble}");
        var agent = world.Agents.LastOrDefault(a => !a.IsOver);
        var page = world.Pages.Count > 0 ? world.Pages[dice.Below(world.Pages.Count)] : null;
        switch (trouble)
        {
            case Trouble.AgentOutage:
                world.AgentsPlace.GoDown(Outage());
                break;
            case Trouble.TechnicianOutage:
                world.TechniciansPlace.GoDown(Outage());
                break;
            case Trouble.AgentStall:
                world.AgentsPlace.Stall(dice.Between(0.2, 15));
                break;
            case Trouble.TechnicianStall:
                world.TechniciansPlace.Stall(dice.Between(0.2, 15));
                break;
            case Trouble.Reload:
                page?.Reload();
                break;
            case Trouble.RelayDies:
                world.Relay.Kill();
                break;
            case Trouble.RelayDiesBeforeEntry:
                world.Relay.DiesAfterNextEntry = false;
                break;
            case Trouble.RelayDiesAfterEntry:
                world.Relay.DiesAfterNextEntry = true;
                break;
            case Trouble.RelayRestarts:
                _ = world.Relay.Restart();
                break;
            case Trouble.AgentDies when agent is not null:
                agent.Crash();
                world.Timeline.After(dice.Between(1, 20), () => world.NewAgent(Manners.Customer));
                break;
            case Trouble.ScreenLost:
                agent?.Screen?.Lose();
                break;
            case Trouble.DiskFails:
                world.Relay.DiskFailsUntil = world.Timeline.Now + dice.Between(0.5, 40);
                break;
            default:
                break;
        }
    }

    // The ends wait for each other for a minute: some outages are shorter, some longer, some about that.
    private TimeSpan Outage() => dice.Below(4) switch
    {
        0 => TimeSpan.Zero,
        1 => dice.Between(0.1, 10),
        2 => dice.Between(10, 55),
        _ => dice.Between(55, 120),
    };
}
