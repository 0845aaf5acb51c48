using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Tests.Platform;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>What the Agent signs for is what a stranger on the same X server saw, and a crash loses ten seconds at most.</summary>
[Trait("Promise", "22")]
public sealed class CountPromiseTests : IDisposable
{
    private const int Bursts = 6;

    private readonly XServer server = new();
    private readonly InputWitness witness;

    public CountPromiseTests() => witness = new InputWitness(server.Display);

    public void Dispose()
    {
        witness.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task WhatTheXServerTookIsWhatWasSignedFor()
    {
        using var tried = new Tried(22, "sessions of random input with rests, pauses and questions: the signed sum is what the X server took");
        var dice = new Lcg(22);
        var (all, written) = (InputCounts.None, 0L);
        for (var run = 0; run < Tried.Count(500, 5); run++)
        {
            using var stage = new Stage(input: () => XTestSink.Open(new OwnWindows(), TimeProvider.System, server.Display));
            await stage.ToLive(Scope.Control);
            witness.Took();
            var took = InputCounts.None;
            var some = new SomeCommands((uint)(run + 1));
            for (var burst = 0; burst < Bursts; burst++)
            {
                for (var i = dice.Next(8); i >= 0; i--)
                {
                    stage.Use([.. some.Presses()]);
                }

                took += Took();
                await Rest(stage, dice.Next(4), TimeSpan.FromMilliseconds(dice.Next(14_000)));
            }

            stage.Session.Stop();
            await Eventually.Is(() => stage.Relay.Uses.LastOrDefault() is not { Step: not UseStep.Closed }, "the last interval is closed");
            took += Took();
            all += took;
            var signed = Sum(stage, [.. stage.Relay.Uses]);
            written += signed.Characters;

            // X hears of the keys that a text is written with, and not of its characters.
            tried.Try(signed with { Characters = 0 } == took, $"signed {signed}, took {took}, run {run}");
        }

        new[] { all.Keys, written, all.Buttons, all.Wheel, all.Moves }.Should().AllSatisfy(n => n.Should().BePositive("the runs have some of everything"));
        tried.MustHold();
    }

    [Fact]
    public async Task ACrashAtAnyMomentLosesNoMoreThanTheLastTenSeconds()
    {
        using var tried = new Tried(22, "moments of a crash: what was injected more than ten seconds before is in reports that the log has");
        var dice = new Lcg(2);
        var ever = 0L;
        for (var run = 0; run < Tried.Count(200, 5); run++)
        {
            using var stage = new Stage();
            await stage.ToLive(Scope.Control);
            var injected = new List<(DateTimeOffset At, long Sum)>();
            var slow = dice.Next(3) == 0; // a Relay that takes its time, and longer than there is
            var (written, slowly) = (new List<UseReport>(), new Lcg((uint)run));
            stage.Relay.AnswerUse = async report =>
            {
                if (slow && report.Step != UseStep.Opened)
                {
                    await Task.Delay(TimeSpan.FromSeconds(slowly.Next(20)), stage.Clock);
                }

                lock (written)
                {
                    written.Add(report);
                }

                return true;
            };
            for (var step = 10 + dice.Next(200); step > 0; step--)
            {
                var sum = Total(stage.Input.Counted);
                stage.Use(new InputEvent.Move(step, run), new InputEvent.Key(4, true), new InputEvent.Key(4, false));
                if (Total(stage.Input.Counted) > sum)
                {
                    injected.Add((stage.Clock.GetUtcNow(), Total(stage.Input.Counted)));
                }

                stage.Clock.Advance(TimeSpan.FromMilliseconds(100 + dice.Next(900)));
                if (slow)
                {
                    await Task.Yield();
                }
            }

            // The crash is now: what the log has, and what was done up to ten seconds before the last that was done.
            var before = injected[^1].At - TimeSpan.FromSeconds(UseReport.MostSecondsUncounted);
            var due = injected.LastOrDefault(i => i.At <= before).Sum;
            long signed;
            lock (written)
            {
                signed = Total(Sum(stage, [.. written]));
            }

            ever += Total(stage.Input.Counted) - signed;
            tried.Try(signed >= due, $"signed {signed} of {due}, run {run}, slow {slow}");
        }

        ever.Should().BePositive("something was not signed for yet: the bound is looked at where it means something");
        tried.MustHold();
    }

    private static async Task Rest(Stage stage, int how, TimeSpan rest)
    {
        stage.Clock.Advance(rest);
        switch (how)
        {
            case 0:
                stage.Session.Pause();
                stage.Session.Resume();
                await Eventually.Is(() => stage.Session.State == SessionState.Live, "it goes on");
                break;
            case 1:
                stage.Say(new ViewerCommand.Ask(Scope.Files));
                await Eventually.Is(() => stage.Banner.Beside is not null, "the question is there");
                stage.AnswerBeside(allowed: false);
                await Eventually.Is(() => stage.Banner.Beside is null, "it is answered");
                break;
            default:
                break;
        }
    }

    // All intervals together, from reports that are numbered without a gap and signed by the one key.
    private static InputCounts Sum(Stage stage, UseReport[] reports)
    {
        reports.Select(r => r.Number).Should().Equal(Enumerable.Range(1, reports.Length));
        reports.Should().OnlyContain(r => UseStatement.IsSigned(Some.Session, stage.Technician.TranscriptHash!, r));
        return reports.GroupBy(r => r.Interval).Select(i => i.Last().Counts).Aggregate(InputCounts.None, (a, b) => a + b);
    }

    private static long Total(InputCounts counts) => counts.Keys + counts.Characters + counts.Buttons + counts.Wheel + counts.Moves;

    private InputCounts Took()
    {
        const int KeyDown = 13, ButtonDown = 15, Moved = 17;
        var took = witness.Took();
        return new InputCounts(
            took.Count(e => e.Kind == KeyDown),
            0,
            took.Count(e => e is { Kind: ButtonDown, Which: < 4 or > 7 }),
            took.Count(e => e is { Kind: ButtonDown, Which: >= 4 and <= 7 }),
            took.Count(e => e.Kind == Moved));
    }
}
