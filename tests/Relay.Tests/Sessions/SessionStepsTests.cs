using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Sessions;

public sealed class SessionStepsTests
{
    public static TheoryData<SessionState, SessionEvent> EveryPair()
    {
        var pairs = new TheoryData<SessionState, SessionEvent>();
        foreach (var state in Enum.GetValues<SessionState>())
        {
            foreach (var happened in Enum.GetValues<SessionEvent>())
            {
                pairs.Add(state, happened);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public async Task EveryStepFollowsTheTableInMemoryAndInTheDatabase(SessionState state, SessionEvent happened)
    {
        await using var stage = await Stage.Open();
        var session = (await stage.In(state)).Session;
        if (state is SessionState.Reviewed)
        {
            await Take(stage, session, SessionEvent.Review);
        }

        var before = stage.Log.Entries.Count;
        var next = SessionLifecycle.Next(state, happened);

        var outcome = await Take(stage, session, happened);

        outcome.Should().Be(next is null ? StepOutcome.Refused : StepOutcome.Taken);
        session.Standing.State.Should().Be(next ?? state);
        stage.Row(session.Facts.Id).State.Should().Be(next ?? state);
        stage.Log.Entries.Count.Should().Be(next is null ? before : before + 1);
        if (next is not null)
        {
            stage.Log.Last.Action.Should().Be(AuditActions.Of(happened));
        }
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public async Task WhatAnAgentReportsFollowsTheTableAndItsOwnPart(SessionState state, SessionEvent happened)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(state is SessionState.Requested or SessionState.Reviewed ? SessionState.Joined : state);
        var from = cast.Session.Standing.State;
        var again = (from, happened) is (SessionState.Consented, SessionEvent.Allow) or (SessionState.Live, SessionEvent.Show or SessionEvent.Resume)
            or (SessionState.Paused, SessionEvent.Pause) or (SessionState.Ended, SessionEvent.End);
        var allowed = happened is not (SessionEvent.Join or SessionEvent.Review)
            && SessionLifecycle.Next(from, happened) is not null;
        var before = stage.Log.Entries.Count;

        var taken = await stage.Report(cast.AgentSeat, stage.Report(cast.Session, happened));

        taken.Should().Be(allowed || again, "what was said before and got lost is true again");
        stage.Log.Entries.Count.Should().Be(before + (allowed ? 1 : 0));
        cast.Session.Standing.State.Should().Be(allowed ? SessionLifecycle.Next(from, happened) : from);
    }

    [Fact]
    public async Task AWholeSessionIsInTheLogInItsOrder()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Paused);
        await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Resume));
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer));

        stage.Log.Actions.Should().Equal(
            "session.requested", "session.viewerJoined", "session.newCode", "session.join", "session.allow", "session.show",
            "session.pause", "session.resume", "session.end");
        stage.Log.Entries.Should().OnlyContain(entry => entry.Session == cast.Session.Facts.Id && entry.Case == stage.Case.Id);
        stage.Log.Last.Detail.Should().Contain("reason", "stoppedByCustomer").And.Contain("from", "live")
            .And.Contain("secondsSinceLive", "30").And.ContainKeys("frameParts", "bytes");
        var row = stage.Row(cast.Session.Facts.Id);
        row.EndReason.Should().Be(EndReason.StoppedByCustomer);
        row.Ended.Should().Be(stage.Clock.GetUtcNow());
    }

    public static TheoryData<EndReason> EveryReason() => [.. Enum.GetValues<EndReason>()];

    [Theory]
    [MemberData(nameof(EveryReason))]
    public async Task AnAgentGivesOnlyReasonsThatItsSideCanKnow(EndReason reason)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);
        var itsOwn = reason is EndReason.Declined or EndReason.QuestionClosed or EndReason.NoAnswer
            or EndReason.StoppedByCustomer or EndReason.TimeUp or EndReason.AgentClosed
            or EndReason.Altered or EndReason.TechnicianLost or EndReason.Fault;

        var taken = await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.End, reason));

        taken.Should().Be(itsOwn);
        cast.Session.Standing.EndReason.Should().Be(itsOwn ? reason : null);
        if (itsOwn)
        {
            await Eventually.True(() => cast.Agent.Endings.SequenceEqual(new[] { reason }));
            await Eventually.True(() => cast.Viewer.LastStatus?.EndReason == reason);
        }
    }

    [Fact]
    public async Task AnEndWithoutAReasonIsRefused()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);

        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.End))).Should().BeFalse();

        cast.Session.Standing.State.Should().Be(SessionState.Live);
    }

    public static TheoryData<string> BadGrants() =>
        ["none", "another session", "no scope", "more than asked", "twice", "another name", "another organisation", "too long", "backwards"];

    [Theory]
    [MemberData(nameof(BadGrants))]
    public async Task AGrantThatIsNotWhatWasOfferedIsRefused(string fault)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);
        var good = stage.Grant(cast.Session);
        var bad = fault switch
        {
            "none" => null,
            "another session" => good with { Session = Guid.NewGuid() },
            "no scope" => good with { Scopes = [] },
            "more than asked" => good with { Scopes = [Scope.View, Scope.Control] },
            "twice" => good with { Scopes = [Scope.View, Scope.View] },
            "another name" => good with { Technician = "Anne Ng" },
            "another organisation" => good with { Organisation = "Helpful Inc" },
            "too long" => good with { Until = good.Until + TimeSpan.FromMinutes(1) },
            "backwards" => good with { Until = good.GrantedAt },
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };

        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Allow, Grant: bad))).Should().BeFalse();

        cast.Session.Standing.State.Should().Be(SessionState.Joined);
        stage.Log.Actions.Should().NotContain("session.allow");
    }

    [Fact]
    public async Task ANameThatTheAgentShowsCleanedCanBeAllowed()
    {
        await using var stage = await Stage.Open();
        stage.Technician.Name = "Ann\u00a0 Ng\u200e";
        stage.Technician.Organisation = " Help\u200bful\u3000Ltd";
        var cast = await stage.In(SessionState.Joined);

        // As the Agent does it, with the words that it shows.
        var grant = stage.Grant(cast.Session) with { Technician = "Ann Ng", Organisation = "Helpful Ltd" };
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Allow, Grant: grant))).Should().BeTrue();

        (cast.Session.Offer.Technician, cast.Session.Offer.Organisation).Should().Be(("Ann Ng", "Helpful Ltd"));
    }

    [Fact]
    public async Task TheRelayCountsTheGrantByItsOwnClockWhateverTheCustomersSays()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);
        var wrongClock = stage.Clock.GetUtcNow().AddYears(-3);
        var grant = stage.Grant(cast.Session) with { GrantedAt = wrongClock, Until = wrongClock.AddMinutes(10) };

        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Allow, Grant: grant))).Should().BeTrue();

        cast.Session.Standing.Until.Should().Be(stage.Clock.GetUtcNow().AddMinutes(10));
    }

    [Theory]
    [InlineData(true, "viewer.admitted")]
    [InlineData(false, "viewer.refusedByCustomer")]
    public async Task TheCustomersAnswerAboutAFurtherViewerIsInTheLog(bool allowed, string action)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await stage.Watch(cast.Session);

        (await stage.CustomerSteps.Admit(cast.AgentSeat, 2, allowed)).Should().BeTrue();
        stage.Log.Last.Should().Match<PendingEntry>(e => e.Action == action && e.Actor == ActorKind.Customer);
        stage.Log.Last.Detail.Should().Contain("viewer", "2");

        (await stage.CustomerSteps.Admit(cast.AgentSeat, 3, allowed)).Should().BeFalse("there was no such viewer");
        (await stage.CustomerSteps.Admit(cast.AgentSeat, 0, allowed)).Should().BeFalse();
        stage.Log.Broken = true;
        (await stage.CustomerSteps.Admit(cast.AgentSeat, 2, !allowed)).Should().BeFalse("it is not in the log");
    }

    [Fact]
    public async Task AnAnswerAboutAFurtherViewerThatIsSaidAgainIsInTheLogOnce()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await stage.Watch(cast.Session);

        stage.Log.Broken = true;
        (await stage.CustomerSteps.Admit(cast.AgentSeat, 2, true)).Should().BeFalse();
        stage.Log.Broken = false;
        (await stage.CustomerSteps.Admit(cast.AgentSeat, 2, true)).Should().BeTrue();
        (await stage.CustomerSteps.Admit(cast.AgentSeat, 2, true)).Should().BeTrue();
        (await stage.CustomerSteps.Admit(cast.AgentSeat, 2, false)).Should().BeTrue("the customer may think again");

        stage.Log.Entries.Where(e => e.Action.StartsWith("viewer.", StringComparison.Ordinal) && e.Actor == ActorKind.Customer)
            .Select(e => (e.Action, e.Outcome)).Should().Equal(
                ("viewer.admitted", AuditOutcome.Failed), ("viewer.admitted", AuditOutcome.Success), ("viewer.refusedByCustomer", AuditOutcome.Success));
    }

    [Fact]
    public async Task BothEndsAreToldAndThenSeenOut()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);

        (await stage.TechnicianSteps.End(cast.ViewerSeat)).Should().Be(StepOutcome.Taken);
        await cast.Agent.Outbox.Drained;
        await cast.Viewer.Outbox.Drained;

        cast.Agent.Heard[^1].Should().Be(EndReason.StoppedByTechnician);
        cast.Viewer.LastStatus.Should().Match<SessionStatus>(
            s => s.State == SessionState.Ended && s.EndReason == EndReason.StoppedByTechnician && s.Nameplate == null);
        cast.Agent.Aborted.Should().BeFalse("it has a moment to leave by itself");
        stage.Clock.Advance(Outbox.Linger);
        await Eventually.True(() => cast.Agent.Aborted && cast.Viewer.Aborted);
        (await stage.TechnicianSteps.End(cast.ViewerSeat)).Should().Be(StepOutcome.Refused);
    }

    [Fact]
    public async Task AViewerThatHearsOfItsSeatHasItAlready()
    {
        await using var stage = await Stage.Open();
        var session = await stage.Requested();
        var end = stage.Connection();
        var told = new List<object>();
        ViewerSeat? taken = null;

        var (_, seat) = await stage.TechnicianSteps.Watch(
            session.Facts.Id, stage.Technician.Id, Stage.Office, end.Outbox, end.Ear, CancellationToken.None, held =>
            {
                taken = held;
                told.AddRange(end.Heard);
            });

        taken.Should().NotBeNull().And.BeSameAs(seat);
        told.Should().BeEmpty("it may call as soon as it is told");
        await Eventually.True(() => end.Heard.Any());
        end.Heard[0].Should().Be(("Seated", seat!.Number));
    }

    [Fact]
    public async Task ViewersAreNumberedFromOneAndNeverTwice()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);
        await stage.TechnicianSteps.Leave(cast.ViewerSeat);
        await stage.TechnicianSteps.Leave(cast.ViewerSeat);

        var (_, seat) = await stage.Watch(cast.Session);

        cast.ViewerSeat.Number.Should().Be(1);
        seat.Number.Should().Be(2);
        stage.Row(cast.Session.Facts.Id).LastViewer.Should().Be(2);
        await Eventually.True(() => cast.Viewer.Heard.Any());
        cast.Viewer.Heard[0].Should().Be(("Seated", 1), "it knows who it is before anything else");
        await Eventually.True(() => cast.Agent.Heard.Skip(3).SequenceEqual(
            new object[] { ("ViewerJoined", 1), ("ViewerLeft", 1), ("ViewerJoined", 2) }));
        stage.Log.Actions.Count(action => action == "session.viewerLeft").Should().Be(1);
    }

    [Fact]
    public async Task AColleagueCannotWatchAndTheTryIsInTheLog()
    {
        await using var stage = await Stage.Open();
        var session = await stage.Requested();
        var end = stage.Connection();

        var (outcome, seat) = await stage.TechnicianSteps.Watch(
            session.Facts.Id, stage.Colleague.Id, Stage.Office, end.Outbox, end.Ear, CancellationToken.None);

        outcome.Should().Be(WatchOutcome.NotTheirs);
        seat.Should().BeNull();
        stage.Log.Last.Should().Match<PendingEntry>(
            e => e.Action == "session.viewerJoined" && e.Outcome == AuditOutcome.Refused && e.ActorId == "bob");
        end.Heard.Should().BeEmpty();
    }

    [Fact]
    public async Task ASessionThatIsOverStillSaysHowItEnded()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await stage.TechnicianSteps.End(cast.ViewerSeat);
        var end = stage.Connection();

        var (outcome, _) = await stage.TechnicianSteps.Watch(
            cast.Session.Facts.Id, stage.Technician.Id, Stage.Office, end.Outbox, end.Ear, CancellationToken.None);

        outcome.Should().Be(WatchOutcome.Over);
        await end.Outbox.Drained;
        end.LastStatus!.EndReason.Should().Be(EndReason.StoppedByTechnician);
    }

    [Fact]
    public async Task OnlySoManyViewersFit()
    {
        await using var stage = await Stage.Open();
        var session = await stage.Requested();
        for (var i = 0; i < Room.MaxViewers; i++)
        {
            await stage.Watch(session);
        }

        var end = stage.Connection();
        var (outcome, _) = await stage.TechnicianSteps.Watch(
            session.Facts.Id, stage.Technician.Id, Stage.Office, end.Outbox, end.Ear, CancellationToken.None);

        outcome.Should().Be(WatchOutcome.TooMany);
    }

    [Fact]
    public async Task ThereIsNoSessionWithoutACase()
    {
        await using var stage = await Stage.Open();

        var id = await stage.TechnicianSteps.Start(Guid.NewGuid(), stage.Technician, new SessionWish("help", [Scope.View], 60), CancellationToken.None);

        id.Should().BeNull();
        stage.Log.Entries.Should().BeEmpty();
    }

    private static Task<StepOutcome> Take(Stage stage, ActiveSession session, SessionEvent happened) =>
        stage.Directory.Within(session, () => happened is SessionEvent.End
            ? stage.Directory.End(session, EndReason.Fault, Actor.Relay)
            : stage.Directory.Take(session, happened, SessionEntries.Step(session.Facts, happened)));
}
