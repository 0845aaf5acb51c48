using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

public sealed class LiveTests
{
    [Fact]
    public async Task TheFirstFrameComesAfterShowIsInTheLogAndIsAKeyFrame()
    {
        using var stage = new Stage();
        stage.Relay.Answer = r => r.Event != SessionEvent.Show || stage.Opened == 0;
        await stage.ToLive();
        stage.Steps.Take(2).Should().Equal((SessionEvent.Allow, null), (SessionEvent.Show, null));
        stage.Relay.Frames.First().Should().Be(new EnvelopeHeader(EnvelopeChannel.Frames, EnvelopeMarks.KeyFrame, 0, 1, 1));
    }

    [Fact]
    public async Task WithoutAViewerNothingIsCaptured()
    {
        using var stage = new Stage();
        stage.Relay.NamesViewers = false;
        await stage.ToConsented();
        stage.Opened.Should().Be(0);
        stage.Banner.State.Should().Be(BannerState.NobodyThere);
    }

    [Fact]
    public async Task ACustomerWhoPausesStopsTheNextFrameAndGoesOnWithAKeyFrame()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Session.Pause();
        stage.Session.State.Should().Be(SessionState.Paused);
        stage.Banner.State.Should().Be(BannerState.Paused);
        await stage.LetCaptureSettle();
        var (fetched, sent) = (stage.Screen.Fetches, stage.Relay.Frames.Count());
        Paint(stage, 1);
        stage.Relay.Agent!.KeyFrameNeeded();
        stage.Clock.Advance(TimeSpan.FromSeconds(5));
        await stage.LetCaptureSettle();
        stage.Screen.Fetches.Should().Be(fetched);
        stage.Relay.Frames.Should().HaveCount(sent);

