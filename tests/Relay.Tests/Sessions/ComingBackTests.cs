using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

public sealed class ComingBackTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData(SessionState.Joined)]
    [InlineData(SessionState.Consented)]
    [InlineData(SessionState.Live)]
    [InlineData(SessionState.Paused)]
    public async Task ALostAgentTakesItsSeatAgainAndTheSessionStandsAsItDid(SessionState state)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(state);
        await stage.Watch(cast.Session);
        await stage.CustomerSteps.Lost(cast.AgentSeat);
        await Eventually.True(() => cast.Viewer.LastStatus is { CustomerConnected: false, ComeBackUntil: not null });
        cast.Viewer.LastStatus!.ComeBackUntil.Should().Be(stage.Clock.GetUtcNow() + HubContract.ComeBackWithin);
        stage.Clock.Advance(TimeSpan.FromSeconds(59));

        var end = stage.Connection();
        var (outcome, seat) = await stage.Rejoin(cast, end);

        outcome.Should().Be(new RejoinOutcome(true, null));
        cast.Session.Standing.State.Should().Be(state);
        await Eventually.True(() => end.Heard.SequenceEqual(new object[] { ("ViewerJoined", 1), ("ViewerJoined", 2) }));
        stage.Log.Last.Should().Match<PendingEntry>(e => e.Action == "session.agentBack" && e.Outcome == AuditOutcome.Success);
        stage.Log.Last.Detail.Should().Contain("secondsAway", "59");
        await Eventually.True(() => cast.Viewer.LastStatus is { CustomerConnected: true, ComeBackUntil: null });
        (await stage.Report(seat!, new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer))).Should().BeTrue();
    }

    [Fact]
    public async Task TheMinuteCountsFromTheAgentsLastWordAndNotFromWhenItWasMissed()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        cast.Agent.Ear.Now();
        stage.Clock.Advance(TimeSpan.FromSeconds(20));
        await stage.CustomerSteps.Lost(cast.AgentSeat);
        await Eventually.True(() => cast.Viewer.LastStatus?.ComeBackUntil == stage.Clock.GetUtcNow().AddSeconds(40));

        stage.Clock.Advance(TimeSpan.FromSeconds(40) - Moment);
        cast.Session.IsOver.Should().BeFalse();
        stage.Clock.Advance(Moment * 3);

        await Eventually.True(() => cast.Viewer.LastStatus is { EndReason: EndReason.CustomerLost, ComeBackUntil: null });
        (await stage.Rejoin(cast, stage.Connection())).Outcome.Should().Be(new RejoinOutcome(false, EndReason.CustomerLost));
    }

    [Theory]
    [InlineData(SessionState.Joined)]
    [InlineData(SessionState.Live)]
    [InlineData(SessionState.Paused)]
    public async Task WithoutAViewerASessionEndsAMinuteAfterItsLastWord(SessionState state)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(state);
        stage.Clock.Advance(TimeSpan.FromSeconds(15));
        await stage.TechnicianSteps.Leave(cast.ViewerSeat);

        stage.Clock.Advance(TimeSpan.FromSeconds(45) - Moment);
        cast.Session.IsOver.Should().BeFalse();
        stage.Clock.Advance(Moment * 3);

        await Eventually.True(() => cast.Agent.Endings.SequenceEqual(new[] { EndReason.TechnicianLost }));
    }

    [Fact]
    public async Task AViewerThatComesBackInTimeSavesTheSession()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await stage.TechnicianSteps.Leave(cast.ViewerSeat);
        stage.Clock.Advance(TimeSpan.FromSeconds(59));

        await stage.Watch(cast.Session);
        stage.Clock.Advance(TimeSpan.FromMinutes(5));

        cast.Session.IsOver.Should().BeFalse();
    }

    [Fact]
    public async Task AnAgentMayComeBackBeforeItsLossIsNoticedAndTheOldConnectionGoes()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var end = stage.Connection();

        var (_, seat) = await stage.Rejoin(cast, end);
        await stage.CustomerSteps.Lost(cast.AgentSeat);

        cast.Agent.Aborted.Should().BeTrue();
        cast.Session.Room.Agent.Should().Be(seat);
        cast.Session.AgentBackBy.Should().BeNull("only the connection that it left is gone");
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Pause))).Should().BeFalse();
    }

    [Fact]
    public async Task AConnectionThatWasReplacedShowsNothingAndEndsNothing()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var room = cast.Session.Room;
        var (_, seat) = await stage.Rejoin(cast, stage.Connection());
        await Rooms.SomeEnvelope.Read(cast.ViewerSeat.Queue);

        room.FromAgent(cast.AgentSeat, Rooms.SomeEnvelope.KeyFrame()).Should().BeTrue();
        room.FromAgent(cast.AgentSeat, Rooms.SomeEnvelope.Control(1)).Should().BeTrue();
        (await Rooms.SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty();
        room.Counters.Dropped(DropReason.AgentLost).Should().Be(1);
        await stage.CustomerSteps.Broke(cast.AgentSeat);
        cast.Session.IsOver.Should().BeFalse();

        room.FromAgent(seat!, Rooms.SomeEnvelope.KeyFrame()).Should().BeTrue();
        (await Rooms.SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().ContainSingle();
        await stage.CustomerSteps.Broke(seat!);
        cast.Session.Standing.EndReason.Should().Be(EndReason.Fault);
    }

    [Fact]
    public async Task NobodyComesBackWithoutTheTokenAndNobodyLearnsWhetherThereIsASession()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var other = await stage.In(SessionState.Live);
        var requested = await stage.In(SessionState.Requested);
        var wrong = new (Guid, byte[]?)[]
        {
            (cast.Session.Facts.Id, other.Ticket.Seat), (cast.Session.Facts.Id, new byte[32]), (cast.Session.Facts.Id, null),
            (cast.Session.Facts.Id, cast.Ticket.Seat[..31]), (requested.Session.Facts.Id, cast.Ticket.Seat), (Guid.NewGuid(), cast.Ticket.Seat),
        };

        foreach (var (session, token) in wrong)
        {
            var end = stage.Connection();
            var (outcome, seat) = await stage.CustomerSteps.Rejoin(
                new RejoinRequest(HubContract.ProtocolVersion, session, token!), "198.51.100.9", end.Outbox, end.Ear);
            outcome.Should().Be(new RejoinOutcome(false, null));
            seat.Should().BeNull();
            stage.Log.Last.Should().Match<PendingEntry>(e => e.Action == "session.agentBack" && e.Outcome == AuditOutcome.Refused);
        }

        cast.Session.Room.Agent.Should().Be(cast.AgentSeat);
        var logged = stage.Log.Entries.Count;
        for (var i = 0; i < JoinLimits.PerAddress; i++)
        {
            var end = stage.Connection();
            await stage.CustomerSteps.Rejoin(
                new RejoinRequest(HubContract.ProtocolVersion, Guid.NewGuid(), new byte[32]), "198.51.100.9", end.Outbox, end.Ear);
        }

        stage.Log.Entries.Count.Should().Be(
            logged + JoinLimits.PerAddress - wrong.Length + 1, "they count as wrong codes do, and one entry says that the address is shut out");
        var back = stage.Connection();
        (await stage.CustomerSteps.Rejoin(
            new RejoinRequest(HubContract.ProtocolVersion, cast.Session.Facts.Id, cast.Ticket.Seat), "198.51.100.9", back.Outbox, back.Ear))
            .Seat.Should().NotBeNull("no flood of wrong tokens keeps the right one out");
    }

    [Fact]
    public async Task AnAnswerGivenWhileTheLineWasDownIsStillTaken()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);
        stage.Clock.Advance(TimeSpan.FromSeconds(100));
        cast.Agent.Ear.Now();
        await stage.CustomerSteps.Lost(cast.AgentSeat);
        stage.Clock.Advance(TimeSpan.FromSeconds(50));

        var (_, seat) = await stage.Rejoin(cast, stage.Connection());

        (await stage.Report(seat!, stage.Report(cast.Session, SessionEvent.Allow))).Should().BeTrue();
    }

    [Theory]
    [InlineData(SessionState.Joined)]
    [InlineData(SessionState.Consented)]
    [InlineData(SessionState.Live)]
    [InlineData(SessionState.Paused)]
    public async Task ARelayThatStartsAgainTakesUpWhatWasJoinedAndBothEndsComeBack(SessionState state)
    {
        await using var stage = await Stage.Open(("LongestSession", "00:30:00"));
        var cast = await stage.In(state);
        var before = cast.Session;

        await stage.Restart();

        var session = stage.Directory.Find(before.Facts.Id)!;
        session.Should().NotBeSameAs(before);
        session.Standing.Should().Be(before.Standing);
        session.Facts.Should().Be(before.Facts);
        session.Offer.Should().BeEquivalentTo(before.Offer);
        stage.Log.Last.Should().Match<PendingEntry>(e => e.Action == "session.restored" && e.Actor == ActorKind.Relay);
        var (viewer, viewerSeat) = await stage.Watch(session);
        viewerSeat.Number.Should().Be(2, "numbers never come twice in a session");
        await Eventually.True(() => viewer.LastStatus?.ComeBackUntil == stage.Clock.GetUtcNow() + HubContract.ComeBackWithin);
        var end = stage.Connection();
        var (_, seat) = await stage.Rejoin(cast, end);
        seat.Should().NotBeNull();
        await Eventually.True(() => end.Heard.SequenceEqual(new object[] { ("ViewerJoined", 2) }));
        stage.Clock.Advance(HubContract.ComeBackWithin + Moment);
        session.IsOver.Should().BeFalse();
        session.Room.FromAgent(seat!, Rooms.SomeEnvelope.KeyFrame());
        (await Rooms.SomeEnvelope.Read(viewerSeat.Queue)).Should().HaveCount(state is SessionState.Live ? 1 : 0);
    }

    [Theory]
    [InlineData("nobody", EndReason.RelayLost)]
    [InlineData("the viewer", EndReason.CustomerLost)]
    [InlineData("the agent", EndReason.TechnicianLost)]
    public async Task AfterARestartASessionEndsForWhoeverDidNotComeBack(string who, EndReason reason)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await stage.Restart();
        var session = stage.Directory.Find(cast.Session.Facts.Id)!;
        if (who is "the viewer")
        {
            await stage.Watch(session);
        }
        else if (who is "the agent")
        {
            (await stage.Rejoin(cast, stage.Connection())).Seat.Should().NotBeNull();
        }

        stage.Clock.Advance(HubContract.ComeBackWithin - Moment);
        session.IsOver.Should().BeFalse();
        stage.Clock.Advance(Moment * 3);

        await Eventually.True(() => session.Standing.EndReason == reason);
        stage.Row(session.Facts.Id).EndReason.Should().Be(reason);
        stage.Log.Last.Detail.Should().ContainKeys("countedSince", "frameParts");
    }

    [Fact]
    public async Task AGrantThatRanOutWhileTheRelayWasAwayIsOver()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await stage.Host.StopAsync(CancellationToken.None);
        stage.Clock.Advance(TimeSpan.FromHours(1));

        await stage.Restart();

        stage.Directory.Find(cast.Session.Facts.Id).Should().BeNull();
        stage.Row(cast.Session.Facts.Id).EndReason.Should().Be(EndReason.TimeUp);
        stage.Log.Last.Detail.Should().Contain("reason", "timeUp").And.Contain("from", "live");
        (await stage.Rejoin(cast, stage.Connection())).Outcome.Should().Be(new RejoinOutcome(false, EndReason.TimeUp));
    }

    [Fact]
    public async Task AGrantEndsAfterARestartWhenItWouldHaveEndedWithoutOne()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        stage.Clock.Advance(TimeSpan.FromMinutes(59));
        await stage.Restart();
        var session = stage.Directory.Find(cast.Session.Facts.Id)!;
        await stage.Watch(session);
        await stage.Rejoin(cast, stage.Connection());

        stage.Clock.Advance(TimeSpan.FromMinutes(1) + Moment);

        await Eventually.True(() => session.Standing.EndReason == EndReason.TimeUp);
    }

    [Fact]
    public async Task WhatWasOnlyAskedForComesBackWithoutItsCode()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        stage.Clock.Advance(TimeSpan.FromMinutes(9));

        await stage.Restart();

        var session = stage.Directory.Find(cast.Session.Facts.Id)!;
        (await stage.Type(cast.Nameplate)).Refusal.Should().Be(JoinRefusal.UnknownCode);
        var (_, seat) = await stage.Watch(session);
        stage.Clock.Advance(TimeSpan.FromMinutes(9));
        await stage.LetIn(await stage.NewCode(seat), seat);
        session.Standing.State.Should().Be(SessionState.Joined);
    }

    [Fact]
    public async Task ASessionOfARelayBeforeThisVersionEndsAsLost()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await using (var db = stage.CreateDbContext())
        {
            var row = db.Sessions.Single(r => r.Id == cast.Session.Facts.Id);
            row.SeatHash = null;
            await db.SaveChangesAsync();
        }

        await stage.Restart();

        stage.Row(cast.Session.Facts.Id).EndReason.Should().Be(EndReason.RelayLost);
    }
}
