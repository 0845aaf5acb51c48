using RemoteAssist.Shared.Sessions;
using RemoteAssist.Simulation.Tests.Cast;
using RemoteAssist.Simulation.Tests.Engine;
using RemoteAssist.Simulation.Tests.Judging;
using RemoteAssist.Simulation.Tests.Network;

namespace RemoteAssist.Simulation.Tests;

/// <summary>How a run came out.</summary>
internal sealed record Outcome(int Seed, Weather Weather, string? Broken, IReadOnlyList<string> Trace, int Sessions, int Frames, int Entries, IReadOnlySet<Reached> Reached, IReadOnlyList<AgentStory> Agents);

/// <summary>
/// One run: a Relay, a customer with an Agent and perhaps somebody who should not be there, a technician with one page or
/// two, and the trouble that the seed has for them, until everything is over.
/// </summary>
internal sealed class World : IDisposable
{
    // A code lives ten minutes, and a page makes three; then an answer, a grant and the time to come back.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(90);

    // Both ends wait for each other from the last word that they heard; the silence is noticed after 20 s, and a Relay that
    // comes up counts anew.
    private static readonly TimeSpan EndsAgree = TimeSpan.FromSeconds(60 + 20 + 15);

    /// <summary>How many type one code in <see cref="Play.Crowd"/>: as many as one address may try.</summary>
    public const int CrowdSize = 20;

    private const int MostSteps = 2_000_000;

    private readonly Dice dice;
    private readonly List<AgentHost> agents = [];
    private readonly List<Page> pages = [];

    private World(int seed, Play play)
    {
        Seed = seed;
        Play = play;
        dice = new Dice((ulong)seed);
        Timeline = new Timeline();
        Trace = new Trace(Timeline);
        Judge = new Judge(Timeline, Trace);
        Weather = dice.Below(10) switch { < 2 => Weather.Calm, < 5 => Weather.Rough, < 8 => Weather.Deadly, _ => Weather.Hostile };
        Pump.AwaitThreads = () => agents.ForEach(a => a.Screen?.Await());
        AgentsPlace = NewPlace("customer's");
        TechniciansPlace = NewPlace("technician's");
        if (Weather == Weather.Hostile)
        {
            AgentsPlace.Mischief = TechniciansPlace.Mischief = dice.Pick(0.003, 0.01, 0.03, 0.1);
        }

        Settings = new()
        {
            ["Sessions:LongestSession"] = TimeSpan.FromMinutes(dice.Pick(1, 3, 5, 10)).ToString(),
            ["Sessions:AnswerWithin"] = TimeSpan.FromSeconds(dice.Pick(20, 120)).ToString(),
            ["Sessions:CodeLifetime"] = TimeSpan.FromMinutes(dice.Pick(1, 10)).ToString(),
        };
        Relay = new RelayHost(this);
    }

    public int Seed { get; }

    public Play Play { get; }

    public Weather Weather { get; }

    public bool IsHostile => Weather == Weather.Hostile;

    /// <summary>Whether Agents check the record at the end; in a quarter of the runs, for it makes a run a third dearer.</summary>
    public bool ChecksRecord => Play == Play.Anything && Seed % 4 == 0;

    public Timeline Timeline { get; }

    public Trace Trace { get; }

    public Judge Judge { get; }

    public Pump Pump { get; } = new();

    public RelayHost Relay { get; }

    public Place AgentsPlace { get; }

    public Place TechniciansPlace { get; }

    public Dictionary<string, string?> Settings { get; }

    /// <summary>The code as the technician last read it out.</summary>
    public SessionCode? Phone { get; set; }

    /// <summary>Whether no session is left that a code could be typed for.</summary>
    public bool NobodyIsWaitedFor { get; private set; }

    public IReadOnlyList<AgentHost> Agents => agents;

    public IReadOnlyList<Page> Pages => pages;

    /// <summary>Has this seed's run, on a thread of its own.</summary>
    public static Outcome Run(int seed, Play play = Play.Anything)
    {
        Outcome? outcome = null;
        var thread = new Thread(() =>
        {
            using var world = new World(seed, play);
            outcome = world.Live();
        })
        {
            Name = $"seed {seed}",
        };
        thread.Start();
        thread.Join();
        return outcome!;
    }

