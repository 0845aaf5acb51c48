using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>
/// Nothing that is not allowed takes effect. What takes effect is counted by what a real X server took, heard by a
/// stranger to the Agent, by what lies over the screen, by pictures that leave, and by what the customer is shown.
/// </summary>
public sealed class ScopePromiseTests : HeardByXTests
{
    private const int Full = 1_000;

    [Theory]
    [Trait("Promise", "4")]
    [InlineData("not granted")]
    [InlineData("taken back")]
    [InlineData("paused")]
    [InlineData("expired")]
    [InlineData("a question open")]
    public async Task NoInputIsDoneThatIsNotAllowedNow(string how)
    {
        await Stand(how, Scope.Control);
        using var tried = new Tried(4, $"commands to control, {how}");
        var some = new SomeCommands(20931);
        for (var i = 0; i < Tried.Count(Full, 100); i++)
        {
            await Try(some.Input());
            var took = Witness.Took();
            tried.Try(took.Count == 0, $"the server took {string.Join(' ', took)}");
        }

        tried.MustHold();
    }

    [Theory]
    [Trait("Promise", "4")]
    [InlineData("not granted")]
    [InlineData("taken back")]
    [InlineData("paused")]
    [InlineData("expired")]
    public async Task NothingIsDrawnThatIsNotAllowedNow(string how)
    {
        await Stand(how, Scope.Drawing);
        var before = Stage.Overlay.Now.Marks;
        using var tried = new Tried(4, $"commands to draw, {how}");
        var some = new SomeCommands(4);
        for (var i = 0; i < Tried.Count(Full, 100); i++)
        {
            await Try(some.Drawing());
            tried.Try(Stage.Overlay.Now.Marks.SequenceEqual(before), "the overlay has changed");
        }

        tried.MustHold();
    }

    [Theory]
    [Trait("Promise", "4")]
    [InlineData("not granted")]
    [InlineData("taken back")]
    [InlineData("paused")]
    [InlineData("expired")]
    public async Task NoFactsAreReadThatAreNotAllowedNow(string how)
    {
        await Stand(how, Scope.Diagnostics);
        using var tried = new Tried(4, $"wishes for facts about the computer, {how}");
        for (var i = 0; i < Tried.Count(Full, 20); i++)
        {
            await Try(new ViewerCommand.Diagnose());
            tried.Try(Stage.Facts.Reads == 0, "they were read");
        }

        tried.MustHold();
    }

    [Theory]
    [Trait("Promise", "4")]
    [InlineData("not granted")]
    [InlineData("taken back")]
    [InlineData("expired")]
    public async Task WhoMayNotLookSeesNothingAndHasNoSay(string how)
    {
        await Stand(how, Scope.View);
        if (Stage.Opened > 0)
        {
            await Stage.LetCaptureSettle();
        }

        var (frames, chat, asked) = (Stage.Relay.Frames.Count(), Chat(), Asked());
        using var tried = new Tried(4, $"commands and wishes for a picture of who may not look, {how}");
        var some = new SomeCommands(7);
        for (var i = 0; i < Tried.Count(Full, 100); i++)
        {
            if (how != "not granted")
            {
                Stage.Relay.Send(Stage.Technician, new ControlMessage.KeyFrameRequest());
            }

            await Try(some.Words());
            Stage.Screen.Wake();
            Stage.Clock.Advance(TimeSpan.FromMilliseconds(20));
            tried.Try(
                Stage.Relay.Frames.Count() == frames && Chat() == chat && Asked() == asked,
                $"{Stage.Relay.Frames.Count() - frames} parts, {Chat() - chat} lines, {Asked() - asked} questions");
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "4")]
    public async Task WhatThisAgentDoesNotKnowIsNotAllowedWhateverWasAllowed()
    {
        await Stage.ToLive([.. Enum.GetValues<Scope>().Except([Scope.View])]);
        var some = new SomeCommands(9);
        using var tried = new Tried(4, "commands of kinds that are none, with every scope allowed");
        for (var i = 0; i < Tried.Count(Full, 100); i++)
        {
            var number = (uint)i + 1;
            Stage.Relay.Send(Stage.Technician, new ControlMessage.Command(number, some.Unknown()));
            await Eventually.Is(() => Stage.Technician.Heard.Contains(new ControlMessage.Done(number)), "it is heard");
            tried.Try(
                Witness.Took().Count == 0 && Stage.Overlay.Now.Marks.IsEmpty && Asked() == 0
                && Stage.Technician.Heard.Contains(new ControlMessage.Refused(number, CommandRefusal.Malformed)));
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "20")]
    public async Task WhoMayOnlyLookCanOnlyLook()
    {
        await Stage.ToLive(Scope.Drawing);
        using var tried = new Tried(20, "inputs with a grant to look and to draw, counted by what X took");
        var some = new SomeCommands(20);
        for (var i = 0; i < Tried.Count(10_000, 200); i++)
        {
            await Try(some.Input());
            var took = Witness.Took();
            tried.Try(took.Count == 0, $"the server took {string.Join(' ', took)}");
        }

        tried.MustHold();
    }

    [Fact]
    public async Task TheSameCommandsTakeEffectWhereTheyAreAllowed()
    {
        await Stage.ToLive(Scope.Control, Scope.Drawing);
        var some = new SomeCommands(20931);
        var took = 0;
        for (var i = 0; i < 50; i++)
        {
            await Try(some.Input());
            took += Witness.Took().Count;
            await Try(some.Drawing());
        }

        took.Should().BeGreaterThan(100, "the stranger hears what is done");
        Stage.Overlay.Now.Marks.Should().NotBeEmpty();
        Witness.Pressed().Should().Be(0);
    }

    // The session stands so that this scope may not be used; where it was allowed before, it has been used.
    private async Task Stand(string how, Scope scope)
    {
        if (how == "not granted")
        {
            if (scope == Scope.View)
            {
                await Stage.ToQuestion();
            }
            else
            {
                await Stage.ToLive(scope == Scope.Control ? Scope.Drawing : Scope.Control);
            }

            return;
        }

        await Stage.ToLive(scope == Scope.View ? [] : [scope]);
        if (scope == Scope.Control)
        {
            Stage.Use(new InputEvent.Move(9, 9));
            Witness.Took().Should().NotBeEmpty("it is allowed as yet");
        }

        switch (how)
        {
            case "taken back":
                Stage.Session.TakeBack(scope);
                break;
            case "paused":
                Stage.Session.Pause();
                break;
            case "a question open":
                Stage.Say(new ViewerCommand.Ask(Scope.Files));
                break;
            default:
                Stage.Clock.Advance(TimeSpan.FromMinutes(60));
                break;
        }
    }

    private int asks;

    // The connection is drained, so that what is counted is what the gate lets through and not what the line cannot take.
    private async Task Try(ViewerCommand command)
    {
        var message = Stage.Technician.Command(command);
        Stage.Relay.Send(Stage.Technician, message);
        if (++asks % 100 == 0 && Stage.Session.State is not (SessionState.Ended or SessionState.Joined))
        {
            await Eventually.Is(() => Stage.Technician.Heard.Contains(new ControlMessage.Done(message.Sequence)), "it is heard");
        }
    }

    private int Chat() => Stage.Windows.Now is CustomerScreen.Banner banner ? banner.Chat.Length : 0;

    private int Asked() => Stage.Windows.Now is CustomerScreen.Banner { Beside: not null } ? 1 : 0;
}
