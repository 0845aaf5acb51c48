using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

public sealed class CodeTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Promise", "2")]
    public async Task OfAThousandWhoTypeTheSameCodeAtOnceExactlyOneIsOffered(bool fromOneAddress)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);

        var tries = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(async () =>
        {
            var found = await stage.Type(cast.Nameplate, fromOneAddress ? Stage.Office : $"198.51.{i / 250}.{i % 250}");
            // A viewer that agrees whenever it may: what keeps the others out is the Relay alone. It answers each try once:
            // a connection that is told too much at a time is closed.
            await (found.Seat is null ? stage.CodeSteps.Agreed(cast.ViewerSeat, Stage.Transcript) : stage.Agree(cast.ViewerSeat));
            return found;
        })));

        tries.Count(t => t.Seat?.Agent is not null).Should().Be(1);
        using var tried = new Tried(2, "redemptions of one code at the same moment, of which one was let in");
        foreach (var one in tries)
        {
            tried.Try(one.Seat?.Agent is not null || !one.End.Heard.OfType<Asked>().Any(), "a second one was asked");
        }

        await Eventually.True(() => tries.Count(t => t.End.Heard.OfType<Asked>().Any()) == 1);
        tries.Where(t => t.Seat is null).Should().OnlyContain(t =>
            t.Refusal == JoinRefusal.Busy || t.Refusal == JoinRefusal.UsedCode || t.Refusal == JoinRefusal.TooManyTries);
        stage.Log.Actions.Count(action => action == "session.join").Should().Be(1);
        cast.Session.Standing.State.Should().Be(SessionState.Joined);
        tried.MustHold();
    }

    [Fact]
    public async Task ANameplateGetsATicketToTheViewerThatHoldsItsCodeAndNothingMore()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        await stage.Watch(cast.Session);
        await Settled(cast.Viewer);
        var heard = cast.Viewer.Heard.OfType<SessionStatus>().Count();

        var found = await stage.Type(cast.Nameplate);

        found.Ticket.Should().Match<JoinTicket>(t => t.Session == cast.Session.Facts.Id && t.Viewer == 1);
        found.Ticket!.RelayKey.Should().Equal(stage.Key.PublicKey);
        found.Ticket.Seat.Should().HaveCount(SeatToken.Size);
        await Settled(found.End);
        found.End.Heard.Should().BeEmpty("nothing is joined before that viewer has agreed");
        cast.Session.Standing.State.Should().Be(SessionState.Requested);
        await Eventually.True(() => cast.Viewer.Heard.OfType<SessionStatus>().Count() > heard);
        cast.Viewer.LastStatus.Should().Match<SessionStatus>(s => s.TriesLeft == SessionCode.Tries - 1 && !s.CustomerConnected);
    }

    [Fact]
    public async Task WhenTheHolderAgreesTheAgentIsAskedInTheRelaysSignedWord()
    {
        await using var stage = await Stage.Open(("LongestSession", "00:30:00"), ("AnswerWithin", "00:01:30"));
        var cast = await stage.In(SessionState.Requested);
        await stage.Watch(cast.Session);

        var found = await stage.LetIn(cast.Nameplate, cast.ViewerSeat, cast.Agent);

        await Eventually.True(() => cast.Agent.Heard.Count == 5);
        cast.Agent.Heard.Skip(3).Should().Equal(("ViewerJoined", 1), ("ViewerJoined", 2));
        var asked = (Asked)cast.Agent.Heard[2];
        asked.Offer.Should().BeEquivalentTo(new SessionOffer(
            cast.Session.Facts.Id, "Ann Ng", "Helpful Ltd", "20931", "Blank pages", "look at the settings", [Scope.View], 30, 90));
        AskingStatement.Verify(
            asked.Statement, asked.Signature, found.Ticket!.RelayKey, cast.Session.Facts.Id, Stage.Transcript, stage.Clock.GetUtcNow(), out var statement)
            .Should().BeNull();
        (statement!.Technician, statement.Organisation, statement.CaseNumber).Should().Be(("Ann Ng", "Helpful Ltd", "20931"));
        (statement.Expires - statement.Issued).Should().Be(RelayKey.StatementLifetime);
        await Eventually.True(() => cast.Viewer.LastStatus is { State: SessionState.Joined, Nameplate: null, CodeEnd: null, CustomerConnected: true });
        stage.Log.Last.Action.Should().Be("session.join");
        stage.Log.Last.Detail.Should().Contain("exchange", Convert.ToHexStringLower(Stage.Transcript));
    }

    [Fact]
    public async Task ALongNameIsCutToWhatAStatementHolds()
    {
        await using var stage = await Stage.Open();
        stage.Technician.Name = new string('李', 100);
        stage.Technician.Organisation = string.Concat(Enumerable.Repeat("\U0001F6E0", 50));
        var cast = await stage.In(SessionState.Joined);

        await Settled(cast.Agent);
        var asked = cast.Agent.Heard.OfType<Asked>().Single();

        asked.Offer.Technician.Should().Be(new string('李', 85));
        AskingStatement.Read(asked.Statement)!.Technician.Should().Be(asked.Offer.Technician);
        AskingStatement.Read(asked.Statement)!.Organisation.Should().Be(asked.Offer.Organisation).And.HaveLength(100, "50 of 4 bytes fit");
    }

    [Fact]
    public async Task OnlyTheHolderMayAgreeAndOnlyWhileSomebodyTries()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var (_, other) = await stage.Watch(cast.Session);

        (await stage.Agree(cast.ViewerSeat)).Should().Be(StepOutcome.Refused);
        (await stage.CodeSteps.WrongTry(cast.ViewerSeat)).Should().Be(StepOutcome.Refused);
        var found = await stage.Type(cast.Nameplate);
        (await stage.Agree(other)).Should().Be(StepOutcome.Refused);
        (await stage.CodeSteps.WrongTry(other)).Should().Be(StepOutcome.Refused);

        cast.Session.Standing.State.Should().Be(SessionState.Requested);
        found.Seat!.Agent.Should().BeNull();
        cast.Session.Room.Candidate.Should().Be(found.Seat);
    }

    [Fact]
    public async Task AWordThatComesTooLateForOneTryLetsNobodyElseIn()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var room = cast.Session.Room;
        var first = await stage.Type(cast.Nameplate);
        room.ExchangeFromViewer(cast.ViewerSeat, 1, [2]);
        await stage.CodeSteps.Gone(first.Seat!);
        var second = await stage.Type(cast.Nameplate, "198.51.100.9");

        // What the viewer had said to the first arrives now: its last message, and that they agree.
        room.ExchangeFromViewer(cast.ViewerSeat, 1, [4]);
        (await stage.CodeSteps.Agreed(cast.ViewerSeat, Stage.Transcript)).Should().Be(StepOutcome.Refused);

        second.Seat!.Agent.Should().BeNull();
        cast.Session.Standing.State.Should().Be(SessionState.Requested);
        room.ExchangeFromViewer(cast.ViewerSeat, 1, [2]);
        (await stage.CodeSteps.Agreed(cast.ViewerSeat, Stage.Transcript)).Should().Be(StepOutcome.Taken);
    }

    [Fact]
    public async Task ARefusalIsNoAnswerSoALateWordAboutAnotherTryLetsNobodyIn()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var room = cast.Session.Room;
        var first = await stage.Type(cast.Nameplate);
        room.ExchangeFromViewer(cast.ViewerSeat, 1, [2]);
        await stage.CodeSteps.Gone(first.Seat!);
        var second = await stage.Type(cast.Nameplate, "198.51.100.9");

        // The viewer is still busy with the first: it refuses the second, and then says its last to the first.
        room.ExchangeFromViewer(cast.ViewerSeat, 1, CodeKeeper.Refusal(ExchangeFault.Busy));
        room.ExchangeFromViewer(cast.ViewerSeat, 1, [4]);
        (await stage.CodeSteps.Agreed(cast.ViewerSeat, Stage.Transcript)).Should().Be(StepOutcome.Refused);

        second.Seat!.Agent.Should().BeNull();
        cast.Session.Standing.State.Should().Be(SessionState.Requested);
    }

    [Fact]
    public async Task ASecondTryWaitsForTheFirstAndSpendsNothing()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        await stage.Type(cast.Nameplate);

        for (var i = 0; i < JoinLimits.PerAddress * 2; i++)
        {
            (await stage.Type(cast.Nameplate)).Refusal.Should().Be(JoinRefusal.Busy);
        }

        cast.Session.Code!.TriesLeft.Should().Be(SessionCode.Tries - 1);
        await stage.CodeSteps.WrongTry(cast.ViewerSeat);
        (await stage.Type(cast.Nameplate)).Seat.Should().NotBeNull();
    }

    [Fact]
    public async Task AnUnknownNameplateIsRefusedAndLogged()
    {
        await using var stage = await Stage.Open();

        (await stage.Type("0000")).Refusal.Should().Be(JoinRefusal.UnknownCode);

        stage.Log.Last.Should().Match<PendingEntry>(e =>
            e.Action == "session.codeRefused" && e.Outcome == AuditOutcome.Refused && e.Actor == ActorKind.Visitor && e.Session == null);
        stage.Log.Last.Detail.Should().Contain("reason", "unknownCode");
        stage.Log.Last.Personal.Should().Contain("address", Stage.Office);
    }

    [Fact]
    public async Task ANameplateThatWasUsedSaysSoForHalfAnHourAndItsSessionKnows()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);

        (await stage.Type(cast.Nameplate)).Refusal.Should().Be(JoinRefusal.UsedCode);
        stage.Log.Last.Should().Match<PendingEntry>(e => e.Session == cast.Session.Facts.Id && e.Case == stage.Case.Id);
        stage.Log.Last.Detail.Should().Contain("reason", "usedCode");

        stage.Clock.Advance(DeadNameplates.Remembers);
        (await stage.Type(cast.Nameplate)).Refusal.Should().Be(JoinRefusal.UnknownCode);
        stage.Log.Last.Session.Should().BeNull();
    }

    [Fact]
    public async Task ANameplateThatLeadsSomewhereAgainIsNoLongerDead()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);
        var other = await stage.In(SessionState.Requested);
        var again = other.Nameplate;
        var dead = new DeadNameplates(stage.Clock);
        dead.Bury(again, JoinRefusal.UsedCode, cast.Session.Facts);
        dead.Bury(again, JoinRefusal.ExpiredCode, other.Session.Facts);

        dead.Find(again)!.Should().Match<DeadNameplate>(d => d.Session == other.Session.Facts.Id && d.Why == JoinRefusal.ExpiredCode);
        (await stage.Type(again)).Ticket!.Session.Should().Be(other.Session.Facts.Id);
    }

    [Fact]
    [Trait("Promise", "3")]
    public async Task ACodeExpiresAndTheTechnicianSeesIt()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);

        stage.Clock.Advance(SessionCode.Lifetime + Moment);
        await Eventually.True(() => cast.Viewer.LastStatus is
            { Nameplate: null, CodeHolder: null, CodeEnd: CodeEnd.Expired, State: SessionState.Requested });

        using var tried = new Tried(3, "codes typed after their ten minutes");
        tried.Try((await stage.Type(cast.Nameplate)).Refusal == JoinRefusal.ExpiredCode);
        tried.MustHold();
        stage.Log.Last.Session.Should().Be(cast.Session.Facts.Id);
        cast.Session.Standing.State.Should().Be(SessionState.Requested);
    }

    [Fact]
    public async Task ACodeIsNotGoodForAMomentLongerThanItsTime()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);

        // The timer fires a millisecond after the moment; the moment itself already counts.
        stage.Clock.Advance(cast.Session.Code!.Expires - stage.Clock.GetUtcNow());

        (await stage.Type(cast.Nameplate)).Refusal.Should().Be(JoinRefusal.ExpiredCode);
    }

    [Fact]
    public async Task ATryBegunInTimeMayEndAfterTheCodesTime()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        stage.Clock.Advance(SessionCode.Lifetime - Moment);
        var found = await stage.Type(cast.Nameplate);

        stage.Clock.Advance(TimeSpan.FromSeconds(10));
        (await stage.Type(cast.Nameplate)).Refusal.Should().Be(JoinRefusal.ExpiredCode);

        (await stage.Agree(cast.ViewerSeat)).Should().Be(StepOutcome.Taken);
        found.Seat!.Agent.Should().NotBeNull();
    }

    [Fact]
    [Trait("Promise", "3")]
    public async Task FiveWrongTriesDestroyTheCodeAndANewOneHelps()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);

        using var tried = new Tried(3, "wrong tries counted by the Relay and shown to the technician, of which the fifth was the last");
        for (var left = SessionCode.Tries - 1; left >= 0; left--)
        {
            var found = await stage.Type(cast.Nameplate);
            (await stage.CodeSteps.WrongTry(cast.ViewerSeat)).Should().Be(StepOutcome.Taken);
            stage.Log.Last.Session.Should().Be(cast.Session.Facts.Id);
            stage.Log.Last.Detail.Should().Contain("reason", "wrongCode").And.Contain("triesLeft", $"{left}");
            found.End.Outbox.IsClosed.Should().BeTrue("its Agent dials again for the next code");
            await Eventually.True(() => cast.Viewer.LastStatus?.TriesLeft == left);
            tried.Try(stage.Log.Last.Detail!["triesLeft"] == $"{left}");
        }

        tried.Try((await stage.Type(cast.Nameplate)).Refusal == JoinRefusal.TooManyTries);
        tried.MustHold();
        cast.Session.Standing.State.Should().Be(SessionState.Requested);
        await Eventually.True(() => cast.Viewer.LastStatus is { Nameplate: null, CodeEnd: CodeEnd.TooManyTries });

        var next = await stage.NewCode(cast.ViewerSeat);
        await stage.LetIn(next, cast.ViewerSeat);
    }

    [Fact]
    public async Task ATryWithoutAWordIsSpentWhenItsTimeIsOver()
    {
        await using var stage = await Stage.Open(("Tries", "1"));
        var cast = await stage.In(SessionState.Requested);
        var found = await stage.Type(cast.Nameplate);

        stage.Clock.Advance(CodeSteps.TryLimit - Moment);
        cast.Session.Room.Candidate.Should().Be(found.Seat);
        stage.Clock.Advance(Moment * 3);

        await Eventually.True(() => cast.Session.Room.Candidate is null && cast.Session.Code is null);
        stage.Log.Last.Detail.Should().Contain("reason", "abandoned").And.Contain("triesLeft", "0");
        found.End.Outbox.IsClosed.Should().BeTrue();
        (await stage.Agree(cast.ViewerSeat)).Should().Be(StepOutcome.Refused);
        (await stage.Type(cast.Nameplate)).Refusal.Should().Be(JoinRefusal.TooManyTries);
    }

    [Theory]
    [InlineData("the candidate leaves")]
    [InlineData("the holder leaves")]
    [InlineData("a new code")]
    [InlineData("the technician ends")]
    public async Task ATryThatBreaksOffIsSpentAndInTheLog(string how)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var found = await stage.Type(cast.Nameplate);

        switch (how)
        {
            case "the candidate leaves":
                (await stage.CodeSteps.Gone(found.Seat!)).Should().BeNull();
                break;
            case "the holder leaves":
                await stage.TechnicianSteps.Leave(cast.ViewerSeat);
                break;
            case "a new code":
                await stage.NewCode(cast.ViewerSeat);
                break;
            default:
                await stage.TechnicianSteps.End(cast.ViewerSeat);
                break;
        }

        stage.Log.Entries.Single(e => e.Action == "session.codeRefused").Detail.Should()
            .Contain("reason", "abandoned").And.Contain("triesLeft", "4");
        cast.Session.Room.Candidate.Should().BeNull();
        found.End.Outbox.IsClosed.Should().BeTrue();
        (await stage.Agree(cast.ViewerSeat)).Should().Be(StepOutcome.Refused);
    }

    [Fact]
    public async Task ANewCodeKillsTheOneBefore()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);

        var next = await stage.NewCode(cast.ViewerSeat);

        stage.Log.Last.Action.Should().Be("session.newCode");
        next.Should().NotBe(cast.Nameplate);
        (await stage.Type(cast.Nameplate)).Refusal.Should().Be(JoinRefusal.ExpiredCode);
        await Eventually.True(() => cast.Viewer.LastStatus?.Nameplate == next);
    }

    [Fact]
    public async Task ThereIsNoNewCodeOnceSomebodyHasJoined()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);

        (await stage.TechnicianSteps.NewCode(cast.ViewerSeat)).Should().Be((StepOutcome.Refused, null));
    }

    [Fact]
    public async Task WhileTheHolderIsAwayNothingIsSpentAndItMayHoldTheCodeAgain()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var (other, otherSeat) = await stage.Watch(cast.Session);
        await stage.TechnicianSteps.Leave(cast.ViewerSeat);
        await Eventually.True(() => other.LastStatus is { CodeHolder: null } status && status.Nameplate == cast.Nameplate);

        for (var i = 0; i < JoinLimits.PerAddress * 2; i++)
        {
            (await stage.Type(cast.Nameplate)).Refusal.Should().Be(JoinRefusal.TechnicianAway);
        }

        cast.Session.Code!.TriesLeft.Should().Be(SessionCode.Tries);
        var (back, backSeat) = await stage.Watch(cast.Session);
        (await stage.TechnicianSteps.HoldCode(backSeat, "none")).Should().BeFalse();
        (await stage.TechnicianSteps.HoldCode(backSeat, cast.Nameplate)).Should().BeTrue();
        (await stage.TechnicianSteps.HoldCode(backSeat, cast.Nameplate)).Should().BeTrue("the answer may have been lost");
        (await stage.TechnicianSteps.HoldCode(otherSeat, cast.Nameplate)).Should().BeFalse("somebody who is here holds it");
        await Eventually.True(() => back.LastStatus?.CodeHolder == 3);
        (await stage.LetIn(cast.Nameplate, backSeat)).Ticket!.Viewer.Should().Be(3);
        (await stage.TechnicianSteps.HoldCode(otherSeat, cast.Nameplate)).Should().BeFalse("it was used");
    }

    [Fact]
    public async Task ASessionBeginsWithoutACode()
    {
        await using var stage = await Stage.Open();
        var session = await stage.Requested();

        var (viewer, _) = await stage.Watch(session);

        await Eventually.True(() => viewer.LastStatus is
            { Nameplate: null, CodeEnd: null, CodeExpires: null, TriesLeft: 0, CodeHolder: null });
        stage.Log.Actions.Should().Equal("session.requested", "session.viewerJoined");
    }

    [Fact]
    public async Task AnotherVersionIsToldSoBeforeItsNameplateIsLookedAt()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);

        var (outcome, _) = await stage.CodeSteps.Join(
            new JoinRequest(1, cast.Nameplate, "0.9", "Linux X11"), Stage.Office, cast.Agent.Outbox, cast.Agent.Ear, () => { });

        outcome!.Refusal.Should().Be(JoinRefusal.OtherVersion);
        cast.Session.Code!.TriesLeft.Should().Be(SessionCode.Tries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("12345")]
    [InlineData("12a4")]
    [InlineData("५६७८")]
    [InlineData(null)]
    public async Task WhatIsNoNameplateIsAnUnknownCode(string? nameplate)
    {
        await using var stage = await Stage.Open();

        (await stage.Type(nameplate!)).Refusal.Should().Be(JoinRefusal.UnknownCode);
    }

    [Fact]
    public async Task OneAddressHasTwentyWrongCodesInTenMinutes()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var free = cast.Nameplate == "3333" ? "4444" : "3333";
        for (var i = 0; i < JoinLimits.PerAddress; i++)
        {
            (await stage.Type(free)).Refusal.Should().Be(JoinRefusal.UnknownCode);
        }

        var logged = stage.Log.Entries.Count;
        for (var i = 0; i < 50; i++)
        {
            (await stage.Type(cast.Nameplate)).Refusal.Should().Be(JoinRefusal.TooManyTries);
        }

        stage.Log.Entries.Count.Should().Be(logged + 1, "one entry a window says that the address is shut out");
        (await stage.Type(cast.Nameplate, "198.51.100.9")).Seat.Should().NotBeNull("others are not shut out");
        stage.Clock.Advance(JoinLimits.AddressWindow);
        (await stage.Type(free)).Refusal.Should().Be(JoinRefusal.UnknownCode);
    }

    [Theory]
    [InlineData(false, JoinRefusal.TooManyTries)]
    [InlineData(true, null)]
    public async Task AWrongTryCountsForItsAddressAndARightOneDoesNot(bool right, JoinRefusal? then)
    {
        await using var stage = await Stage.Open();
        var last = await stage.In(SessionState.Requested);
        for (var i = 0; i < JoinLimits.PerAddress; i++)
        {
            var cast = await stage.In(SessionState.Requested);
            await stage.Type(cast.Nameplate, "198.51.100.9");
            await (right ? stage.Agree(cast.ViewerSeat) : stage.CodeSteps.WrongTry(cast.ViewerSeat));
        }

        (await stage.Type(last.Nameplate, "198.51.100.9")).Refusal.Should().Be(then);
    }

    [Fact]
    public async Task AllAddressesTogetherHaveThreeHundredWrongCodesAMinute()
    {
        await using var stage = await Stage.Open();
        for (var i = 0; i < JoinLimits.InAll; i++)
        {
            (await stage.Type("0000", $"198.51.{i / 250}.{i % 250}")).Refusal.Should().Be(JoinRefusal.UnknownCode);
        }

        (await stage.Type("0000", "192.0.2.1")).Refusal.Should().Be(JoinRefusal.TooManyTries);
        stage.Clock.Advance(JoinLimits.WholeWindow);
        (await stage.Type("0000", "192.0.2.1")).Refusal.Should().Be(JoinRefusal.UnknownCode);
    }

    [Fact]
    public async Task TypedDigitsAndTokensAreNeverInTheLog()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await stage.Type(cast.Nameplate);

        foreach (var value in stage.Log.Entries.SelectMany(e => (e.Detail?.Values ?? []).Concat(e.Personal?.Values ?? [])))
        {
            value.Should().NotBe(cast.Nameplate)
                .And.NotContain(Convert.ToHexStringLower(cast.Ticket.Seat)).And.NotContain(SeatToken.Hash(cast.Ticket.Seat));
        }

        stage.Row(cast.Session.Facts.Id).SeatHash.Should().Be(SeatToken.Hash(cast.Ticket.Seat));
    }

    [Fact]
    public void NameplatesStaySparse()
    {
        var nameplates = new Nameplates();
        var drawn = Enumerable.Range(0, Nameplates.MostInUse).Select(_ => nameplates.Allot(null!)).ToList();

        drawn.Should().OnlyHaveUniqueItems().And.NotContainNulls();
        nameplates.Allot(null!).Should().BeNull();
        nameplates.Free(drawn[0]!);
        nameplates.Allot(null!).Should().NotBeNull();
    }

    [Fact]
    public async Task WithoutAFreeNameplateThereIsNoCodeAndTheOldOneStays()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        while (stage.Nameplates.Allot(null!) is not null)
        {
            // Fill it.
        }

        (await stage.TechnicianSteps.NewCode(cast.ViewerSeat)).Should().Be((StepOutcome.Refused, null));
        cast.Session.Code!.Nameplate.Should().Be(cast.Nameplate);
    }

    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    public void OneHouseholdIsOneAddress(string one, string other, bool same) =>
        (AddressKey.Of(System.Net.IPAddress.Parse(one)) == AddressKey.Of(System.Net.IPAddress.Parse(other))).Should().Be(same);

    /// <summary>Waits until everything that was posted so far has been heard, or will never be.</summary>
    private static async Task Settled(FakeParticipant end)
    {
        var mark = new TaskCompletionSource();
        if (end.Outbox.Post(_ =>
            {
                mark.SetResult();
                return Task.CompletedTask;
            }))
        {
            await mark.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        else
        {
            await end.Outbox.Drained;
        }
    }
}
