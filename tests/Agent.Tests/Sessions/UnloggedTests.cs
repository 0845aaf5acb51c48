using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>The Relay says that its log cannot be written: nothing is shown or done that it would not know of.</summary>
public sealed class UnloggedTests
{
    private static readonly InputEvent.Move Move = new(3, 4);
    private static readonly InputEvent.Button Press = new(1, true);

    [Fact]
    [Trait("Promise", "24")]
    public async Task ControlEndsBeforeTheWordOfItIsOverAndGoesOnByItself()
    {
        using var tried = new Tried(24, "Agents that had let go of all and injected nothing more as soon as they were told");
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        for (var failure = 0; failure < Tried.Count(1_000, smoke: 20); failure++)
        {
            await Eventually.Is(() => TryUse(stage), "control is there");
            stage.Use(Press);
            var held = stage.Input.Held.Count;
            stage.Relay.Agent!.LogUnavailable(true);
            var (left, done, refused) = (stage.Input.Held.Count, stage.Input.Done.Count, stage.Refused.Count());
            stage.Use(Move, Press);
            await Eventually.Is(() => stage.Refused.Count() > refused, "it is refused");
            tried.Try(
                held == 1 && left == 0 && stage.Input.Done.Count == done && stage.Refused.Last() == CommandRefusal.NotLogged,
                $"failure {failure}: {held} held before and {left} after; {stage.Input.Done.Count - done} done behind it; {stage.Refused.LastOrDefault()}");
            stage.Relay.Agent!.LogUnavailable(false);
        }

        tried.MustHold();
    }

    [Fact]
    public async Task NothingIsCapturedAndBothSidesAreTold()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Agent!.LogUnavailable(true);
        stage.Banner.State.Should().Be(BannerState.LogUnavailable);
        await Eventually.Is(() => stage.Told.Paused, "the technician is told");
        stage.Session.State.Should().Be(SessionState.Live, "the customer has not paused");
        await stage.LetCaptureSettle();
        var (fetched, sent) = (stage.Screen.Fetches, stage.Relay.Frames.Count());
        stage.Relay.Agent!.KeyFrameNeeded();
        stage.Clock.Advance(TimeSpan.FromSeconds(5));
        await stage.LetCaptureSettle();
        (stage.Screen.Fetches, stage.Relay.Frames.Count()).Should().Be((fetched, sent));

        stage.Relay.Agent!.LogUnavailable(false);
        await Eventually.Is(() => stage.Relay.Frames.Count() > sent, "frames flow again");
        stage.Banner.State.Should().Be(BannerState.Watched);
        await Eventually.Is(() => !stage.Told.Paused, "the technician is told");
        stage.Banner.Feed.Select(line => line.Kind).Should().ContainInOrder(FeedKind.LogUnavailable, FeedKind.LogBack);
    }

    [Fact]
    public async Task ThePictureDoesNotBeginMeanwhile()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        stage.Relay.Agent!.LogUnavailable(true);
        stage.Session.Allow([Scope.View]);
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.Banner, "the banner is there");
        stage.Steps.Should().Equal((SessionEvent.Allow, null));
        stage.Relay.Agent!.LogUnavailable(false);
        await Eventually.Is(() => stage.Session.State == SessionState.Live, "it begins");
    }

    [Fact]
    public async Task WhatTheCustomerHoldsBackTheRelayDoesNotGive()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Relay.Agent!.LogUnavailable(true);
        stage.Session.Pause();
        stage.Relay.Agent!.LogUnavailable(false);
        (stage.Session.State, stage.Banner.State).Should().Be((SessionState.Paused, BannerState.Paused));
        stage.Use(Move);
        await Eventually.Is(() => stage.Refused.Any(), "it is refused");
        (stage.Input.Done.Count, stage.Refused.Last()).Should().Be((0, CommandRefusal.Paused));
    }

    [Fact]
    public async Task OfALostConnectionItIsForgottenSinceTheNextOneSaysItAgain()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Agent!.LogUnavailable(true);
        var parts = stage.Technician.Parts.Count;
        stage.Relay.Lose();
        await stage.AdvanceUntil(TimeSpan.FromSeconds(30), () => stage.Technician.Parts.Count > parts);
        stage.Banner.State.Should().Be(BannerState.Watched);
    }

    // The first use after a rest waits for the log's word that it comes.
    private static bool TryUse(Stage stage)
    {
        var before = stage.Input.Done.Count;
        stage.Use(Move);
        return stage.Input.Done.Count > before;
    }
}