    public TimeSpan Downtime() => dice.Chance(0.8) ? dice.Between(0.1, 10) : dice.Between(20, 90);

    public void Dispose() => Relay.Dispose();

    /// <summary>Somebody starts an Agent.</summary>
    public void NewAgent(Manners manners) => agents.Add(new AgentHost(
        this, $"{(manners == Manners.Rival ? "rival" : "agent")}{agents.Count + 1}", AgentsPlace, dice.Fork(), manners));

    private Outcome Live()
    {
        SynchronizationContext.SetSynchronizationContext(Pump);
        try
        {
            Begin();
            Pump.Drain();
            for (var steps = 0; Judge.Broken is null && !IsQuiet; steps++)
            {
                Judge.Demand(Timeline.Elapsed < Longest && steps < MostSteps, Invariant.Ends, $"{What()} after {Timeline.Elapsed} and {steps} events");
                if (!Timeline.Step())
                {
                    Judge.Demand(false, Invariant.Ends, $"nothing is left to happen, and {What()}");
                }

                Pump.Drain();
                CheckEnds();
                if (Play == Play.AgentRestarts && agents.Find(a => a.Story.Frames > 0 && !a.IsOver) is { } shown)
                {
                    shown.Crash();
                    Timeline.After(dice.Between(0.1, 5), () => NewAgent(Manners.Customer));
                }
            }

            if (Judge.Broken is null)
            {
                Judge.CheckControls();
                Relay.CheckLog(Judge);
                CheckReasons();
            }
        }
        catch (Exception problem)
        {
            // Whatever it was, the run can be had again by its seed.
            Judge.Demand(false, "an exception", problem.ToString());
        }
        finally
        {
            CleanUp();
            SynchronizationContext.SetSynchronizationContext(null);
        }

        return new Outcome(
            Seed, Weather, Judge.Broken, [.. Trace.Lines], Judge.Sessions.Count(), pages.Sum(p => p.FramesShown), Judge.Acknowledged.Count, Judge.Reached, [.. agents.Select(a => a.Story)]);
    }

    private bool IsQuiet =>
        Judge.Sessions.Any() && NobodyIsWaitedFor && Judge.Sessions.All(s => s.Ended is not null)
        && agents.All(a => a.IsOver) && pages.All(p => p.IsOver) && Relay.IsUp;

    private void Begin()
    {
        _ = Relay.Start();
        Timeline.After(dice.Between(0.5, 1), () => _ = NewSession());
        new Misfortunes(this, dice).Begin();
    }

    private async Task NewSession()
    {
        var patience = Timeline.After(TimeSpan.FromSeconds(10), () => _ = NewSession());
        if (!Relay.IsUp || await Relay.NewSession() is not { } id)
        {
            // The page says that it could not be done, or nothing at all; the technician tries again.
            return;
        }

        patience.CallOff();
        Phone = null;
        var session = Judge.Find(id)!;
        Trace.Add("technician", $"starts {session.Name}");
        var first = new Page(this, $"{session.Name}.page", session, TechniciansPlace, dice.Fork(), holdsCodes: true);
        pages.Add(first);
        if (Play == Play.Crowd)
        {
            Enumerable.Range(0, CrowdSize).ToList().ForEach(_ => NewAgent(Manners.Rival));
        }
        else
        {
            Timeline.After(dice.Between(0, 6), () => NewAgent(Manners.Customer));
            if (dice.Chance(0.2))
            {
                Timeline.After(dice.Between(0, 20), () => NewAgent(Manners.Rival));
            }
        }

        if (dice.Chance(0.4))
        {
            Timeline.After(dice.Between(3, 60), () => Guest(session, first));
        }

        if (dice.Chance(0.4))
        {
            Timeline.After(dice.Between(20, 200), first.End);
        }

        if (dice.Chance(0.1))
        {
            Timeline.After(dice.Between(5, 100), first.CloseTab);
        }

        KeepBusy(first);
        Watch(session);
    }

    // A page measures its line, and the technician tries things.
    private void KeepBusy(Page page) => Timeline.After(dice.Between(1, 6), () =>
    {
        if (!page.IsOver)
        {
            page.Ping();
            if (dice.Chance(0.2))
            {
                page.VouchForNobody();
            }

            KeepBusy(page);
        }
    });

