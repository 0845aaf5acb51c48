using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>The Agent counts what it injects: in the log before the first event, signed for every few seconds, closed after a rest.</summary>
public sealed class UseTests
{
    private static readonly InputEvent.Move Move = new(3, 4);
    private static readonly InputEvent.Button Press = new(1, true);

    [Fact]
    public async Task NothingIsInjectedBeforeTheLogHasThatItBegins()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        var logged = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Relay.AnswerUse = _ => logged.Task;
        stage.Use(Move, Press);
        stage.Use(Press with { Down = false });
        stage.Input.Done.Should().BeEmpty();
        logged.SetResult(true);
        await Eventually.Is(() => stage.Input.Done.Count == 3, "what waited is done");
        stage.Input.Done.Should().Equal(Move, Press, Press with { Down = false });
        stage.Refused.Should().BeEmpty();
        stage.Relay.Uses.Should().ContainSingle().Which.Should().Match<UseReport>(r => r.Number == 1 && r.Step == UseStep.Opened && r.Counts == InputCounts.None);
    }

    [Fact]
    public async Task WhatWaitedTooLongForThatIsNotDoneAnyMore()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        var logged = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Relay.AnswerUse = _ => logged.Task;
        stage.Use(Move, Press);
        stage.Clock.Advance(SessionTimes.OpenWithin);
        stage.Use(Move);
        logged.SetResult(true);
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.NotLogged, CommandRefusal.NotLogged]), "both are refused");
        stage.Input.Done.Should().BeEmpty();
        stage.Use(Move);
        stage.Input.Done.Should().Equal(Move);
    }

    [Fact]
    public async Task WhereTheLogCannotBeWrittenNothingIsInjectedAndItIsSaid()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Relay.AnswerUse = _ => Task.FromResult(false);
        stage.Use(Move);
        stage.Use(Move);
        stage.Input.Done.Should().BeEmpty();
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.NotLogged, CommandRefusal.NotLogged]), "each is refused");
        stage.Relay.Uses.Should().ContainSingle("the log is not asked for each of a hundred movements a second");

        // It is tried again by itself, with the very same report.
        stage.Relay.AnswerUse = _ => Task.FromResult(true);
        stage.Clock.Advance(SessionTimes.CountAgain);
        await Eventually.Is(() => stage.Relay.Uses.Count == 2, "it is said again");
        stage.Relay.Uses.Distinct().Should().ContainSingle();
        stage.Use(Move);
        stage.Input.Done.Should().Equal(Move);
    }

    [Fact]
    public async Task ACountThatDoesNotGetIntoTheLogStopsControlAndWhatIsHeldGoesUp()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Use(Move, Press);
        stage.Relay.AnswerUse = _ => Task.FromResult(false);
        await stage.AdvanceUntil(SessionTimes.CountWithin, () => stage.Relay.Uses.Any(r => r.Step == UseStep.Counted));
        await Eventually.Is(() => stage.Input.Held.Count == 0, "nothing stays down");
        stage.Use(Move);
        stage.Input.Done.Should().HaveCount(2);
        stage.Relay.AnswerUse = _ => Task.FromResult(true);
        await stage.AdvanceUntil(SessionTimes.CountAgain * 2, () => stage.Relay.Uses.Count(r => r.Step == UseStep.Counted) >= 2);
        stage.Use(Move);
        await Eventually.Is(() => stage.Input.Done.Count == 3, "it goes on");
    }

    [Fact]
    public async Task WhatARelayDoesNotAnswerForTenSecondsIsNotAddedTo()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Use(Move);
        stage.Relay.AnswerUse = _ => new TaskCompletionSource<bool>().Task;
        for (var i = 0; i < 18; i++)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
            stage.Use(Move);
        }

        stage.Input.Done.Should().HaveCount(10, "the first is ten seconds old then, and not in the log");
        await Eventually.Is(() => stage.Refused.Count() == 9, "the others are refused");
        stage.Refused.Should().OnlyContain(why => why == CommandRefusal.NotLogged);
    }

    [Fact]
    public async Task UseThatGoesOnIsCountedEveryFewSecondsAndClosedAfterARest()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        for (var i = 0; i < 30; i++)
        {
            stage.Use(Move, new InputEvent.Text("a中"), new InputEvent.Wheel(0, 120));
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        stage.Clock.Advance(SessionTimes.UseLasts);
        await Eventually.Is(() => stage.Relay.Uses.Last().Step == UseStep.Closed, "the rest closes it");
        var reports = stage.Relay.Uses.ToArray();
        reports.Select(r => r.Step).Should().Equal(
            UseStep.Opened, UseStep.Counted, UseStep.Counted, UseStep.Counted, UseStep.Counted, UseStep.Counted, UseStep.Closed);
        reports.Zip(reports.Skip(1)).Should().OnlyContain(two => two.Second.At - two.First.At <= TimeSpan.FromSeconds(10));
        reports[^1].Counts.Should().Be(new InputCounts(0, 60, 0, 30, 30));
        stage.Use(Move);
        stage.Relay.Uses.Last().Should().Match<UseReport>(r => r.Step == UseStep.Opened && r.Interval == 2 && r.Number == 8);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("taken back")]
    [InlineData("stopped")]
    [InlineData("ended by the technician")]
    [InlineData("program gone")]
    public async Task AnIntervalIsClosedAtOnceWhere(string what)
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Use(Move, Press);
        switch (what)
        {
            case "pause":
                stage.Session.Pause();
                break;
            case "taken back":
                stage.Session.TakeBack(Scope.Control);
                break;
            case "stopped":
                stage.Session.Stop();
                break;
            case "ended by the technician":
                stage.Relay.Agent!.Ended(EndReason.StoppedByTechnician);
                break;
            default:
                stage.Session.Quit();
                break;
        }

        await Eventually.Is(() => stage.Relay.Uses.Last().Step == UseStep.Closed, "it is closed");
        stage.Relay.Uses.Last().Counts.Should().Be(new InputCounts(0, 0, 1, 0, 1));
    }

    [Fact]
    public async Task WhatALostConnectionHeldUpIsSaidOnTheNext()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Use(Move);
        stage.Relay.Lose();
        await stage.AdvanceUntil(TimeSpan.FromSeconds(5), () => stage.Relay.Uses.Any(r => r.Step == UseStep.Closed));
        stage.Relay.Uses.Select(r => r.Number).Should().Equal(1, 2);
    }

    [Fact]
    public async Task WhatWasNotSaidBeforeTheConnectionWasCutIsSaidWithTheEnd()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Use(Move);
        stage.Relay.Frozen = true;
        stage.Session.Stop();
        await stage.AdvanceUntil(SessionTimes.LastWord, () => stage.Relay.Dials > 1);
        stage.Relay.Frozen = false;
        await stage.AdvanceUntil(TimeSpan.FromSeconds(40), () => stage.Relay.Reports.Any(r => r.Event == SessionEvent.End));
        stage.Relay.Uses.Last().Should().Match<UseReport>(r => r.Step == UseStep.Closed && r.Counts.Moves == 1);
    }

    [Fact]
    public async Task EveryReportIsSignedByTheKeyThatTheCodeExchangeNames()
    {
        using var stage = new Stage();
        byte[]? first = null;
        stage.Relay.ToViewer = message =>
        {
            first ??= message;
            return message;
        };
        await stage.ToLive(Scope.Control);
        stage.Use(Move);
        stage.Session.Pause();
        await Eventually.Is(() => stage.Relay.Uses.Count == 2, "it is closed");
        foreach (var report in stage.Relay.Uses)
        {
            SessionKey.MarkOf(report.Key).Should().Equal(SessionKey.MarkIn(first));
            UseStatement.IsSigned(Some.Session, stage.Technician.TranscriptHash!, report).Should().BeTrue();
            UseStatement.IsSigned(Some.Session, stage.Technician.TranscriptHash!, report with { Counts = report.Counts with { Moves = 9 } }).Should().BeFalse();
            UseStatement.IsSigned(Some.Session, new byte[32], report).Should().BeFalse("it is of another exchange");
        }
    }

    [Fact]
    public async Task LettingGoOfNothingIsNoUse()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Use(new InputEvent.Release(), Press with { Down = false });
        stage.Relay.Uses.Should().BeEmpty();
    }
}
