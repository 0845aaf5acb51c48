using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>Viewers that come and go, and what is sealed for whom.</summary>
public sealed class ComeAndGoTests
{
    [Fact]
    public async Task TheFirstWordIsWhatIsDoneThenTheContentKeyThenTheKeyFrame()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Technician.Heard[0].Should().Be(new ControlMessage.Done(0));
        stage.Technician.ContentKeys.Should().Equal(1u);
        stage.Technician.Parts[0].Delta.IsKeyFrame.Should().BeTrue();
        (stage.Technician.Fault, stage.Technician.Unreadable).Should().Be((null, 0));
    }

    [Fact]
    public async Task APageThatWasNeverNamedGetsNothing()
    {
        using var stage = new Stage();
        stage.Relay.NamesViewers = false;
        await stage.ToConsented();
        stage.Banner.State.Should().Be(BannerState.NobodyThere);
        stage.Opened.Should().Be(0);
        stage.Relay.Envelopes.Should().BeEmpty();
    }

    [Fact]
    public async Task APageThatIsLoadedAgainResumesToAKeyFrameUnderANewKey()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Go(stage.Technician);
        stage.Banner.State.Should().Be(BannerState.NobodyThere);
        await stage.LetCaptureSettle();
        var fetched = stage.Screen.Fetches;
        stage.Clock.Advance(TimeSpan.FromSeconds(5));
        await stage.LetCaptureSettle();
        stage.Screen.Fetches.Should().Be(fetched, "nobody has keys");

        var seen = stage.Technician.Parts.Count;
        stage.Relay.Come(stage.Technician).Should().Be(2);
        await Eventually.Is(() => stage.Technician.Parts.Count > seen, "frames flow again");
        stage.Technician.Parts[seen].Delta.IsKeyFrame.Should().BeTrue();
        stage.Technician.ContentKeys.Should().HaveCount(2).And.BeInAscendingOrder();
        stage.Technician.Heard.Last(m => m is ControlMessage.Done).Should().Be(new ControlMessage.Done(0));
        (stage.Technician.Fault, stage.Technician.Unreadable).Should().Be((null, 0));
        stage.Banner.State.Should().Be(BannerState.Watched);
        stage.Windows.Shown.OfType<CustomerScreen.Question>().Should().OnlyContain(q => q.Words == stage.Technician.Words, "no new question");
    }

    [Fact]
    public async Task APageThatComesBackBeforeItsGoingIsNoticedTakesItsOwnPlace()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Come(stage.Technician).Should().Be(2);
        var seen = stage.Technician.Parts.Count;
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Is(() => stage.Technician.Parts.Count > seen, "frames flow on the new connection");
        stage.Relay.Agent!.ViewerLeft(1);
        stage.Banner.State.Should().Be(BannerState.Watched);
        stage.Relay.Send(stage.Technician, new ControlMessage.Ping(7));
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.Pong>().Any(p => p.Echo == 7), "it is answered");
        stage.Technician.Fault.Should().BeNull();
    }

    [Fact]
    public async Task APageCanComeBackForAMinuteAndNotLonger()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Go(stage.Technician);
        stage.Clock.Advance(HubContract.ComeBackWithin - TimeSpan.FromSeconds(1));
        stage.Relay.Come(stage.Technician);
        stage.Technician.HasKeys.Should().BeTrue();

        stage.Relay.Go(stage.Technician);
        stage.Clock.Advance(HubContract.ComeBackWithin);
        stage.Relay.Come(stage.Technician);
        stage.Technician.HasKeys.Should().BeFalse();
        stage.Farewell.Should().Be(EndReason.TechnicianLost, "nobody can ever be given keys again");
        await stage.Session.Told;
        stage.Steps.Last().Should().Be((SessionEvent.End, EndReason.TechnicianLost));
    }

    [Fact]
    public async Task WhereOnlyStrangersAreLeftTheSessionEndsOnceNobodyCanComeBack()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Go(stage.Technician);
        stage.Relay.Come(stage.Stranger());
        stage.Clock.Advance(HubContract.ComeBackWithin - TimeSpan.FromSeconds(1));
        stage.Session.State.Should().Be(SessionState.Live, "the technician's page may come back");
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        stage.Farewell.Should().Be(EndReason.TechnicianLost);
    }

    [Fact]
    public async Task WhereTheLastMessageWasLostTheSecretBeforeStillHolds()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Go(stage.Technician);
        stage.Relay.ToViewer = m => m[0] == 19 ? null : m;
        stage.Relay.Come(stage.Technician);
        stage.Technician.HasKeys.Should().BeFalse("it never heard the end of it");

        stage.Relay.ToViewer = m => m;
        stage.Reload(stage.Technician);
        stage.Technician.HasKeys.Should().BeTrue();
        stage.Relay.Send(stage.Technician, new ControlMessage.Ping(1));
        stage.Session.State.Should().Be(SessionState.Live);
    }

    [Fact]
    public async Task OnceSomethingWasOpenedTheSecretBeforeIsGone()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var first = stage.Technician.Secret!;
        stage.Reload(stage.Technician);
        stage.Relay.Send(stage.Technician, new ControlMessage.Ping(1));
        stage.Relay.Go(stage.Technician);

        var thief = stage.Stranger();
        thief.Secret = first;
        stage.Relay.Come(thief);
        (thief.HasKeys, thief.Refusal).Should().Be((false, ExchangeFault.NothingToResume));
    }

    [Fact]
    public async Task AStrangerStaysOutAndNothingThatItGetsCanBeRead()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var stranger = stage.Stranger();
        stage.Relay.Come(stranger);
        Paint(stage);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Is(() => stranger.Unreadable > 0, "the Relay passes it what it cannot read");
        (stranger.HasKeys, stranger.Parts.Count, stranger.ContentKeys.Count).Should().Be((false, 0, 0));
        stage.Technician.ContentKeys.Should().Equal([1u], "nobody has come who is somebody");
        stage.Technician.Fault.Should().BeNull();
    }

    [Fact]
    public async Task APageOfAnotherVersionIsNamedOnTheBannerAndGetsNothing()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Go(stage.Technician);
        stage.Technician.Version = HubContract.ProtocolVersion + 1;
        stage.Relay.Come(stage.Technician);
        stage.Banner.State.Should().Be(BannerState.OtherVersion);
        stage.Technician.HasKeys.Should().BeFalse();
    }

    [Theory]
    [InlineData("one bit off", SealingFault.Forged)]
    [InlineData("twice", SealingFault.Replayed)]
    [InlineData("one left out", SealingFault.OutOfOrder)]
    [InlineData("cut short", SealingFault.Truncated)]
    [InlineData("another version", SealingFault.Malformed)]
    [InlineData("reflected", SealingFault.Forged)]
    public async Task AControlEnvelopeThatDoesNotOpenEndsTheSession(string what, SealingFault fault)
    {
        using var stage = new Stage();
        await stage.ToLive();
        var envelope = stage.Technician.Seal(new ControlMessage.Ping(1));
        switch (what)
        {
            case "one bit off":
                envelope[^1] ^= 1;
                break;
            case "twice":
                stage.Relay.Agent!.EnvelopeArrived(envelope);
                break;
            case "one left out":
                envelope = stage.Technician.Seal(new ControlMessage.Ping(2));
                break;
            case "cut short":
                envelope = envelope[..30];
                break;
            case "another version":
                envelope[0]++;
                break;
            default:
                envelope = stage.Relay.Envelopes.First();
                break;
        }

        stage.Relay.Agent!.EnvelopeArrived(envelope);
        stage.Session.State.Should().Be(SessionState.Ended);
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Goodbye>().Which.Reason.Should().Be(EndReason.Altered);
        stage.Log.Should().Contain(line => line.Contains($"{fault}", StringComparison.Ordinal));
        await stage.Session.Told;
        stage.Steps.Last().Should().Be((SessionEvent.End, EndReason.Altered));
    }

    [Fact]
    public async Task AnEnvelopeOfNobodyIsPassedOver()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var envelope = stage.Technician.Seal(new ControlMessage.Ping(1));
        envelope[4] = 9;
        stage.Relay.Agent!.EnvelopeArrived(envelope);
        stage.Session.State.Should().Be(SessionState.Live);
    }

    [Fact]
    public async Task ACommandIsDoneOnceAndAcknowledgedAcrossResumptions()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var first = new ControlMessage.Command(1, [77]);
        stage.Relay.Send(stage.Technician, first);
        stage.Relay.Send(stage.Technician, first);
        stage.Relay.Send(stage.Technician, new ControlMessage.Command(3, [77]));
        await Eventually.Is(() => Done(stage.Technician).Count() == 3, "what was done is acknowledged, and what was passed over is not");
        Done(stage.Technician).Should().Equal(0u, 1u, 1u);

        stage.Reload(stage.Technician);
        await Eventually.Is(() => Done(stage.Technician).Count() == 4, "the last is said first on the new connection");
        Done(stage.Technician).Last().Should().Be(1u);
        stage.Relay.Send(stage.Technician, new ControlMessage.Command(2, [77]));
        await Eventually.Is(() => Done(stage.Technician).Last() == 2, "the next is taken");
    }

    private static IEnumerable<uint> Done(SealedViewer viewer) => viewer.Heard.OfType<ControlMessage.Done>().Select(d => d.Sequence);

    private static void Paint(Stage stage) => stage.Relay.Send(
        stage.Technician, new ControlMessage.Painted(stage.Technician.Parts[^1].Delta.Number, 0));
}
