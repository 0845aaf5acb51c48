using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>Recording: asked only for auditors who are certified, allowed and taken back alone, and sealed for those auditors.</summary>
public sealed class RecordingTests : IDisposable
{
    private readonly Stage stage = new();
    private readonly SomeAuditors auditors;

    public RecordingTests()
    {
        auditors = new SomeAuditors(stage.Clock.GetUtcNow());
        stage.Relay.Offer = Some.Offer() with { Auditors = auditors.List };
    }

    public void Dispose()
    {
        stage.Dispose();
        auditors.Dispose();
    }

    [Fact]
    public async Task WithoutAuditorsThereIsNoRecordingToBeAllowed()
    {
        stage.Relay.Offer = Some.Offer(Scope.View, Scope.Recording);
        await stage.ToQuestion();
        ((CustomerScreen.Question)stage.Windows.Now).Offer.Scopes.Should().Equal(Scope.View);
        stage.Session.Allow([Scope.View, Scope.Recording]);
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.Banner, "the banner is there");
        stage.Relay.Reports.First().Grant!.Scopes.Should().Equal(Scope.View);
        stage.Say(new ViewerCommand.Ask(Scope.Recording));
        await Eventually.Is(() => stage.Refused.Contains(CommandRefusal.Unable), "nor can it be asked for later");
    }

    [Fact]
    public async Task TheQuestionNamesEveryAuditorWithTheirId()
    {
        stage.Relay.Offer = stage.Relay.Offer with { Scopes = [Scope.View, Scope.Recording] };
        await stage.ToQuestion();
        var offer = ((CustomerScreen.Question)stage.Windows.Now).Offer;
        offer.Scopes.Should().Equal(Scope.View, Scope.Recording);
        offer.AuditorLines.Should().HaveCount(2);
        offer.AuditorLines[0].Should().StartWith("Olga Ferro · ");
        offer.AuditorLines[0].Split(" · ")[1].Replace(" ", "").Should().Be(Convert.ToHexStringLower(auditors.List.Certificates[0].Id));
    }

    [Fact]
    public async Task TheReceiptNamesTheAuditorsWhileItIsRecordedAndNobodyWhenThatIsTakenBack()
    {
        await stage.ToLive(Scope.Recording);
        stage.Session.TakeBack(Scope.Recording);
        await Eventually.Is(() => stage.Relay.Reports.Count(report => report.Receipt is not null) == 2, "it is told");
        var receipts = stage.Relay.Reports.Where(report => report.Receipt is not null).Select(report => SignedReceipt.Read(report.Receipt, out _)!.Receipt).ToArray();
        receipts[0].Auditors.Should().Equal(auditors.List.Named).And.HaveCount(2);
        receipts[1].Auditors.Should().BeEmpty();
    }

    [Theory]
    [InlineData("not in the statement")]
    [InlineData("another in the statement")]
    [InlineData("not certified")]
    [InlineData("over")]
    [InlineData("in the statement alone")]
    public async Task AuditorsWhoAreNotProvenOpenNoQuestion(string what)
    {
        using var others = new SomeAuditors(stage.Clock.GetUtcNow());
        var offer = stage.Relay.Offer;
        var (shown, signed) = what switch
        {
            "not in the statement" => (offer, offer with { Auditors = null }),
            "another in the statement" => (offer, offer with { Auditors = others.List }),
            "not certified" => Same(offer with { Auditors = others.List with { RootKey = auditors.List.RootKey } }),
            "over" => Same(offer with { Auditors = Over() }),
            _ => (offer with { Auditors = null }, offer),
        };
        stage.Relay.Offering = hash => (shown, stage.Relay.Statement(signed, hash));
        stage.Session.TypeCode(Some.Code);
        await Eventually.Is(() => (stage.Windows.Now as CustomerScreen.CodeEntry)?.Trouble == CodeTrouble.UnprovenOffer, "it is not proven", () => stage.Windows.Now);

        static (SessionOffer, SessionOffer) Same(SessionOffer both) => (both, both);
        AuditorList Over()
        {
            using var old = new SomeAuditors(stage.Clock.GetUtcNow().AddDays(-400));
            return old.List;
        }
    }

    [Fact]
    public async Task AnAgentThatWasToldOfAnotherOrganisationAsksForNoRecording()
    {
        using var told = new Stage(organisationKey: new string('0', 64));
        told.Relay.Offer = Some.Offer(Scope.View, Scope.Recording) with { Auditors = auditors.List };
        await told.ToQuestion();
        ((CustomerScreen.Question)told.Windows.Now).Offer.Scopes.Should().Equal(Scope.View);

        using var right = new Stage(organisationKey: auditors.List.RootFingerprint.Replace(" ", "", StringComparison.Ordinal));
        right.Relay.Offer = told.Relay.Offer;
        await right.ToQuestion();
        ((CustomerScreen.Question)right.Windows.Now).Offer.Scopes.Should().Equal(Scope.View, Scope.Recording);
    }

    [Fact]
    [Trait("Promise", "32")]
    public async Task WhatIsRecordedOpensForEachAuditorAndForNobodyElse()
    {
        using var tried = new Tried(32, "frames of a recorded session that both auditors open and a third key does not");
        await stage.ToLive(Scope.Recording);
        stage.Reload(stage.Technician);

        // Whoever comes again gets another content key, and frames under it.
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => stage.Relay.RecordKeys.Count == 2 && Frames.Count > stage.Relay.RecordKeys.Last().Frames);
        using var stranger = P256Scalar.Draw();
        var frames = Frames;
        stage.Relay.RecordKeys.First().Frames.Should().Be(0, "the key comes before the first frame");
        tried.Try(Opens(auditors.Olga, frames) == frames.Count, "the first auditor does not open all");
        tried.Try(Opens(auditors.Piotr, frames) == frames.Count, "the second auditor does not open all");
        tried.Try(Opens(stranger, frames) == 0, "a stranger opens some");
        foreach (var key in stage.Relay.RecordKeys)
        {
            tried.Try(WrappedKey.ReadAll(key.Wrapped)!.Count == 2, "it is not for two");
        }

        stage.Banner.IsRecorded.Should().BeTrue();
        tried.MustHold();
    }

    [Fact]
    public async Task WhatIsNotAllowedToBeRecordedIsSealedForNoAuditor()
    {
        await stage.ToLive();
        stage.Relay.RecordKeys.Should().BeEmpty();
        stage.Banner.IsRecorded.Should().BeFalse();
    }

    [Fact]
    public async Task TakenBackAloneItEndsWithAnotherContentKeyAndTheSessionGoesOn()
    {
        await stage.ToLive(Scope.Recording);
        var keys = stage.Technician.ContentKeys.Count;
        stage.Session.TakeBack(Scope.Recording);
        stage.Banner.IsRecorded.Should().BeFalse();
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => stage.Technician.ContentKeys.Count > keys);
        await stage.LetCaptureSettle();
        stage.Relay.RecordKeys.Should().HaveCount(1, "it is wrapped for nobody");
        Opens(auditors.Olga, [Frames[^1]]).Should().Be(0);
        stage.Session.State.Should().Be(SessionState.Live);
        stage.Relay.Reports.Last().Grant!.Scopes.Should().Equal(Scope.View);
    }

    [Fact]
    public async Task GivenLaterItBeginsWithAnotherContentKey()
    {
        await stage.ToLive();
        stage.Say(new ViewerCommand.Ask(Scope.Recording));
        stage.Banner.Beside.Should().BeOfType<BesideQuestion.MoreScope>().Which.Auditors.Should().Contain("Olga Ferro").And.Contain("Piotr Wolny");
        stage.AnswerBeside(allowed: true);
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => !stage.Relay.RecordKeys.IsEmpty && Frames.Count > stage.Relay.RecordKeys.Single().Frames);
        stage.Relay.Reports.Last().Grant!.Scopes.Should().Equal(Scope.View, Scope.Recording);
        var from = stage.Relay.RecordKeys.Single().Frames;
        Opens(auditors.Olga, Frames.Skip(from)).Should().BePositive();
        Opens(auditors.Olga, Frames.Take(from)).Should().Be(0, "what was before is sealed for no auditor");
    }

    [Fact]
    public async Task NoFrameLeavesBeforeTheRelayKeepsItsKey()
    {
        var answer = new TaskCompletionSource<bool>();
        stage.Relay.AnswerRecordKey = _ => answer.Task;
        await stage.ToConsented(Scope.Recording);
        await Eventually.Is(() => !stage.Relay.RecordKeys.IsEmpty, "the key is on its way");
        Frames.Should().BeEmpty();
        answer.SetResult(true);
        await Eventually.Is(() => Frames.Count > 0, "now they come");
    }

    [Fact]
    public async Task ARelayThatDoesNotRecordIsNotSaidToRecord()
    {
        stage.Relay.AnswerRecordKey = _ => Task.FromResult(false);
        await stage.ToConsented(Scope.Recording);
        await Eventually.Is(() => !stage.Banner.Scopes.Contains(new ScopeStanding(Scope.Recording, true)), "recording is over");
        await Eventually.Is(() => stage.Session.State == SessionState.Live && stage.Technician.Parts.Count > 0, "and the session is not");
        await Eventually.Is(() => stage.Relay.Reports.Last() is { Event: SessionEvent.Change, Grant.Scopes: [Scope.View] }, "the log is told");
    }

    private List<byte[]> Frames => [.. stage.Relay.Envelopes.Where(one => one[1] == (byte)EnvelopeChannel.Frames)];

    private int Opens(P256Scalar who, IEnumerable<byte[]> frames) =>
        SomeAuditors.Opens(who, Some.Session, HubContract.ProtocolVersion, stage.Relay.RecordKeys.Select(key => key.Wrapped), frames);
}
