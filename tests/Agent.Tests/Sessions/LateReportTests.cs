using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>An end that the Relay did not hear in time is said again, and nobody but the program's exit waits for it.</summary>
public sealed class LateReportTests
{
    [Fact]
    public async Task AnEndThatWasNotAnsweredIsSaidAgainOnANewConnectionThatCarriesNothingElse()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Frozen = true;
        var first = stage.Relay.Line!;
        stage.Session.Stop();
        stage.Clock.Advance(SessionTimes.LastWordBehindPictures);
        await stage.Session.Told;
        first.WasCut.Should().BeTrue();
        var envelopes = stage.Relay.Envelopes.Count;
        stage.Relay.Frozen = false;
        await Finish(stage);

        // Once more where the first try met the Relay still frozen.
        stage.Relay.Reports.Count(r => r.Event == SessionEvent.End).Should().BeInRange(2, 3);
        stage.Relay.Rejoins.Last().Should().BeEquivalentTo(new RejoinRequest(HubContract.ProtocolVersion, Some.Session, Some.Seat));
        stage.Steps.Last().Should().Be((SessionEvent.End, EndReason.StoppedByCustomer));
        stage.Relay.Envelopes.Should().HaveCount(envelopes);
        stage.Relay.Closed.Should().BeTrue();
    }

    [Fact]
    public async Task AStopWhileTheLineIsAwayIsSaidOnceItIsBackAndTheGoodByeDoesNotWaitForIt()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Unreachable = true;
        stage.Relay.Lose();
        stage.Clock.Advance(TimeSpan.FromSeconds(10));
        stage.Session.Stop();
        await stage.Session.Told;
        stage.Session.Dismiss();
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.Nothing, "the good-bye goes");
        for (var passed = 0; passed < 40; passed++)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        stage.Session.Finished.IsCompleted.Should().BeFalse("the Relay does not know yet");
        stage.Relay.Unreachable = false;
        await Finish(stage);
        stage.Steps.Last().Should().Be((SessionEvent.End, EndReason.StoppedByCustomer));
        (await stage.Session.Finished).Should().Be(EndReason.StoppedByCustomer);
    }

    [Fact]
    public async Task ItIsTriedForAMinuteAndThenTheProgramGoes()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Unreachable = true;
        stage.Relay.Lose();
        stage.Session.Stop();
        stage.Session.Dismiss();
        await stage.Session.Told;
        var dialled = stage.Relay.Dials;

        // The minute begins with its first try, on another thread.
        await stage.AdvanceUntil(TimeSpan.FromSeconds(1), () => stage.Relay.Dials > dialled);
        await Eventually.Is(() => stage.Clock.IsWaitedForWithin(SessionTimes.SlowestRedial), "it waits for the next");
        for (var passed = TimeSpan.Zero; passed < HubContract.ComeBackWithin - TimeSpan.FromSeconds(2); passed += TimeSpan.FromMilliseconds(100))
        {
            stage.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        stage.Session.Finished.IsCompleted.Should().BeFalse();
        (stage.Relay.Dials - dialled).Should().BeInRange(5, 30);
        await stage.AdvanceUntil(TimeSpan.FromSeconds(3), () => stage.Session.Finished.IsCompleted);
        dialled = stage.Relay.Dials;
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        stage.Relay.Dials.Should().Be(dialled);
    }

    [Fact]
    public async Task AProgramThatIsToldToGoWaitsForSecondsOnly()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Unreachable = true;
        stage.Relay.Lose();
        stage.Session.Stop();
        await stage.Session.Told;
        var dialled = stage.Relay.Dials;

        // The time begins with its first try, on another thread.
        await stage.AdvanceUntil(TimeSpan.FromSeconds(1), () => stage.Relay.Dials > dialled);
        stage.Clock.Advance(TimeSpan.FromSeconds(20));
        stage.Session.Quit();
        stage.Session.Finished.IsCompleted.Should().BeFalse();
        await stage.AdvanceUntil(SessionTimes.RedialLimit, () => stage.Session.Finished.IsCompleted);
    }

    [Fact]
    public async Task ARelayWhereItIsOverAlreadyIsNotToldAgain()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Frozen = true;
        stage.Session.Stop();
        stage.Clock.Advance(SessionTimes.LastWordBehindPictures);
        await stage.Session.Told;
        stage.Relay.Again = new RejoinOutcome(false, EndReason.StoppedByCustomer);
        stage.Relay.Frozen = false;
        await Finish(stage);
        stage.Relay.Reports.Count(r => r.Event == SessionEvent.End).Should().Be(1, "the first one had been heard");
    }

    [Fact]
    public async Task AnEndThatTheLogCouldNotTakeIsSaidAgain()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var refused = 3;
        stage.Relay.Answer = report => report.Event != SessionEvent.End || refused-- <= 0;
        stage.Session.Stop();
        await Finish(stage);
        stage.Relay.Reports.Count(r => r.Event == SessionEvent.End).Should().Be(4);
    }

    [Fact]
    public async Task ATryThatBreaksInAnUnforeseenWayIsFollowedByTheNext()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Rejoining = () =>
        {
            stage.Relay.Rejoining = () => Task.CompletedTask;
            throw new InvalidOperationException("nobody thought of this");
        };
        stage.Relay.Lose();
        stage.Session.Stop();
        await Finish(stage);
        stage.Steps.Last().Should().Be((SessionEvent.End, EndReason.StoppedByCustomer));
    }

    // The clock goes on for as long as it takes, so that a pause that begins late is over some time as well.
    private static Task Finish(Stage stage) => Eventually.Is(
        () =>
        {
            stage.Session.Dismiss();
            stage.Clock.Advance(TimeSpan.FromMilliseconds(20));
            return stage.Session.Finished.IsCompleted;
        },
        "the program goes");
}
