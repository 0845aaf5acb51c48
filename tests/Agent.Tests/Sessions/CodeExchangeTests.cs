using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>From the typed code to the question: both ends agree, and who asks is proven.</summary>
public sealed class CodeExchangeTests
{
    private static readonly SessionCode WrongCode = Some.Code with { Secret = "130676" };

    [Fact]
    public async Task ACodeThatHoldsOpensTheQuestionWithTheWordsThatThePageShows()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        var question = (CustomerScreen.Question)stage.Windows.Now;
        question.Words.Should().Be(stage.Technician.Words).And.NotBeNull();
        question.Offer.Technician.Should().Be("Lin Wei");
        stage.Session.State.Should().Be(SessionState.Joined);
    }

    [Fact]
    public async Task TheSecretDigitsAreNeverSent()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        stage.Relay.Joins.Single().Nameplate.Should().Be(Some.Code.Nameplate);
        var secret = System.Text.Encoding.ASCII.GetBytes(Some.Code.Secret);
        stage.Relay.Exchanges.Should().HaveCount(2);
        stage.Relay.Exchanges.Count(e => e.Message.AsSpan().IndexOf(secret) >= 0).Should().Be(0);
    }

    [Fact]
    public async Task AWrongCodeCostsOneTryAndTheNextCodeDialsAgain()
    {
        using var stage = new Stage();
        (await Trouble(stage, WrongCode)).Should().Be(CodeTrouble.WrongCode);
        stage.Technician.Keeper!.TriesLeft.Should().Be(SessionCode.Tries - 1);
        stage.Relay.Closed.Should().BeTrue();

        await stage.ToQuestion();
        stage.Relay.Dials.Should().Be(2);
        stage.Relay.Joins.Should().HaveCount(2);
    }

    [Fact]
    public async Task OneTypedCodeIsOneGuess()
    {
        using var stage = new Stage();
        (await Trouble(stage, WrongCode)).Should().Be(CodeTrouble.WrongCode);
        stage.Relay.Exchanges.Count(e => e.Message[0] == 1).Should().Be(1);
        stage.Relay.Exchanges.Count(e => e.Message[0] == 3).Should().Be(1);
    }

    [Fact]
    public async Task AfterFiveWrongCodesThereIsNoneToBeTried()
    {
        using var stage = new Stage();
        for (var i = 0; i < SessionCode.Tries; i++)
        {
            (await Trouble(stage, WrongCode)).Should().Be(CodeTrouble.WrongCode);
        }

        (await Trouble(stage, Some.Code)).Should().Be(CodeTrouble.TooManyTries);
    }

    [Theory]
    [InlineData(ExchangeFault.Busy, nameof(CodeTrouble.Busy))]
    [InlineData(ExchangeFault.OtherVersion, nameof(CodeTrouble.OtherVersion))]
    [InlineData(ExchangeFault.NoTriesLeft, nameof(CodeTrouble.TooManyTries))]
    [InlineData(ExchangeFault.Late, nameof(CodeTrouble.ExchangeFailed))]
    [InlineData(ExchangeFault.InvalidShare, nameof(CodeTrouble.ExchangeFailed))]
    public async Task ARefusalOfThePageIsExplained(ExchangeFault refusal, string trouble)
    {
        using var stage = new Stage();
        stage.Relay.ToAgent = _ => CodeKeeper.Refusal(refusal);
        (await Trouble(stage, Some.Code)).ToString().Should().Be(trouble);
    }

    [Fact]
    public async Task APageOfAnotherVersionIsRefusedByName()
    {
        using var stage = new Stage();
        stage.Technician.Version = HubContract.ProtocolVersion + 1;
        (await Trouble(stage, Some.Code)).Should().Be(CodeTrouble.OtherVersion);
    }

    [Fact]
    public async Task APageThatCannotReadEveryCodecCountsAsAnotherVersion()
    {
        using var stage = new Stage();
        stage.Technician.Codecs = [1];
        (await Trouble(stage, Some.Code)).Should().Be(CodeTrouble.OtherVersion);
        stage.Windows.Shown.Should().NotContain(s => s is CustomerScreen.Question);
    }

    [Fact]
    public async Task APageThatNeverAnswersHasFifteenSeconds()
    {
        using var stage = new Stage();
        stage.Relay.ToViewer = _ => null;
        stage.Session.TypeCode(Some.Code);
        await Eventually.Is(() => !stage.Relay.Exchanges.IsEmpty, "the exchange has begun");
        await stage.AdvanceUntil(ExchangeContext.Limit, () => stage.Windows.Now is CustomerScreen.CodeEntry { Busy: false });
        stage.Windows.Now.Should().Be(new CustomerScreen.CodeEntry(CodeTrouble.ExchangeFailed, Busy: false));
        stage.Relay.Closed.Should().BeTrue();
    }

    [Fact]
    public async Task AnAgreementWithoutAnOfferHasAFewSeconds()
    {
        using var stage = new Stage();
        stage.Relay.Offering = _ => null;
        stage.Session.TypeCode(Some.Code);
        await Eventually.Is(() => stage.Technician.HasKeys, "the page has agreed");
        await stage.AdvanceUntil(SessionTimes.OfferLimit, () => stage.Windows.Now is CustomerScreen.CodeEntry { Busy: false });
        stage.Windows.Now.Should().Be(new CustomerScreen.CodeEntry(CodeTrouble.ExchangeFailed, Busy: false));
    }

    [Fact]
    public async Task APageThatGoesInTheMiddleOfItEndsTheTry()
    {
        using var stage = new Stage();
        stage.Relay.ToAgent = m =>
        {
            stage.Relay.Go(stage.Technician);
            return m;
        };
        (await Trouble(stage, Some.Code)).Should().Be(CodeTrouble.ExchangeFailed);
    }

    [Fact]
    public async Task AConnectionLostInTheMiddleOfItEndsTheTry()
    {
        using var stage = new Stage();
        stage.Relay.ToAgent = m =>
        {
            stage.Relay.Lose();
            return m;
        };
        (await Trouble(stage, Some.Code)).Should().Be(CodeTrouble.RelayUnreachable);
    }

    [Theory]
    [InlineData(EndReason.TooManyTries, nameof(CodeTrouble.TooManyTries))]
    [InlineData(EndReason.CodeExpired, nameof(CodeTrouble.ExpiredCode))]
    [InlineData(EndReason.StoppedByTechnician, nameof(CodeTrouble.ExchangeFailed))]
    public async Task ASessionThatEndsBeforeThereWasAQuestionIsExplained(EndReason reason, string trouble)
    {
        using var stage = new Stage();
        stage.Relay.Offering = _ =>
        {
            stage.Relay.Agent!.Ended(reason);
            return null;
        };
        (await Trouble(stage, Some.Code)).ToString().Should().Be(trouble);
    }

    [Fact]
    public async Task TheKeyThatTheAgentWasToldOfIsPinned()
    {
        using var stage = new Stage(AskingStatement.Fingerprint(FakeRelay.PublicKey).Replace(" ", "", StringComparison.Ordinal));
        await stage.ToQuestion();
    }

    [Fact]
    public async Task AnOlderKeyThatSignedForTheOneThatIsShownIsAsGoodAndNoOtherIs()
    {
        using var older = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var known = AskingStatement.Fingerprint(older.ExportSubjectPublicKeyInfo());
        using var stage = new Stage(known);
        stage.Relay.Outcome = new JoinOutcome(
            null, stage.Relay.Outcome.Ticket! with { KeyHistory = [KeySuccession.Sign(older, FakeRelay.PublicKey)] });
        await stage.ToQuestion();

        using var other = new Stage(known);
        other.Relay.Outcome = new JoinOutcome(
            null, other.Relay.Outcome.Ticket! with { KeyHistory = [KeySuccession.Sign(older, [1, 2, 3])] });
        (await Trouble(other, Some.Code)).Should().Be(CodeTrouble.WrongRelay);
    }

    [Fact]
    public async Task ARelayWithAnotherKeyIsNotEvenTried()
    {
        using var stage = new Stage(AskingStatement.Fingerprint([1, 2, 3]));
        (await Trouble(stage, Some.Code)).Should().Be(CodeTrouble.WrongRelay);
        stage.Relay.Exchanges.Should().BeEmpty();
        stage.Technician.Keeper!.TriesLeft.Should().Be(SessionCode.Tries);
    }

    [Theory]
    [MemberData(nameof(UnprovenOffers))]
    public async Task AnOfferThatIsNotProvenIsNotShown(string what)
    {
        using var stage = new Stage();
        stage.Relay.Offering = hash => Unproven(what, stage.Relay, hash);
        (await Trouble(stage, Some.Code)).Should().Be(CodeTrouble.UnprovenOffer);
        stage.Windows.Shown.Should().NotContain(s => s is CustomerScreen.Question);
        stage.Relay.Closed.Should().BeTrue();
        stage.Session.State.Should().Be(SessionState.Requested);
    }

    public static TheoryData<string> UnprovenOffers() =>
    [
        "another transcript", "another session signed", "another session offered", "another technician", "another organisation",
        "another case", "one bit off", "nothing at all", "expired",
    ];

    [Fact]
    public async Task AnOfferSignedByAnotherKeyIsNotShown()
    {
        using var stage = new Stage();
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        stage.Relay.Outcome = new JoinOutcome(null, stage.Relay.Outcome.Ticket! with { RelayKey = other.ExportSubjectPublicKeyInfo() });
        (await Trouble(stage, Some.Code)).Should().Be(CodeTrouble.UnprovenOffer);
    }

    [Fact]
    public async Task AnOfferBeforeTheAgreementIsNotShown()
    {
        using var stage = new Stage();
        stage.Relay.ToAgent = m =>
        {
            var statement = stage.Relay.Statement(Some.Offer(), new byte[32]);
            stage.Relay.Agent!.Offered(Some.Offer(), statement, FakeRelay.Sign(statement));
            return m;
        };
        (await Trouble(stage, Some.Code)).Should().Be(CodeTrouble.UnprovenOffer);
    }

    [Fact]
    public async Task ASecondOfferChangesNothing()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        var asked = stage.Windows.Now;
        var other = Some.Offer() with { Technician = "Somebody Else" };
        var statement = stage.Relay.Statement(other, stage.Technician.TranscriptHash!);
        stage.Relay.Agent!.Offered(other, statement, FakeRelay.Sign(statement));
        stage.Windows.Now.Should().Be(asked);
        stage.Session.Allow([Scope.View]);
        stage.Relay.Reports.First().Grant!.Technician.Should().Be("Lin Wei");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatNullsTheRelaySendsBreaksNothing(bool offer)
    {
        using var stage = new Stage();
        stage.Relay.Offering = hash =>
        {
            stage.Relay.Agent!.Offered(offer ? Some.Offer() : null!, null!, null!);
            return null;
        };
        (await Trouble(stage, Some.Code)).Should().Be(CodeTrouble.UnprovenOffer);
    }

    [Fact]
    public async Task OnlyTheHolderOfTheCodeIsHeard()
    {
        using var stage = new Stage();
        stage.Relay.ToAgent = m =>
        {
            stage.Relay.Agent!.Exchanged(2, CodeKeeper.Refusal(ExchangeFault.WrongCode));
            return m;
        };
        await stage.ToQuestion();
    }

    private static (SessionOffer Offer, byte[] Statement)? Unproven(string what, FakeRelay relay, byte[] hash)
    {
        var offer = Some.Offer();
        var statement = relay.Statement(offer, hash);
        var (other, bitOff) = (Guid.Parse("11111111-2222-3333-4444-555555555555"), statement.ToArray());
        bitOff[^1] ^= 1;
        return what switch
        {
            "another transcript" => (offer, relay.Statement(offer, new byte[32])),
            "another session signed" => (offer, relay.Statement(offer with { Session = other }, hash)),
            "another session offered" => (offer with { Session = other }, statement),
            "another technician" => (offer with { Technician = "Lin Wey" }, statement),
            "another organisation" => (offer with { Organisation = "Northwind" }, statement),
            "another case" => (offer with { CaseNumber = "20932" }, statement),
            "one bit off" => (offer, bitOff),
            "expired" => (offer, Expired(relay, offer, hash)),
            _ => (offer, []),
        };
    }

    private static byte[] Expired(FakeRelay relay, SessionOffer offer, byte[] hash)
    {
        var signed = AskingStatement.Read(relay.Statement(offer, hash))!;
        return (signed with { Issued = signed.Issued.AddHours(-1), Expires = signed.Expires.AddHours(-1) }).ToBytes();
    }

    private static async Task<CodeTrouble?> Trouble(Stage stage, SessionCode code)
    {
        stage.Session.TypeCode(code);
        await Eventually.Is(
            () => stage.Windows.Now is CustomerScreen.CodeEntry { Busy: false, Trouble: not null }, "the trouble is shown");
        return ((CustomerScreen.CodeEntry)stage.Windows.Now).Trouble;
    }
}
