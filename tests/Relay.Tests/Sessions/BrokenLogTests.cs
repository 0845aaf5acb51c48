using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Relay.Tests.Rooms;

namespace RemoteAssist.Relay.Tests.Sessions;

public sealed class BrokenLogTests
{
    public static TheoryData<string, SessionState> EveryStep() => new()
    {
        { "agreed", SessionState.Requested },
        { "new code", SessionState.Requested },
        { "watch", SessionState.Requested },
        { "allow", SessionState.Joined },
        { "decline", SessionState.Joined },
        { "show", SessionState.Consented },
        { "pause", SessionState.Live },
        { "watch", SessionState.Live },
        { "stop", SessionState.Live },
        { "technician ends", SessionState.Live },
        { "time is up", SessionState.Live },
        { "resume", SessionState.Paused },
    };

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task AStepThatCannotBeLoggedDoesNotHappenAndNobodyHearsOfIt(string step, SessionState state)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(state);
        if (step is "agreed")
        {
            await stage.Type(cast.Nameplate, end: cast.Agent);
        }

        var code = cast.Session.Code;
        var before = cast.Session.Standing;
        await Settled(cast);
        var (agentHeard, viewerHeard) = (cast.Agent.Heard.Count, cast.Viewer.Heard.Count);
        stage.Log.Broken = true;

        (await Try(stage, cast, step)).Should().BeFalse();

        cast.Session.Standing.Should().Be(before);
        cast.Session.Code.Should().Be(code);
        stage.Row(cast.Session.Facts.Id).State.Should().Be(before.State);
        if (step is "agreed")
        {
            await cast.Agent.Outbox.Drained;
            cast.Agent.Heard.Should().NotContain(said => said is Asked, "it is sent away unasked");
            cast.Session.Room.Candidate.Should().BeNull();
            return;
        }

