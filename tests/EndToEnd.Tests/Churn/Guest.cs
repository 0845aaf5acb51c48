using RemoteAssist.EndToEnd.Tests.Stalled;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests.Churn;

/// <summary>How a session comes to its end.</summary>
internal enum Leaving
{
    StoppedByCustomer,
    Declined,
    CustomerLost,
    TechnicianLost,
    BothLost,
}

/// <summary>One customer after the other, each with a technician's page: comes, allows, shows, pauses, goes on, and goes in one of many ways.</summary>
/// <param name="relay">Where.</param>
/// <param name="technician">Whose sessions they are.</param>
/// <param name="seed">Of the dice.</param>
internal sealed class Guest(RelayProcess relay, Technician technician, int seed)
{
    private const int PartBytes = 2_000;
    private const int PictureBytes = 60_000;

    // A case with thousands of sessions is nobody's.
    private const int SessionsOfACase = 20;

    // A Relay keeps twenty connections of one address that have not joined yet.
    private static readonly SemaphoreSlim Joining = new(8);

    private readonly Random dice = new(seed);
    private Guid opened;
    private int sessions;

    /// <summary>One whole session.</summary>
    /// <param name="pace">Between two parts of the picture.</param>
    /// <param name="parts">How many before the pause, and again behind it.</param>
    public async Task<Leaving> Visit(TimeSpan pace, int parts)
    {
        if (sessions++ % SessionsOfACase == 0)
        {
            opened = await technician.OpenCase($"{seed}-{sessions}");
        }

        var how = (Leaving)dice.Next(Enum.GetValues<Leaving>().Length);
        var session = await technician.StartSessionOn(opened);
        await using var seat = await Seat.Take(relay.Address, technician, session, [1], static (_, _, _) => { }, TimeProvider.System);
        await using var agent = await Join(await seat.Code);
        if (how is Leaving.Declined)
        {
            await agent.End(EndReason.Declined);
            return how;
        }

        await agent.Allow();
        await agent.Show();
        await Parts(agent, pace, parts);
        await agent.Must(SessionEvent.Pause);
        await agent.Must(SessionEvent.Resume);
        await Parts(agent, pace, parts);
        switch (how)
        {
            case Leaving.StoppedByCustomer:
                await agent.Stop();
                break;
            case Leaving.CustomerLost:
                await agent.DisposeAsync();
                break;
            case Leaving.TechnicianLost:
                await seat.DisposeAsync();
                await agent.Ended.WaitAsync(TimeSpan.FromSeconds(60));
                break;
            default:
                break;
        }

        return how;
    }

    private async Task<SyntheticAgent> Join(string code)
    {
        await Joining.WaitAsync();
        try
        {
            return await SyntheticAgent.Join(relay.Address, code);
        }
        finally
        {
            Joining.Release();
        }
    }

    private static async Task Parts(SyntheticAgent agent, TimeSpan pace, int parts)
    {
        using var timer = new PeriodicTimer(pace);
        for (var part = 0; part < parts && await timer.WaitForNextTickAsync(); part++)
        {
            await agent.Send(part == 0, Stamped.Part(part, part == 0 ? PictureBytes : PartBytes));
        }
    }
}
