using System.Globalization;
using RemoteAssist.Simulation.Tests.Engine;
using RemoteAssist.Simulation.Tests.Judging;
using Xunit.Abstractions;

namespace RemoteAssist.Simulation.Tests;

/// <summary>
/// The session protocol on a virtual clock: the real Agent, the real Relay and a technician's page of the product's own
/// sealing, with a customer, a network and crashes that one number decides. REMOTEASSIST_SEED has one run again.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private static readonly int? OneSeed =
        Environment.GetEnvironmentVariable("REMOTEASSIST_SEED") is { Length: > 0 } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : null;

    [Fact]
    [Trait("Promise", "40")]
    public void WhateverIsLostDoubledLateOrDeadTheInvariantsHold()
    {
        using var tried = new Tried(40, "seeds of the session protocol");
        var reached = new HashSet<Reached>();
        using var unseen = new UnseenExceptions();
        foreach (var seed in Seeds(Tried.Count(10_000, smoke: 50)))
        {
            var outcome = Run(seed, Play.Anything);
            tried.Try(outcome.Broken is null, Complaint(outcome));
            reached.UnionWith(outcome.Reached);
        }

        tried.MustHold();
        unseen.Found.Should().BeEmpty("what runs by itself must not fail unheard");
        if (OneSeed is null)
        {
            reached.Should().BeEquivalentTo(Enum.GetValues<Reached>(), "a simulation in which nothing happens proves nothing");
        }
    }

    [Fact]
    [Trait("Promise", "40")]
    public void ASeedHappensTheSameWayTwice()
    {
        using var tried = new Tried(40, "seeds that happen the same way twice");
        foreach (var seed in Seeds(Tried.Count(200, smoke: 10)))
        {
            var once = Run(seed, Play.Anything);
            var again = World.Run(seed);
            var (before, now) = once.Trace.Zip(again.Trace).FirstOrDefault(pair => pair.First != pair.Second);
            tried.Try(
                once.Trace.SequenceEqual(again.Trace),
                $"seed {seed}: \"{before}\" became \"{now}\", {once.Trace.Count} lines became {again.Trace.Count}");
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "1")]
    public void UntilSomebodyAllowsNothingIsLookedAt()
    {
        using var tried = new Tried(1, "random runs in which nobody allows");
        var asked = 0;
        foreach (var seed in Seeds(Tried.Count(1_000, smoke: 20)))
        {
            var outcome = Run(seed, Play.NobodyAllows);
            asked += outcome.Agents.Count(a => a.Session is not null);
            tried.Try(
                outcome.Broken is null && outcome.Frames == 0 && outcome.Agents.All(a => a.Fetches == 0 && a.Frames == 0),
                Complaint(outcome));
        }

        tried.MustHold();
        asked.Should().BePositive("somebody must have been asked");
    }

    [Fact]
    [Trait("Promise", "2")]
    public void OfManyWhoTypeOneCodeAtTheSameMomentOneGetsIn()
    {
        using var tried = new Tried(2, "redemptions of one code, 20 at the same moment");
        var runs = Seeds(Tried.Count(1_000, smoke: 60) / World.CrowdSize).ToList();
        var joined = 0;
        foreach (var outcome in runs.Select(seed => Run(seed, Play.Crowd)))
        {
            joined += outcome.Agents.Count(a => a.Session is not null);
            foreach (var agent in outcome.Agents)
            {
                tried.Try(outcome.Broken is null && (agent.Session is null || agent.Session.Agents.Single() == agent), Complaint(outcome));
            }
        }

        tried.MustHold();
        joined.Should().BeGreaterThan(runs.Count / 2, "a code that nobody can redeem proves nothing");
    }

    [Fact]
    [Trait("Promise", "2")]
    public void NoGrantSurvivesTheAgentThatHoldsIt()
    {
        using var tried = new Tried(2, "restarts of an Agent whose screen is shown");
        var most = Tried.Count(100, smoke: 5);

        // Most of the runs come to a picture; those that do not are of no use here.
        var outcomes = Seeds(10 * most).Select(seed => Run(seed, Play.AgentRestarts)).Where(o => o.Agents.Any(a => a.Frames > 0));
        foreach (var outcome in outcomes.Take(most))
        {
            tried.Try(
                outcome.Broken is null && outcome.Agents.All(a => a.Session is null || a.Session.Agents.Single() == a), Complaint(outcome));
        }

        tried.MustHold();
    }

    private static IEnumerable<int> Seeds(int count) => OneSeed is { } one ? [one] : Enumerable.Range(1, count);

    private Outcome Run(int seed, Play play)
    {
        var outcome = World.Run(seed, play);
        if (OneSeed is not null)
        {
            output.WriteLine($"seed {seed}, {outcome.Weather}:\n{string.Join('\n', outcome.Trace)}");
        }

        return outcome;
    }

    private static string Complaint(Outcome outcome) => outcome.Broken is null
        ? "see the agents"
        : $"seed {outcome.Seed} ({outcome.Weather}) broke {outcome.Broken}; REMOTEASSIST_SEED={outcome.Seed} has it again.\n"
            + string.Join('\n', outcome.Trace.TakeLast(OneSeed is null ? 40 : int.MaxValue));
}
