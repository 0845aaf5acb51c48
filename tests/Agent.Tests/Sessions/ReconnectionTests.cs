using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>A connection that is lost is made again, and everything goes on under new keys.</summary>
public sealed class ReconnectionTests
{
    [Fact]
    public async Task ALostConnectionIsMadeAgainAndThePictureGoesOn()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var (keys, parts) = (stage.Technician.ContentKeys[^1], stage.Technician.Parts.Count);
        stage.Relay.Lose();
        stage.Banner.State.Should().Be(BannerState.Away);
        await Back(stage);
        stage.Relay.Rejoins.Single().Should().BeEquivalentTo(new RejoinRequest(HubContract.ProtocolVersion, Some.Session, Some.Seat));
        await stage.AdvanceUntil(TimeSpan.FromSeconds(1), () => stage.Technician.Parts.Count > parts);
        stage.Technician.Parts[parts].Delta.IsKeyFrame.Should().BeTrue();
        stage.Technician.ContentKeys[^1].Should().BeGreaterThan(keys);
        (stage.Technician.Fault, stage.Technician.Unreadable).Should().Be((null, 0), "nothing sealed for the lost connection came on the next");
        stage.Banner.State.Should().Be(BannerState.Watched);
        stage.Steps.Should().Equal((SessionEvent.Allow, null), (SessionEvent.Show, null));
    }

    [Fact]
    public async Task WhileItIsAwayNothingIsCaptured()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Unreachable = true;
        stage.Relay.Lose();
        await stage.LetCaptureSettle();
        var (fetched, sent) = (stage.Screen.Fetches, stage.Relay.Envelopes.Count);
        stage.Clock.Advance(TimeSpan.FromSeconds(20));
        await stage.LetCaptureSettle();
        (stage.Screen.Fetches, stage.Relay.Envelopes.Count).Should().Be((fetched, sent));
    }

    [Fact]
    public async Task OnTheNewConnectionNothingIsCapturedBeforeAViewerHasKeys()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.NamesViewers = false;
        stage.Relay.Lose();
        await stage.LetCaptureSettle();
        var fetched = stage.Screen.Fetches;
        await Back(stage);
        stage.Banner.State.Should().Be(BannerState.NobodyThere);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.LetCaptureSettle();
        stage.Screen.Fetches.Should().Be(fetched);
        stage.Relay.Agent!.ViewerJoined(stage.Technician.Number);
        stage.Banner.State.Should().Be(BannerState.Watched);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task ItIsTriedForAMinuteAfterTheLastWordHeard(int silentSeconds)
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Unreachable = true;
        stage.Relay.Silence = TimeSpan.FromSeconds(silentSeconds);
        stage.Relay.Lose();
        var left = HubContract.ComeBackWithin - stage.Relay.Silence;
        var dialled = stage.Relay.Dials;
        for (var passed = TimeSpan.Zero; passed < left - TimeSpan.FromMilliseconds(500); passed += TimeSpan.FromMilliseconds(100))
        {
            stage.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        stage.Session.State.Should().Be(SessionState.Live);
        stage.Relay.Dials.Should().BeGreaterThan(dialled + 5);
        await stage.AdvanceUntil(TimeSpan.FromSeconds(5), () => stage.Session.State == SessionState.Ended);
        stage.Farewell.Should().Be(EndReason.RelayLost);
        stage.Session.Dismiss();
        (await stage.Session.Finished).Should().Be(EndReason.RelayLost);
    }

    [Fact]
    public async Task TriesComeSlowerAndSlowerAndNeverFurtherApartThanThreeSeconds()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Unreachable = true;
        stage.Relay.Lose();
        var tries = new List<double>();
        var dialled = stage.Relay.Dials;
        for (var passed = 0.1; passed < 15; passed += 0.1)
        {
            stage.Clock.Advance(TimeSpan.FromMilliseconds(100));
            for (; dialled < stage.Relay.Dials; dialled++)
            {
                tries.Add(Math.Round(passed, 1));
            }
        }

        tries.Should().Equal(0.2, 0.6, 1.4, 3.0, 6.0, 9.0, 12.0, 15.0);
    }

    [Theory]
    [InlineData(EndReason.StoppedByTechnician, EndReason.StoppedByTechnician)]
    [InlineData(EndReason.TimeUp, EndReason.TimeUp)]
    [InlineData(EndReason.CustomerLost, EndReason.RelayLost)]
    [InlineData(EndReason.StoppedByCustomer, EndReason.Fault)]
    [InlineData(null, EndReason.Fault)]
    public async Task ASeatThatIsGoneEndsTheSessionWithAReasonThatCanBeBelieved(EndReason? said, EndReason shown)
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Again = new RejoinOutcome(false, said);
        stage.Relay.Lose();
        await stage.AdvanceUntil(TimeSpan.FromSeconds(1), () => stage.Session.State == SessionState.Ended);
        stage.Farewell.Should().Be(shown);
    }

    [Fact]
    public async Task StopWorksAtOnceWhileItIsAway()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Unreachable = true;
        stage.Relay.Lose();
        stage.Session.Stop();
        stage.Session.State.Should().Be(SessionState.Ended);
        stage.Farewell.Should().Be(EndReason.StoppedByCustomer);
        await stage.Session.Told;
    }

    [Fact]
    public async Task APauseWhileItIsAwayIsReportedOnceTheLineIsBack()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Lose();
        stage.Session.Pause();
        stage.Banner.State.Should().Be(BannerState.Paused);
        stage.Steps.Should().NotContain(s => s.Event == SessionEvent.Pause);
        await Back(stage);
        await Eventually.Is(() => stage.Steps.Last().Event == SessionEvent.Pause, "it is said");
        var parts = stage.Technician.Parts.Count;
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.LetCaptureSettle();
        stage.Technician.Parts.Should().HaveCount(parts, "it is paused");

        stage.Session.Resume();
        await stage.AdvanceUntil(TimeSpan.FromSeconds(1), () => stage.Technician.Parts.Count > parts);
    }

    [Theory]
    [InlineData(SessionEvent.Allow)]
    [InlineData(SessionEvent.Show)]
    [InlineData(SessionEvent.Pause)]
    [InlineData(SessionEvent.Resume)]
    public async Task AStepWhoseAnswerWasLostIsSaidAgain(SessionEvent step)
    {
        using var stage = new Stage();
        var lost = false;
        stage.Relay.Answer = r =>
        {
            if (r.Event == step && !lost)
            {
                // It is in the log, and the connection goes before the answer comes.
                lost = true;
                stage.Relay.Lose();
                throw new RemoteAssist.Agent.Uplink.RelayUnreachableException("the connection was lost");
            }

            return true;
        };
        await stage.ToQuestion();
        stage.Session.Allow([Scope.View]);
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => stage.Session.State == SessionState.Live);
        stage.Session.Pause();
        stage.Session.Resume();
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => stage.Session.State == SessionState.Live);
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => stage.Banner.State == BannerState.Watched);
        stage.Steps.Count(s => s.Event == step).Should().Be(2);
        stage.Steps.Select(s => s.Event).Distinct().Should().Equal(
            SessionEvent.Allow, SessionEvent.Show, SessionEvent.Pause, SessionEvent.Resume);
        stage.Technician.Fault.Should().BeNull();
    }

    [Fact]
    public async Task AnOpenQuestionStaysAndCanBeAnswered()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        stage.Relay.Lose();
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Question>();
        stage.Session.Allow([Scope.View]);
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Question>().Which.Answered.Should().BeTrue();
        stage.Relay.Reports.Should().BeEmpty();
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => stage.Technician.Parts.Count > 0);
        stage.Session.State.Should().Be(SessionState.Live);
    }

    [Fact]
    public async Task TheTimeThatWasAllowedRunsOnWhileItIsAway()
    {
        using var stage = new Stage();
        stage.Relay.Offer = Some.Offer() with { Minutes = 1 };
        await stage.ToLive();
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        stage.Relay.Unreachable = true;
        stage.Relay.Lose();
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        stage.Farewell.Should().Be(EndReason.TimeUp);
    }

    [Fact]
    public async Task WhatComesOnTheLostConnectionIsNotHeard()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var before = stage.Relay.Line!;
        stage.Relay.Lose();
        await Back(stage);
        before.Closed.Should().BeTrue();
        before.Events.Ended(EndReason.StoppedByTechnician);
        before.Events.ViewerLeft(stage.Technician.Number);
        before.Events.ConnectionLost();
        (stage.Session.State, stage.Banner.State).Should().Be((SessionState.Live, BannerState.Watched));
    }

    [Fact]
    public async Task AConnectionThatIsLostAgainAtOnceIsMadeAgain()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var parts = 0;
        for (var i = 1; i <= 10; i++)
        {
            stage.Relay.Lose();
            parts = stage.Technician.Parts.Count;
            await Back(stage);
            stage.Relay.Rejoins.Should().HaveCount(i);
        }

        await stage.AdvanceUntil(TimeSpan.FromSeconds(1), () => stage.Technician.Parts.Count > parts);
        stage.Technician.Fault.Should().BeNull();
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
        await stage.AdvanceUntil(SessionTimes.SlowestRedial, () => stage.Relay.Rejoins.Count == 1);
        await Eventually.Is(() => stage.Relay.Closed, "the one that broke is given up");
        var parts = stage.Technician.Parts.Count;
        await Back(stage);
        stage.Relay.Rejoins.Should().HaveCount(2);
        stage.Banner.State.Should().Be(BannerState.Watched, "a viewer that was named on the broken one is named again");
        await stage.AdvanceUntil(TimeSpan.FromSeconds(1), () => stage.Technician.Parts.Count > parts);
        stage.Technician.Fault.Should().BeNull();
    }

    [Fact]
    public async Task AViewerThatHasKeysBeforeTheLineIsBackSeesAtOnce()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var answered = new TaskCompletionSource();
        stage.Relay.Rejoining = () => answered.Task;
        stage.Relay.Lose();
        await stage.AdvanceUntil(TimeSpan.FromSeconds(1), () => stage.Relay.Rejoins.Count == 1 && stage.Technician.HasKeys);
        await stage.LetCaptureSettle();
        var parts = stage.Technician.Parts.Count;
        answered.SetResult();
        await Eventually.Is(() => stage.Technician.Parts.Count > parts, "a frame arrives although no time passes");
    }

    [Fact]
    public async Task BothEndsMayBeLostOneAfterTheOtherAndFindEachOther()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Go(stage.Technician);
        stage.Clock.Advance(TimeSpan.FromSeconds(20));
        stage.Relay.Unreachable = true;
        stage.Relay.Lose();
        for (var passed = 0; passed < 50; passed++)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var parts = stage.Technician.Parts.Count;
        stage.Relay.Seat(stage.Technician);
        stage.Relay.Unreachable = false;
        await Back(stage);
        stage.Banner.State.Should().Be(BannerState.Watched);
        await stage.AdvanceUntil(TimeSpan.FromSeconds(1), () => stage.Technician.Parts.Count > parts);
        stage.Technician.Fault.Should().BeNull();
    }

    [Fact]
    public async Task ALineThatTakesNothingAnyMoreIsGivenUp()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Stuck = true;
        var command = new ControlMessage.Command(1, [77]);
        for (var i = 0; i < 3_000 && stage.Banner.State != BannerState.Away; i++)
        {
            stage.Relay.Send(stage.Technician, command);
        }

        stage.Banner.State.Should().Be(BannerState.Away);
        stage.Relay.WasCut.Should().BeTrue();
        stage.Relay.Stuck = false;
        await Back(stage);
        await Eventually.Is(() => stage.Technician.Heard.Contains(new ControlMessage.Done(1)), "it hears on the next what was done");
        stage.Technician.Fault.Should().BeNull();
    }

    private static Task Back(Stage stage) => stage.AdvanceUntil(
        SessionTimes.SlowestRedial, () => stage.Banner.State is not (BannerState.Away or BannerState.Resuming) && !stage.Relay.Closed);
}
