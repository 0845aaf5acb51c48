using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Tests.Platform;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>
/// Nothing that is not allowed takes effect. What takes effect is counted by what a real X server took, heard by a
/// stranger to the Agent, by what lies over the screen, by pictures that leave, and by what the customer is shown.
/// </summary>
public sealed class ScopePromiseTests : IDisposable
{
    private const int Full = 1_000;

    private readonly XServer server = new();
    private readonly InputWitness witness;
    private readonly Stage stage;

    public ScopePromiseTests()
    {
        stage = new Stage(input: () => XTestSink.Open(new OwnWindows(), TimeProvider.System, server.Display));
        witness = new InputWitness(server.Display);
    }

    public void Dispose()
    {
        stage.Dispose();
        witness.Dispose();
        server.Dispose();
    }

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
            var took = witness.Took();
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
        var before = stage.Overlay.Now.Marks;
        using var tried = new Tried(4, $"commands to draw, {how}");
        var some = new SomeCommands(4);
        for (var i = 0; i < Tried.Count(Full, 100); i++)
        {
            await Try(some.Drawing());
            tried.Try(stage.Overlay.Now.Marks.SequenceEqual(before), "the overlay has changed");
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
            tried.Try(stage.Facts.Reads == 0, "they were read");
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
        if (stage.Opened > 0)
        {
            await stage.LetCaptureSettle();
        }

        var (frames, chat, asked) = (stage.Relay.Frames.Count(), Chat(), Asked());
        using var tried = new Tried(4, $"commands and wishes for a picture of who may not look, {how}");
        var some = new SomeCommands(7);
        for (var i = 0; i < Tried.Count(Full, 100); i++)
        {
            if (how != "not granted")
            {
                stage.Relay.Send(stage.Technician, new ControlMessage.KeyFrameRequest());
            }

            await Try(some.Words());
            stage.Screen.Wake();
            stage.Clock.Advance(TimeSpan.FromMilliseconds(20));
            tried.Try(
                stage.Relay.Frames.Count() == frames && Chat() == chat && Asked() == asked,
                $"{stage.Relay.Frames.Count() - frames} parts, {Chat() - chat} lines, {Asked() - asked} questions");
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "4")]
    public async Task WhatThisAgentDoesNotKnowIsNotAllowedWhateverWasAllowed()
    {
        await stage.ToLive([.. Enum.GetValues<Scope>().Except([Scope.View])]);
        var some = new SomeCommands(9);
        using var tried = new Tried(4, "commands of kinds that are none, with every scope allowed");
        for (var i = 0; i < Tried.Count(Full, 100); i++)
        {
            var number = (uint)i + 1;
            stage.Relay.Send(stage.Technician, new ControlMessage.Command(number, some.Unknown()));
            await Eventually.Is(() => stage.Technician.Heard.Contains(new ControlMessage.Done(number)), "it is heard");
            tried.Try(
                witness.Took().Count == 0 && stage.Overlay.Now.Marks.IsEmpty && Asked() == 0
                && stage.Technician.Heard.Contains(new ControlMessage.Refused(number, CommandRefusal.Malformed)));
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "20")]
    public async Task WhoMayOnlyLookCanOnlyLook()
    {
        await stage.ToLive(Scope.Drawing);
        using var tried = new Tried(20, "inputs with a grant to look and to draw, counted by what X took");
        var some = new SomeCommands(20);
        for (var i = 0; i < Tried.Count(10_000, 200); i++)
        {
            await Try(some.Input());
            var took = witness.Took();
            tried.Try(took.Count == 0, $"the server took {string.Join(' ', took)}");
        }

        tried.MustHold();
    }

    [Fact]
    public async Task TheSameCommandsTakeEffectWhereTheyAreAllowed()
    {
        await stage.ToLive(Scope.Control, Scope.Drawing);
        var some = new SomeCommands(20931);
        var took = 0;
        for (var i = 0; i < 50; i++)
        {
            await Try(some.Input());
            took += witness.Took().Count;
            await Try(some.Drawing());
        }

        took.Should().BeGreaterThan(100, "the stranger hears what is done");
        stage.Overlay.Now.Marks.Should().NotBeEmpty();
        witness.Pressed().Should().Be(0);
    }

    // The session stands so that this scope may not be used; where it was allowed before, it has been used.
    private async Task Stand(string how, Scope scope)
    {
        if (how == "not granted")
        {
            if (scope == Scope.View)
            {
                await stage.ToQuestion();
            }
            else
            {
                await stage.ToLive(scope == Scope.Control ? Scope.Drawing : Scope.Control);
            }

            return;
        }

        await stage.ToLive(scope == Scope.View ? [] : [scope]);
        if (scope == Scope.Control)
        {
            stage.Use(new InputEvent.Move(9, 9));
            witness.Took().Should().NotBeEmpty("it is allowed as yet");
        }

        switch (how)
        {
            case "taken back":
                stage.Session.TakeBack(scope);
                break;
            case "paused":
                stage.Session.Pause();
                break;
            case "a question open":
                stage.Say(new ViewerCommand.Ask(Scope.Files));
                break;
            default:
                stage.Clock.Advance(TimeSpan.FromMinutes(60));
                break;
        }
    }

    private int asks;

    // The connection is drained, so that what is counted is what the gate lets through and not what the line cannot take.
    private async Task Try(ViewerCommand command)
    {
        var message = stage.Technician.Command(command);
        stage.Relay.Send(stage.Technician, message);
        if (++asks % 100 == 0 && stage.Session.State is not (SessionState.Ended or SessionState.Joined))
        {
            await Eventually.Is(() => stage.Technician.Heard.Contains(new ControlMessage.Done(message.Sequence)), "it is heard");
        }
    }

    private int Chat() => stage.Windows.Now is CustomerScreen.Banner banner ? banner.Chat.Length : 0;

    private int Asked() => stage.Windows.Now is CustomerScreen.Banner { Beside: not null } ? 1 : 0;
}
