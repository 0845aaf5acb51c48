using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Tests.Rooms;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Tests.Sessions;

public sealed class LogHoldTests
{
    private const string Held = "LogUnavailable(True)";
    private const string Back = "LogUnavailable(False)";

    [Fact]
    public async Task EverySessionIsHeldBackWhicheverNoticedAndGoesOnByItself()
    {
        await using var stage = await Stage.Open();
        var (one, other) = (await stage.In(SessionState.Live), await stage.In(SessionState.Live));
        Fail(stage);
        foreach (var cast in new[] { one, other })
        {
            await Eventually.True(() => cast.Agent.Heard.Contains(Held) && cast.Viewer.LastStatus!.LogUnavailable);
            cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame()).Should().BeTrue();
            (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty();
            cast.Session.Room.Counters.Dropped(DropReason.LogUnavailable).Should().BePositive();
            cast.Session.Standing.State.Should().Be(SessionState.Live, "it is held back, and not the customer's pause");
        }

        var asked = one.Agent.KeyFramesAsked;
        Work(stage);
        foreach (var cast in new[] { one, other })
        {
            await Eventually.True(() => cast.Agent.Heard.Contains(Back) && !cast.Viewer.LastStatus!.LogUnavailable);
            cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
            (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().ContainSingle();
        }

        await Eventually.True(() => one.Agent.KeyFramesAsked > asked);
    }

    [Fact]
    public async Task AnAgentIsToldAtOnceAlsoWhileAStepOfItsSessionWaitsForTheLog()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var waits = new TaskCompletionSource<bool>();
        var step = stage.Directory.Within(cast.Session, () => waits.Task);
        Fail(stage);
        await Eventually.True(() => cast.Agent.Heard.Contains(Held));
        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty();
        waits.SetResult(true);
        await step;
    }

    [Fact]
    public async Task NothingThatNeedsAnEntryIsTrueMeanwhileAndNoTryOfACodeIsSpent()
    {
        await using var stage = await Stage.Open();
        var (live, asked) = (await stage.In(SessionState.Live), await stage.In(SessionState.Requested));
        Fail(stage);
        (await stage.Report(live.AgentSeat, stage.Report(live.Session, SessionEvent.Change))).Should().BeFalse();
        var end = stage.Connection();
        (await stage.CodeSteps.Join(Stage.Request(asked.Nameplate), Stage.Office, end.Outbox, end.Ear, () => { })).Should().Be((null, null));
        asked.Session.Room.Candidate.Should().BeNull();
        asked.Session.Code!.TriesLeft.Should().Be(SessionCode.Tries);
        Work(stage);
        await Eventually.True(() => !asked.Session.Room.IsUnlogged && live.Session.Trouble is null);
        (await stage.LetIn(asked.Nameplate, asked.ViewerSeat)).Seat!.Agent.Should().NotBeNull();
        stage.Log.Actions.Should().Contain("session.change", "what was tried is there as failed");
    }

    [Fact]
    public async Task AnAgentThatComesBackMeanwhileIsToldAndWhatBeginsMeanwhileIsHeldToo()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await stage.CustomerSteps.Lost(cast.AgentSeat);
        Fail(stage, broken: false); // a commit just came through, and the next did not
        var again = stage.Connection();
        (await stage.Rejoin(cast, again)).Seat.Should().NotBeNull();
        await Eventually.True(() => again.Heard.Contains(Held));
        (await stage.Requested()).Room.IsUnlogged.Should().BeTrue();
    }

    [Fact]
    public async Task AnEndThatIsOwedComesAsSoonAsTheLogWorks()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        Fail(stage);
        (await stage.TechnicianSteps.End(cast.ViewerSeat)).Should().Be(StepOutcome.LogUnavailable);
        Work(stage);
        await Eventually.True(() => cast.Session.Standing.EndReason == EndReason.StoppedByTechnician);
    }

    private static void Fail(Stage stage, bool broken = true)
    {
        stage.Log.Broken = broken;
        stage.Health.Fails(stage.Clock.GetUtcNow(), 1);
    }

    private static void Work(Stage stage)
    {
        stage.Log.Broken = false;
        stage.Health.Works();
    }
}