        await Settled(cast);
        cast.Agent.Heard.Count.Should().Be(agentHeard);
        cast.Viewer.Heard.Count.Should().Be(viewerHeard);
        cast.Session.Room.Viewers.Should().ContainSingle();
    }

    [Fact]
    public async Task ASessionThatCannotBeLoggedIsNotOpened()
    {
        await using var stage = await Stage.Open();
        stage.Log.Broken = true;

        var start = () => stage.TechnicianSteps.Start(stage.Case.Id, stage.Technician, new SessionWish("help", [Scope.View], 60), CancellationToken.None);

        await start.Should().ThrowAsync<AuditUnavailableException>();
        stage.Log.Entries.Should().BeEmpty();
        using var db = stage.CreateDbContext();
        db.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task NobodyTriesACodeWhileNothingCanBeLogged()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        stage.Log.Broken = true;
        (await stage.TechnicianSteps.NewCode(cast.ViewerSeat)).Outcome.Should().Be(StepOutcome.LogUnavailable);

        foreach (var nameplate in new[] { cast.Nameplate, cast.Nameplate == "1111" ? "2222" : "1111" })
        {
            var end = stage.Connection();
            var (outcome, seat) = await stage.CodeSteps.Join(Stage.Request(nameplate), Stage.Office, end.Outbox, end.Ear, () => { });
            outcome.Should().BeNull();
            seat.Should().BeNull();
        }

        cast.Session.Code!.TriesLeft.Should().Be(SessionCode.Tries);
    }

    [Fact]
    public async Task ATryThatEndsWhileTheLogIsBrokenIsWrittenOnceItCanBe()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        await stage.Type(cast.Nameplate);
        stage.Log.Broken = true;
        await stage.CodeSteps.WrongTry(cast.ViewerSeat);
        stage.Log.Actions.Should().NotContain("session.codeRefused");

        stage.Log.Broken = false;
        stage.Clock.Advance(LogTrouble.RetryEvery + TimeSpan.FromMilliseconds(1));

        await Eventually.True(() => stage.Log.Last.Action == "session.codeRefused");
    }

    [Fact]
    public async Task ALastTryThatHeldButCouldNotBeLoggedLeavesNoCodeBehind()
    {
        await using var stage = await Stage.Open(("Tries", "1"));
        var cast = await stage.In(SessionState.Requested);
        await stage.Type(cast.Nameplate);
        stage.Log.Broken = true;

        (await stage.Agree(cast.ViewerSeat)).Should().Be(StepOutcome.LogUnavailable);

        cast.Session.Code.Should().BeNull();
        cast.Session.Codeless!.Why.Should().Be(CodeEnd.TooManyTries);
    }

    [Fact]
    public async Task ATryIsNotAgreedToAfterItsTimeEvenIfTheLogKeptItFromEnding()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        await stage.Type(cast.Nameplate);
        stage.Log.Broken = true;
        await stage.Directory.Within(cast.Session, async () =>
        {
            await stage.SessionLog.Note(cast.Session, SessionEntries.NewCode(cast.Session.Facts));
            return true;
        });
        stage.Clock.Advance(CodeSteps.TryLimit);
        stage.Log.Broken = false;

        (await stage.Agree(cast.ViewerSeat)).Should().Be(StepOutcome.Refused);
    }

    [Fact]
    public async Task AnAgentDoesNotComeBackUnrecorded()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await stage.CustomerSteps.Lost(cast.AgentSeat);
        stage.Log.Broken = true;

        (await stage.Rejoin(cast, stage.Connection())).Should().Be((null, null));

        cast.Session.Room.Agent.Should().BeNull();
        stage.Log.Broken = false;
        (await stage.Rejoin(cast, stage.Connection())).Seat.Should().NotBeNull();
    }

    [Fact]
    public async Task NoFramePassesWhileTheLogIsBrokenAndTheNextIsAKeyFrameOnceItWorks()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var (_, second) = await stage.Watch(cast.Session);
        var room = cast.Session.Room;
        room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame()).Should().BeTrue();
        var asked = cast.Agent.KeyFramesAsked;

        stage.Log.Broken = true;
        await stage.TechnicianSteps.Leave(second);
        room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty();
        room.Counters.Dropped(DropReason.LogUnavailable).Should().BePositive();

        stage.Clock.Advance(LogTrouble.RetryEvery);
        room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty("it is still broken");

        stage.Log.Broken = false;
        stage.Clock.Advance(LogTrouble.RetryEvery + TimeSpan.FromMilliseconds(1));
        await Eventually.True(() => stage.Log.Last.Action == "session.viewerLeft");
        await Eventually.True(() => cast.Agent.KeyFramesAsked > asked);
        room.FromAgent(cast.AgentSeat, SomeEnvelope.Delta());
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty("a change of an unknown frame is no use");
        room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().ContainSingle();
    }

    [Fact]
    public async Task AnEndThatCouldNotBeLoggedComesAsSoonAsItCan()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        stage.Log.Broken = true;
        (await stage.TechnicianSteps.End(cast.ViewerSeat)).Should().Be(StepOutcome.LogUnavailable);
        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty();
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.End, EndReason.Fault))).Should().BeFalse();

        stage.Log.Broken = false;
        stage.Clock.Advance(LogTrouble.RetryEvery + TimeSpan.FromMilliseconds(1));

        await Eventually.True(() => cast.Session.IsOver);
        cast.Session.Standing.EndReason.Should().Be(EndReason.StoppedByTechnician, "what came first is what ended it");
        stage.Log.Last.ActorId.Should().Be(stage.Technician.Id);
        await Eventually.True(() => cast.Agent.Endings.Any());
    }

    [Fact]
    public async Task AnEndThatIsOwedIsNotPutOffByWhoeverTriesAgainAndAgain()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        stage.Log.Broken = true;
        (await Try(stage, cast, "technician ends")).Should().BeFalse();
        stage.Log.Broken = false;

        for (var waited = TimeSpan.Zero; waited <= LogTrouble.RetryEvery; waited += LogTrouble.RetryEvery / 4)
        {
            await Try(stage, cast, "watch");
            stage.Clock.Advance(LogTrouble.RetryEvery / 4);
        }

        await Eventually.True(() => cast.Session.Standing.EndReason == EndReason.StoppedByTechnician);
    }

    [Fact]
    public async Task AStepThatFailedIsInTheLogAsFailedOnceItCanBe()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Consented);
        stage.Log.Broken = true;
        await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Show));
        stage.Log.Broken = false;

        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Show))).Should().BeTrue();

        stage.Log.Entries.TakeLast(2).Select(e => (e.Action, e.Outcome)).Should().Equal(
            ("session.show", AuditOutcome.Failed), ("session.show", AuditOutcome.Success));
    }

    [Fact]
    public async Task ASessionThatOwesTheLogTooMuchEnds()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        stage.Log.Broken = true;
        for (var i = 0; i <= LogTrouble.MaxOwed; i++)
        {
            await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Pause));
        }

        stage.Log.Broken = false;
        stage.Clock.Advance(LogTrouble.RetryEvery + TimeSpan.FromMilliseconds(1));

        await Eventually.True(() => cast.Session.Standing.EndReason == EndReason.Fault);
    }

    private static async Task<bool> Try(Stage stage, Cast cast, string step)
    {
        switch (step)
        {
            case "agreed":
                return await stage.Agree(cast.ViewerSeat) is StepOutcome.Taken;
            case "new code":
                return (await stage.TechnicianSteps.NewCode(cast.ViewerSeat)).Outcome is StepOutcome.Taken;
            case "watch":
                var end = stage.Connection();
                var (watched, _) = await stage.TechnicianSteps.Watch(
                    cast.Session.Facts.Id, stage.Technician.Id, Stage.Office, end.Outbox, end.Ear, CancellationToken.None);
                return watched is WatchOutcome.Seated;
            case "technician ends":
                return await stage.TechnicianSteps.End(cast.ViewerSeat) is StepOutcome.Taken;
            case "time is up":
                return await stage.Directory.Within(
                    cast.Session, () => stage.Directory.End(cast.Session, EndReason.TimeUp, Actor.Relay)) is StepOutcome.Taken;
            case "decline":
                return await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.End, EndReason.Declined));
            case "stop":
                return await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer));
            default:
                return await stage.Report(
                    cast.AgentSeat, stage.Report(cast.Session, Enum.Parse<SessionEvent>(step, ignoreCase: true)));
        }
    }

    /// <summary>Waits until everything that was posted so far has been heard: a mark goes through the same queue.</summary>
    private static async Task Settled(Cast cast)
    {
        foreach (var end in new[] { cast.Agent, cast.Viewer })
        {
            var mark = new TaskCompletionSource();
            end.Outbox.Post(_ =>
            {
                mark.SetResult();
                return Task.CompletedTask;
            }).Should().BeTrue();
            await mark.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}
