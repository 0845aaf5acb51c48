using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Tests.Rooms;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>Colleagues: who is admitted and who is not, what the log has first, and whose the session is.</summary>
public sealed class ColleagueTests
{
    private const string Why = "You know these printers";

    [Theory]
    [Trait("Promise", "4")]
    [InlineData("never invited")]
    [InlineData("somebody else was")]
    [InlineData("declined")]
    [InlineData("taken back")]
    [InlineData("too late")]
    [InlineData("refused by the customer")]
    [InlineData("left")]
    [InlineData("sent away")]
    public async Task WhoeverIsNotInvitedIsNotLetIn(string how)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var session = cast.Session;
        if (how is not ("never invited" or "somebody else was"))
        {
            await Invite(stage, cast);
        }

        switch (how)
        {
            case "declined":
                (await stage.Colleagues.Decline(session.Facts.Id, stage.Colleague.Id)).Should().BeTrue();
                break;
            case "taken back":
                (await stage.Colleagues.SendAway(cast.ViewerSeat, stage.Colleague.Id)).Should().Be(StepOutcome.Taken);
                break;
            case "too late":
                stage.Clock.Advance(SessionCode.Lifetime);
                break;
            case "refused by the customer":
                var waiting = await Come(stage, session);
                (await stage.CustomerSteps.Admit(cast.AgentSeat, waiting.Seat.Number, false)).Should().BeTrue();
                break;
            case "left":
                (await stage.Colleagues.Leave((await Come(stage, session)).Seat)).Should().Be(StepOutcome.Taken);
                break;
            case "sent away":
                await Come(stage, session);
                (await stage.Colleagues.SendAway(cast.ViewerSeat, stage.Colleague.Id)).Should().Be(StepOutcome.Taken);
                break;
            case "somebody else was":
                await Invite(stage, cast);
                break;
            default:
                break;
        }

