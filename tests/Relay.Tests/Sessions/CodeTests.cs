using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

public sealed class CodeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OfAThousandWhoTypeTheSameCodeAtOnceExactlyOneJoins(bool fromOneAddress)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var code = cast.Session.Code!.Digits;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i =>
            Task.Run(() => stage.Type(code, fromOneAddress ? Stage.Office : $"198.51.{i / 250}.{i % 250}"))));

        outcomes.Count(o => o.Seat is not null).Should().Be(1);
        outcomes.Where(o => o.Seat is null).Should().OnlyContain(
            o => o.Refusal == JoinRefusal.UsedCode || o.Refusal == JoinRefusal.TooManyTries);
        outcomes.Should().Contain(o => o.Refusal == JoinRefusal.UsedCode);
        stage.Log.Actions.Count(action => action == "session.join").Should().Be(1);
        cast.Session.Standing.State.Should().Be(SessionState.Joined);
    }

    [Fact]
    public async Task AGoodCodeGetsTheOfferOfItsSession()
    {
        await using var stage = await Stage.Open(("LongestSession", "00:30:00"), ("AnswerWithin", "00:01:30"));
        var cast = await stage.In(SessionState.Requested);
        var code = cast.Session.Code!.Digits;

        var (outcome, seat) = await stage.CustomerSteps.Join(
            new JoinRequest(HubContract.ProtocolVersion, code.Nameplate, code.Secret, "1.0\n<script>", "Linux X11"), Stage.Office, cast.Agent.Outbox);

        seat.Should().NotBeNull();
        outcome!.Offer.Should().BeEquivalentTo(new SessionOffer(
            cast.Session.Facts.Id, "Ann Ng", "Helpful Ltd", "20931", "Blank pages", "look at the settings", [Scope.View], 30, 90));
        stage.Log.Last.Detail.Should().Contain("agentVersion", "1.0script").And.Contain("platform", "Linux X11");
        await Eventually.True(() => cast.Viewer.LastStatus is { State: SessionState.Joined, Code: null, CustomerConnected: true });
        await Eventually.True(() => cast.Agent.Heard.SequenceEqual(new object[] { ("ViewerJoined", 1) }));
    }

    [Fact]
    public async Task AnUnknownCodeIsRefusedAndLogged()
    {
        await using var stage = await Stage.Open();

        (await stage.Type(new SessionCode("0000", "000000"))).Refusal.Should().Be(JoinRefusal.UnknownCode);

        stage.Log.Last.Should().Match<PendingEntry>(
            e => e.Action == "session.codeRefused" && e.Outcome == AuditOutcome.Refused && e.Actor == ActorKind.Visitor);
        stage.Log.Last.Detail.Should().Contain("reason", "unknownCode");
        stage.Log.Last.Personal.Should().Contain("address", Stage.Office);
    }

    [Fact]
    public async Task AUsedCodeIsToldFromAnUnknownOneOnlyWhenAllItsDigitsAreRight()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var code = cast.Session.Code!.Digits;
        await stage.Type(code);

        (await stage.Type(code)).Refusal.Should().Be(JoinRefusal.UsedCode);
        (await stage.Type(Wrong(code))).Refusal.Should().Be(JoinRefusal.UnknownCode);

        stage.Clock.Advance(CodeCheck.Remembers);
        (await stage.Type(code)).Refusal.Should().Be(JoinRefusal.UnknownCode);
    }

    [Fact]
    public async Task ACodeExpiresAndTheTechnicianSeesIt()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var code = cast.Session.Code!.Digits;

        stage.Clock.Advance(SessionCode.Lifetime + TimeSpan.FromMilliseconds(1));
        await Eventually.True(() => cast.Viewer.LastStatus is { Code: null, State: SessionState.Requested });

        (await stage.Type(code)).Refusal.Should().Be(JoinRefusal.ExpiredCode);
        (await stage.Type(Wrong(code))).Refusal.Should().Be(JoinRefusal.UnknownCode);
        cast.Session.Standing.State.Should().Be(SessionState.Requested);
    }

    [Fact]
    public async Task ACodeIsNotGoodForAMomentLongerThanItsTime()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var code = cast.Session.Code!;

        // The timer fires a millisecond after the moment; the moment itself already counts.
        stage.Clock.Advance(code.Expires - stage.Clock.GetUtcNow());

        (await stage.Type(code.Digits)).Refusal.Should().Be(JoinRefusal.ExpiredCode);
    }

    [Fact]
    public async Task FiveWrongTriesDestroyTheCodeAndANewOneHelps()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var code = cast.Session.Code!.Digits;

        for (var left = SessionCode.Tries - 1; left > 0; left--)
        {
            (await stage.Type(Wrong(code))).Refusal.Should().Be(JoinRefusal.UnknownCode);
            stage.Log.Last.Detail.Should().Contain("triesLeft", $"{left}");
            await Eventually.True(() => cast.Viewer.LastStatus?.TriesLeft == left);
        }

        (await stage.Type(Wrong(code))).Refusal.Should().Be(JoinRefusal.TooManyTries);
        (await stage.Type(code)).Refusal.Should().Be(JoinRefusal.TooManyTries, "even the right digits come too late");
        (await stage.Type(Wrong(code))).Refusal.Should().Be(JoinRefusal.TooManyTries);
        cast.Session.Standing.State.Should().Be(SessionState.Requested);
        await Eventually.True(() => cast.Viewer.LastStatus is { Code: null });

        (await stage.TechnicianSteps.NewCode(cast.ViewerSeat)).Should().Be(StepOutcome.Taken);
        (await stage.Type(cast.Session.Code!.Digits)).Seat.Should().NotBeNull();
    }

    [Fact]
    public async Task ANewCodeKillsTheOneBefore()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var first = cast.Session.Code!.Digits;

        (await stage.TechnicianSteps.NewCode(cast.ViewerSeat)).Should().Be(StepOutcome.Taken);

        stage.Log.Last.Action.Should().Be("session.newCode");
        cast.Session.Code!.Digits.Should().NotBe(first);
        (await stage.Type(first)).Refusal.Should().Be(JoinRefusal.ExpiredCode);
    }

    [Fact]
    public async Task ThereIsNoNewCodeOnceSomebodyHasJoined()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);

        (await stage.TechnicianSteps.NewCode(cast.ViewerSeat)).Should().Be(StepOutcome.Refused);
    }

    [Fact]
    public async Task WhileTheTechnicianIsAwayNothingIsJudgedAndNothingSpent()
    {
        await using var stage = await Stage.Open();
        var session = await stage.Requested();
        var code = session.Code!;

        for (var i = 0; i < JoinLimits.PerAddress * 2; i++)
        {
            (await stage.Type(i % 2 == 0 ? code.Digits : Wrong(code.Digits))).Refusal.Should().Be(JoinRefusal.TechnicianAway);
        }

        session.Code.Should().Be(code);
        await stage.Watch(session);
        (await stage.Type(code.Digits)).Seat.Should().NotBeNull();
    }

    [Fact]
    public async Task AnotherVersionIsToldSoBeforeItsCodeIsLookedAt()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var code = cast.Session.Code!.Digits;

        var (outcome, _) = await stage.CustomerSteps.Join(
            new JoinRequest(2, code.Nameplate, code.Secret, "9", "Linux X11"), Stage.Office, cast.Agent.Outbox);

        outcome!.Refusal.Should().Be(JoinRefusal.OtherVersion);
        cast.Session.Standing.State.Should().Be(SessionState.Requested);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("123", "456789")]
    [InlineData("12345", "67890")]
    [InlineData("12a4", "567890")]
    [InlineData("1234", "५६७८९०")]
    [InlineData(null, null)]
    public async Task WhatIsNoTenDigitsIsAnUnknownCode(string? nameplate, string? secret)
    {
        await using var stage = await Stage.Open();

        (await stage.Type(new SessionCode(nameplate!, secret!))).Refusal.Should().Be(JoinRefusal.UnknownCode);
    }

    [Fact]
    public async Task OneAddressHasTwentyWrongCodesInTenMinutes()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        for (var i = 0; i < JoinLimits.PerAddress; i++)
        {
            (await stage.Type(new SessionCode(Other(cast.Session.Code!.Digits.Nameplate), $"{i:D6}"))).Refusal.Should().Be(JoinRefusal.UnknownCode);
        }

        var logged = stage.Log.Entries.Count;
        for (var i = 0; i < 50; i++)
        {
            (await stage.Type(cast.Session.Code!.Digits)).Refusal.Should().Be(JoinRefusal.TooManyTries);
        }

        stage.Log.Entries.Count.Should().Be(logged + 1, "one entry a window says that the address is shut out");
        (await stage.Type(cast.Session.Code!.Digits, "198.51.100.9")).Seat.Should().NotBeNull("others are not shut out");
        stage.Clock.Advance(JoinLimits.AddressWindow);
        (await stage.Type(new SessionCode("0000", "000000"))).Refusal.Should().Be(JoinRefusal.UnknownCode);
    }

    [Fact]
    public async Task AllAddressesTogetherHaveThreeHundredWrongCodesAMinute()
    {
        await using var stage = await Stage.Open();
        for (var i = 0; i < JoinLimits.InAll; i++)
        {
            (await stage.Type(new SessionCode("0000", $"{i:D6}"), $"198.51.{i / 250}.{i % 250}")).Refusal.Should().Be(JoinRefusal.UnknownCode);
        }

        (await stage.Type(new SessionCode("0000", "999999"), "192.0.2.1")).Refusal.Should().Be(JoinRefusal.TooManyTries);
        stage.Clock.Advance(JoinLimits.WholeWindow);
        (await stage.Type(new SessionCode("0000", "999999"), "192.0.2.1")).Refusal.Should().Be(JoinRefusal.UnknownCode);
    }

    [Fact]
    public async Task TypedDigitsAreNeverInTheLog()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var code = cast.Session.Code!.Digits;
        var wrong = Wrong(code);
        await stage.Type(wrong);
        await stage.Type(code);
        await stage.Type(code);

        foreach (var value in stage.Log.Entries.SelectMany(e => (e.Detail?.Values ?? []).Concat(e.Personal?.Values ?? [])))
        {
            value.Should().NotContain(code.Secret).And.NotContain(wrong.Secret).And.NotBe(code.Nameplate);
        }
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
    public async Task WithoutAFreeNameplateThereIsNoSession()
    {
        await using var stage = await Stage.Open();
        while (stage.Nameplates.Allot(null!) is not null)
        {
            // Fill it.
        }

        (await stage.TechnicianSteps.Start(stage.Case.Id, stage.Technician, "help", CancellationToken.None)).Should().BeNull();
        stage.Log.Entries.Should().BeEmpty();
    }

    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    public void OneHouseholdIsOneAddress(string one, string other, bool same) =>
        (AddressKey.Of(System.Net.IPAddress.Parse(one)) == AddressKey.Of(System.Net.IPAddress.Parse(other))).Should().Be(same);

    private static SessionCode Wrong(SessionCode code) => code with { Secret = code.Secret == "111111" ? "222222" : "111111" };

    private static string Other(string nameplate) => nameplate == "3333" ? "4444" : "3333";
}