    private void Guest(SessionStory session, Page first)
    {
        if (session.Ended is not null)
        {
            return;
        }

        var guest = new Page(this, $"{session.Name}.guest", session, TechniciansPlace, dice.Fork(), holdsCodes: false);
        pages.Add(guest);
        Ask();
        if (dice.Chance(0.3))
        {
            Timeline.After(dice.Between(10, 60), guest.CloseTab);
        }

        void Ask() => Timeline.After(dice.Between(1, 10), () =>
        {
            if (!guest.IsOver && !first.IsOver)
            {
                guest.AskFor(first);
                Ask();
            }
        });
    }

    // Once it is over, the technician goes on with a new one, or all go home.
    private void Watch(SessionStory session) => Timeline.After(TimeSpan.FromSeconds(1), () =>
    {
        if (session.Ended is null)
        {
            Watch(session);
        }
        else if (Judge.Sessions.Count() < 2 && dice.Chance(0.15))
        {
            _ = NewSession();
        }
        else
        {
            NobodyIsWaitedFor = true;
        }
    });

    private Place NewPlace(string name)
    {
        var quickest = dice.Pick(0.001, 0.02, 0.08);
        return new Place(name, Timeline, dice.Fork(), (quickest, quickest * dice.Pick(1, 2, 5)));
    }

    // Both ends hold the same session to be over, within the time that a lost end has to come back.
    private void CheckEnds()
    {
        foreach (var session in Judge.Sessions)
        {
            foreach (var agent in agents.Where(a => a.Story.Session == session && !a.IsDead))
            {
                var first = session.Ended is null ? agent.Story.Ended : agent.Story.Ended is null ? session.Ended : null;
                if (first is { } since && Relay.IsUp)
                {
                    Judge.Demand(
                        Timeline.Now - Later(since, Relay.UpSince) < EndsAgree,
                        Invariant.Ends,
                        $"{session.Name} is {(session.Ended is null ? "not " : "")}over by the log and {agent.Story.Name} is in {agent.Story.State}, since {since - Timeline.Start}");
                }
            }
        }
    }

    private void CheckReasons()
    {
        foreach (var session in Judge.Sessions)
        {
            Judge.Demand(session.Reason is not null, Invariant.Ends, $"{session.Name} has no reason");
            Judge.Demand(
                session.Reason != EndReason.Altered || IsHostile, Invariant.Opens, $"{session.Name} ended as altered, and nobody is hostile");
            if (Weather == Weather.Calm && Play != Play.AgentRestarts)
            {
                CheckCalm(session);
            }
        }
    }

    // Where nothing is the matter, both ends know the same reason, and none of them is that something broke.
    private void CheckCalm(SessionStory session)
    {
        var agent = session.Agents.FirstOrDefault();
        var byAgent = agent?.Reason;

        // Both ends can end it at once.
        var atOnce = byAgent is not (null or EndReason.RelayLost or EndReason.Fault)
            && (agent!.Ended - session.Ended)?.Duration() < TimeSpan.FromSeconds(1);
        Judge.Demand(
            session.Reason is not (EndReason.Fault or EndReason.CustomerLost or EndReason.RelayLost),
            Invariant.Opens,
            $"{session.Name} ended as {session.Reason}, and nothing was the matter");
        Judge.Demand(
            atOnce || byAgent is null || byAgent == session.Reason,
            Invariant.Ends,
            $"{session.Name} ended as {session.Reason} by the log and as {byAgent} by its Agent");
    }

    private string What() => string.Join(", ",
        Judge.Sessions.Where(s => s.Ended is null).Select(s => $"{s.Name} is {s.State}")
            .Concat(agents.Where(a => !a.IsOver).Select(a => $"{a.Story.Name} is {a.Story.State} and shows {a.Shown}"))
            .Concat(pages.Where(p => !p.IsOver).Select(p => $"{p.Name} shows {p.Status?.State}"))
            .Append(Relay.IsUp ? "the Relay is up" : "the Relay is down"));

    private void CleanUp()
    {
        foreach (var agent in agents.Where(a => a.Screen is not null))
        {
            agent.Abandon();
        }

        for (var i = 0; i < 100 && agents.Exists(a => a.Screen is { IsOver: false }) && Timeline.Step(); i++)
        {
            Pump.AwaitThreads();
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