        var (outcome, _, seat) = await stage.Come(session, how == "somebody else was" ? stage.Auditor : stage.Colleague);
        using var tried = new Tried(4, "technicians who were not, or are no longer, invited");
        tried.Try((outcome, seat) == (WatchOutcome.NotTheirs, null), how);
        tried.MustHold();
        stage.Log.Last.Should().Match<PendingEntry>(e => e.Action == AuditActions.ViewerJoined && e.Outcome == AuditOutcome.Refused);
    }

    [Fact]
    public async Task AnInvitationIsInTheLogBeforeItHolds()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        stage.Log.Broken = true;
        (await stage.Colleagues.Invite(cast.ViewerSeat, stage.Colleague.Id, Why)).Should().Be(StepOutcome.LogUnavailable);
        cast.Session.Colleagues.Should().BeEmpty();

        stage.Log.Broken = false;
        await Invite(stage, cast);
        stage.Log.Last.Should().Match<PendingEntry>(e => e.Action == AuditActions.ColleagueInvited && e.Actor == ActorKind.Technician && e.ActorId == "ann");
        stage.Log.Last.Detail.Should().Contain("account", "bob");
        stage.Log.Last.Personal.Should().Contain("colleague", "Bob Roe").And.Contain("reason", Why).And.Contain("technician", "Ann Ng");
    }

    [Theory]
    [InlineData("oneself")]
    [InlineData("no technician")]
    [InlineData("nobody")]
    [InlineData("no reason")]
    [InlineData("a reason that is too long")]
    [InlineData("by a colleague")]
    [InlineData("twice")]
    [InlineData("before the customer allowed anything")]
    public async Task WhatIsNoInvitationIsRefused(string what)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(what.StartsWith("before", StringComparison.Ordinal) ? SessionState.Joined : SessionState.Live);
        var seat = cast.ViewerSeat;
        if (what is "twice" or "by a colleague")
        {
            await Invite(stage, cast);
            seat = what == "twice" ? seat : (await Come(stage, cast.Session)).Seat;
        }

        var before = stage.Log.Entries.Count;
        var whom = what switch { "oneself" or "by a colleague" => "ann", "no technician" => "eve", "nobody" => "nobody", _ => "bob" };
        var reason = what switch { "no reason" => " \u200b ", "a reason that is too long" => new string('x', 201), _ => Why };
        (await stage.Colleagues.Invite(seat, whom, reason)).Should().Be(StepOutcome.Refused);
        stage.Log.Entries.Should().HaveCount(before);
    }

    [Fact]
    public async Task OnlyTheOtherTechniciansCanBeChosenAndOnlyByTheSessionsOwn()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        (await stage.Colleagues.Choices(cast.ViewerSeat, CancellationToken.None))
            .Should().Equal(new ColleagueChoice("bob", "Bob Roe", "Helpful Ltd"));
        await Invite(stage, cast);
        var (_, seat) = await Come(stage, cast.Session);
        (await stage.Colleagues.Choices(seat, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task AColleagueWaitsAndGetsNoFrameBeforeTheCustomerAllows()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await Invite(stage, cast);
        var (end, seat) = await Come(stage, cast.Session);
        await Eventually.True(() => StateOf(end, "bob") == PersonState.Waiting);
        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        (await SomeEnvelope.Read(seat.Queue)).Should().BeEmpty();
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().ContainSingle();

        stage.Log.Broken = true;
        (await stage.CustomerSteps.Admit(cast.AgentSeat, seat.Number, true)).Should().BeFalse();
        seat.Waits.Should().BeTrue("it is not in the log");
        stage.Log.Broken = false;
        (await stage.CustomerSteps.Admit(cast.AgentSeat, seat.Number, true)).Should().BeTrue();
        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        (await SomeEnvelope.Read(seat.Queue)).Should().ContainSingle();
        await Eventually.True(() => StateOf(cast.Viewer, "bob") == PersonState.In, "the technician is shown who is in");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhoeverGoesOrIsSentAwayIsToldAndGetsNothingMore(bool byTheTechnician)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var (end, seat) = await LetIn(stage, cast);
        var outcome = byTheTechnician
            ? await stage.Colleagues.SendAway(cast.ViewerSeat, "bob")
            : await stage.Colleagues.Leave(seat, SealingFault.Forged);
        outcome.Should().Be(StepOutcome.Taken);
        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        await end.Outbox.Drained;

        StateOf(end, "bob").Should().Be(byTheTechnician ? PersonState.SentAway : PersonState.Left);
        (await SomeEnvelope.Read(seat.Queue)).Should().BeEmpty();
        cast.Session.Room.Viewers.Should().Equal(cast.ViewerSeat);
        await Eventually.True(() => cast.Agent.Heard.Contains(("ViewerLeft", seat.Number)));
        cast.Session.Standing.State.Should().Be(SessionState.Live, "the session goes on");
        stage.Log.Last.Action.Should().Be(byTheTechnician ? AuditActions.ColleagueSentAway : AuditActions.ColleagueLeft);
    }

    [Fact]
    public async Task AColleagueCannotEndTheSessionNorSeeOthersOut()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var (_, seat) = await LetIn(stage, cast);
        (await stage.TechnicianSteps.End(seat)).Should().Be(StepOutcome.Refused);
        (await stage.TechnicianSteps.KeepReport(seat, [1], 1)).Should().Be(StepOutcome.Refused);
        (await stage.TechnicianSteps.NewCode(seat)).Outcome.Should().Be(StepOutcome.Refused);
        (await stage.Colleagues.SendAway(seat, "bob")).Should().Be(StepOutcome.Refused);
        (await stage.Colleagues.Leave(cast.ViewerSeat)).Should().Be(StepOutcome.Refused, "the technician ends it");
        cast.Session.Standing.State.Should().Be(SessionState.Live);
    }

    [Fact]
    public async Task WithoutItsTechnicianASessionGoesOnForAMinuteWhoeverElseLooks()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await LetIn(stage, cast);
        await stage.TechnicianSteps.Leave(cast.ViewerSeat);
        stage.Clock.Advance(HubContract.ComeBackWithin + TimeSpan.FromSeconds(1));
        await Eventually.True(() => cast.Session.Standing.EndReason == EndReason.TechnicianLost);
    }

    [Fact]
    public async Task AfterHandingOverTheSessionIsTheColleaguesAndTheFirstMayGo()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var (end, seat) = await LetIn(stage, cast);
        stage.Log.Broken = true;
        (await stage.Colleagues.HandOver(cast.AgentSeat, seat.Number)).Should().BeFalse();
        stage.Row(cast.Session.Facts.Id).TechnicianId.Should().Be("ann", "it is not in the log");
        stage.Log.Broken = false;

        (await stage.Colleagues.HandOver(cast.AgentSeat, seat.Number)).Should().BeTrue();
        (await stage.Colleagues.HandOver(cast.AgentSeat, seat.Number)).Should().BeTrue("it is said again");
        stage.Log.Entries.Where(e => e.Action == AuditActions.SessionHandedOver && e.Outcome == AuditOutcome.Success).Should().ContainSingle()
            .Which.Personal.Should().Contain("technician", "Ann Ng").And.Contain("colleague", "Bob Roe");
        var row = stage.Row(cast.Session.Facts.Id);
        (row.TechnicianId, row.Technician, row.Organisation).Should().Be(("bob", "Bob Roe", "Helpful Ltd"));
        await Eventually.True(() => StateOf(end, "bob") == PersonState.Technician && StateOf(cast.Viewer, "ann") == PersonState.In);

        // What is allowed is told by the new name from now on.
        var grant = stage.Grant(cast.Session) with { Technician = "Bob Roe" };
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Change, Grant: grant))).Should().BeTrue();
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Change, Grant: stage.Grant(cast.Session)))).Should().BeFalse();

        (await stage.TechnicianSteps.End(cast.ViewerSeat)).Should().Be(StepOutcome.Refused, "it is not theirs any more");
        (await stage.Colleagues.Leave(cast.ViewerSeat)).Should().Be(StepOutcome.Taken);
        stage.Clock.Advance(2 * HubContract.ComeBackWithin);
        cast.Session.Standing.State.Should().Be(SessionState.Live);
        (await stage.TechnicianSteps.End(seat)).Should().Be(StepOutcome.Taken);
    }

    [Theory]
    [InlineData("who waits")]
    [InlineData("the technician's own")]
    [InlineData("nobody")]
    [InlineData("on a connection that was replaced")]
    public async Task ItIsHandedOverToNobodyElse(string whom)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await Invite(stage, cast);
        var (_, seat) = await Come(stage, cast.Session);
        var agent = cast.AgentSeat;
        if (whom == "on a connection that was replaced")
        {
            (await stage.CustomerSteps.Admit(agent, seat.Number, true)).Should().BeTrue();
            (await stage.Rejoin(cast, stage.Connection())).Seat.Should().NotBeNull();
        }

        var number = whom switch { "the technician's own" => 1, "nobody" => 77, _ => seat.Number };
        (await stage.Colleagues.HandOver(agent, number)).Should().BeFalse();
        stage.Row(cast.Session.Facts.Id).TechnicianId.Should().Be("ann");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("another name", false)]
    [InlineData("a colleague who waits", false)]
    public async Task WhatAColleagueMayDoIsAGrantOfItsOwn(string? fault, bool taken)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await Invite(stage, cast);
        var (_, seat) = await Come(stage, cast.Session);
        if (fault != "a colleague who waits")
        {
            await stage.CustomerSteps.Admit(cast.AgentSeat, seat.Number, true);
        }

        var grant = stage.Grant(cast.Session) with
        {
            Technician = fault == "another name" ? "Rob Roe" : "Bob Roe", Scopes = [Scope.View, Scope.Drawing],
        };
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Change, Grant: grant, Colleague: true))).Should().Be(taken);
        cast.Session.Allowed.Should().Equal([Scope.View], "the technician's own grant is as it was");
        if (taken)
        {
            stage.Log.Last.Action.Should().Be(AuditActions.ColleagueChange);
            stage.Log.Last.Detail.Should().Contain("scopes", "view,drawing");
        }
    }

    [Fact]
    public async Task ARelayThatStartsAgainStillKnowsWhoIsIn()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await LetIn(stage, cast);
        await stage.Restart();
        var session = stage.Directory.Find(cast.Session.Facts.Id)!;
        var (outcome, _, seat) = await stage.Come(session, stage.Colleague);
        outcome.Should().Be(WatchOutcome.Seated);
        seat!.Waits.Should().BeFalse();
        stage.Clock.Advance(HubContract.ComeBackWithin + TimeSpan.FromSeconds(1));
        await Eventually.True(() => session.IsOver, "a colleague alone keeps no session");
    }

    [Fact]
    public async Task AColleagueHasTwoPagesAtMost()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await LetIn(stage, cast);
        (await stage.Come(cast.Session, stage.Colleague)).Outcome.Should().Be(WatchOutcome.Seated, "it is loaded again");
        (await stage.Come(cast.Session, stage.Colleague)).Outcome.Should().Be(WatchOutcome.TooMany);
    }

    [Fact]
    public async Task AnInvitationIsListedWhileItCanBeAnswered()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        stage.Colleagues.Of("bob").Should().BeEmpty();
        await Invite(stage, cast);
        var listed = stage.Colleagues.Of("bob").Should().ContainSingle().Subject;
        (listed.Session, listed.Colleague.InvitedBy, listed.Colleague.Reason).Should().Be((cast.Session, "Ann Ng", Why));
        stage.Colleagues.Of("ann").Should().BeEmpty();
        stage.Clock.Advance(SessionCode.Lifetime);
        stage.Colleagues.Of("bob").Should().BeEmpty();
        (await stage.Colleagues.Decline(cast.Session.Facts.Id, "bob")).Should().BeFalse("it is too late");
        await Invite(stage, cast);
        (await stage.Colleagues.Decline(cast.Session.Facts.Id, "bob")).Should().BeTrue();
        stage.Colleagues.Of("bob").Should().BeEmpty();
        await Eventually.True(() => StateOf(cast.Viewer, "bob") == PersonState.Declined, "the one who asked sees it");
    }

    private static async Task Invite(Stage stage, Cast cast) =>
        (await stage.Colleagues.Invite(cast.ViewerSeat, stage.Colleague.Id, Why)).Should().Be(StepOutcome.Taken);

    private static async Task<(FakeParticipant End, ViewerSeat Seat)> Come(Stage stage, ActiveSession session)
    {
        var (outcome, end, seat) = await stage.Come(session, stage.Colleague);
        outcome.Should().Be(WatchOutcome.Seated);
        return (end, seat!);
    }

    private static async Task<(FakeParticipant End, ViewerSeat Seat)> LetIn(Stage stage, Cast cast)
    {
        await Invite(stage, cast);
        var come = await Come(stage, cast.Session);
        (await stage.CustomerSteps.Admit(cast.AgentSeat, come.Seat.Number, true)).Should().BeTrue();
        return come;
    }

    private static PersonState? StateOf(FakeParticipant end, string account) =>
        end.LastStatus?.People?.FirstOrDefault(person => person.Account == account)?.State;
}