        stage.Session.Resume();
        await Eventually.Is(() => stage.Relay.Frames.Count() > sent, "frames flow again");
        stage.Relay.Frames.ElementAt(sent).Marks.Should().Be(EnvelopeMarks.KeyFrame);
        stage.Steps.Should().Equal(
            (SessionEvent.Allow, null), (SessionEvent.Show, null), (SessionEvent.Pause, null), (SessionEvent.Resume, null));
    }

    [Fact]
    public async Task AResumeThatTheLogDoesNotTakeStaysPaused()
    {
        using var stage = new Stage();
        stage.Relay.Answer = r => r.Event != SessionEvent.Resume;
        await stage.ToLive();
        stage.Session.Pause();
        stage.Session.Resume();
        stage.Session.State.Should().Be(SessionState.Paused);
        stage.Banner.State.Should().Be(BannerState.Paused);
    }

    [Fact]
    public async Task APauseThatTheLogDidNotTakeIsSaidAgainBeforeGoingOn()
    {
        using var stage = new Stage();
        SessionState? there = SessionState.Live;
        var broken = true;
        stage.Relay.Answer = r =>
        {
            if (r.Event is not (SessionEvent.Pause or SessionEvent.Resume))
            {
                return true;
            }

            if (broken || SessionLifecycle.Next(there.Value, r.Event) is not { } next)
            {
                return false;
            }

            there = next;
            return true;
        };
        await stage.ToLive();
        stage.Session.Pause();
        broken = false;
        stage.Session.Resume();
        await Eventually.Is(() => stage.Session.State == SessionState.Live, "the picture goes on");
        there.Should().Be(SessionState.Live);
        stage.Steps.Skip(2).Select(s => s.Event).Should().Equal(SessionEvent.Pause, SessionEvent.Pause, SessionEvent.Resume);
    }

    [Fact]
    public async Task AResumeWhoseAnswerWasLostCanBeSaidAgain()
    {
        using var stage = new Stage();
        var there = SessionState.Live;
        var heard = false;
        stage.Relay.Answer = r =>
        {
            if (r.Event is not (SessionEvent.Pause or SessionEvent.Resume))
            {
                return true;
            }

            var next = SessionLifecycle.Next(there, r.Event);
            there = next ?? there;
            return next is not null && (heard || r.Event == SessionEvent.Pause);
        };
        await stage.ToLive();
        stage.Session.Pause();
        stage.Session.Resume();
        (stage.Session.State, there).Should().Be((SessionState.Paused, SessionState.Live));
        heard = true;
        stage.Session.Resume();
        await Eventually.Is(() => stage.Session.State == SessionState.Live, "the picture goes on");
        there.Should().Be(SessionState.Live);
    }

    [Fact]
    public async Task AnEndIsNotWaitedForBehindPicturesLongerThanThePromiseAllows()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Frozen = true;
        var line = stage.Relay.Line!;
        stage.Session.Stop();
        stage.Clock.Advance(TimeSpan.FromMilliseconds(199));
        line.WasCut.Should().BeFalse();
        stage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await stage.Session.Told;
        line.WasCut.Should().BeTrue();
    }

    [Fact]
    public async Task AnEndThatWasHeardIsNotCut()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Session.Stop();
        await stage.Session.Told;
        stage.Relay.Closed.Should().BeTrue();
        stage.Relay.WasCut.Should().BeFalse();
    }

    [Theory]
    [InlineData(EndReason.Declined)]
    [InlineData(EndReason.NoAnswer)]
    [InlineData(EndReason.StoppedByCustomer)]
    [InlineData(EndReason.AgentClosed)]
    [InlineData(EndReason.QuestionClosed)]
    [InlineData((EndReason)99)]
    public async Task AnEndThatTheRelayCannotKnowOfIsAFault(EndReason reason)
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Agent!.Ended(reason);
        stage.Farewell.Should().Be(EndReason.Fault);
    }

    [Fact]
    public async Task AGoodByeThatNobodyReadsDoesNotHoldUpAShutdown()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Agent!.Ended(EndReason.StoppedByTechnician);
        stage.Session.Quit();
        (await stage.Session.Finished.WaitAsync(TimeSpan.FromSeconds(60))).Should().Be(EndReason.StoppedByTechnician);
    }

    [Fact]
    public async Task StopWorksAtOnceWithARelayThatNeverAnswers()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Frozen = true;
        var line = stage.Relay.Line!;
        stage.Session.Stop();
        stage.Session.State.Should().Be(SessionState.Ended);
        stage.Farewell.Should().Be(EndReason.StoppedByCustomer);
        var sent = stage.Relay.Frames.Count();
        stage.Session.WaitForCapture(TimeSpan.FromSeconds(60)).Should().BeTrue();
        stage.Screen.Closed.Should().BeTrue();

        stage.Session.Told.IsCompleted.Should().BeFalse();
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.Session.Told;
        line.Closed.Should().BeTrue();
        stage.Steps.Last().Should().Be((SessionEvent.End, EndReason.StoppedByCustomer));

        stage.Session.Dismiss();
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.Nothing, "the good-bye goes");
        stage.Relay.Frames.Should().HaveCount(sent);
    }

    [Fact]
    public async Task TheTimeThatWasAllowedEnds()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Clock.Advance(TimeSpan.FromMinutes(60));
        stage.Session.State.Should().Be(SessionState.Ended);
        await stage.Session.Told;
        stage.Steps.Last().Should().Be((SessionEvent.End, EndReason.TimeUp));
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Goodbye>().Which.Reason.Should().Be(EndReason.TimeUp);
    }

    [Fact]
    public async Task TheBannerCountsWholeMinutes()
    {
        using var stage = new Stage();
        await stage.ToConsented();
        stage.Clock.Advance(TimeSpan.FromSeconds(59));
        stage.Banner.Minutes.Should().Be(0);
        stage.Clock.Advance(TimeSpan.FromSeconds(61));
        stage.Banner.Minutes.Should().Be(2);
    }

    [Theory]
    [InlineData(EndReason.StoppedByTechnician)]
    [InlineData(EndReason.TechnicianLost)]
    [InlineData(EndReason.RelayLost)]
    public async Task AnEndFromTheOtherSideIsExplainedUntilItIsReadOrTenMinutesAreOver(EndReason reason)
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Agent!.Ended(reason);
        stage.Farewell.Should().Be(reason);
        await stage.Session.Told;
        stage.Session.Finished.IsCompleted.Should().BeFalse();
        stage.Clock.Advance(SessionTimes.SummaryStays);
        (await stage.Session.Finished).Should().Be(reason);
        stage.Steps.Should().NotContain(s => s.Event == SessionEvent.End);
    }

    [Fact]
    public async Task AComputerThatShutsDownGetsNoFurtherWindow()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Session.Quit();
        (await stage.Session.Finished).Should().Be(EndReason.AgentClosed);
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Nothing>();
        stage.Steps.Last().Should().Be((SessionEvent.End, EndReason.AgentClosed));
    }

    [Fact]
    public async Task AScreenThatIsLostEndsTheSession()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Screen.Lost = true;
        Paint(stage, 1);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        stage.Screen.Wake();
        await Eventually.Is(() => stage.Session.State == SessionState.Ended, "the session ends");
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Goodbye>().Which.Reason.Should().Be(EndReason.Fault);
    }

    [Fact]
    public async Task NoMoreThanTwoFramesAreOnTheirWayWhileTheLineIsUnknown()
    {
        using var stage = new Stage();
        await stage.ToLive();
        for (var i = 0; i < 20; i++)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(1) / 60);
            await stage.LetCaptureSettle();
        }

        stage.Relay.Frames.Should().HaveCount(2);
        Paint(stage, 1);
        stage.Clock.Advance(TimeSpan.FromSeconds(1) / 60);
        await Eventually.Is(() => stage.Relay.Frames.Count() == 3, "the third frame follows the first acknowledgement");
    }

    [Fact]
    public async Task TilesThatAViewerShowsWronglyAreCountedAndLogged()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Send(stage.Technician, new ControlMessage.Differs(1, 2, 1));
        stage.Log.Should().Contain(line => line.Contains("viewer 1 shows 1 tiles from 2 on otherwise"));
        stage.Relay.Send(stage.Technician, new ControlMessage.Differs(1, uint.MaxValue, uint.MaxValue));
        stage.Session.State.Should().Be(SessionState.Live, "tiles that cannot be are nobody's");
    }

    private static void Paint(Stage stage, uint frame) =>
        stage.Relay.Send(stage.Technician, new ControlMessage.Painted(frame, 0));
}
