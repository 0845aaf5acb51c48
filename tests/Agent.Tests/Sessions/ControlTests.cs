using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>Pointer and keyboard in the hands of technicians: as long as the customer allows it, one at a time, and nothing stays down.</summary>
public sealed class ControlTests
{
    private static readonly InputEvent.Button Press = new(1, true);
    private static readonly InputEvent.Key Shift = new(225, true);

    [Fact]
    public async Task WhatIsAllowedIsDoneInItsOrder()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        InputEvent[] events =
        [
            new InputEvent.Move(3, 4), Press, new InputEvent.Move(5, 6), Press with { Down = false }, new InputEvent.Wheel(0, 120),
            Shift, new InputEvent.Key(4, true), new InputEvent.Key(4, false), Shift with { Down = false }, new InputEvent.Text("Grüße 中文"),
        ];
        stage.Use(events);
        stage.Input.Done.Should().Equal(events);
        stage.Input.Held.Should().BeEmpty();
        await Eventually.Is(() => stage.Technician.Heard.Contains(new ControlMessage.Done(1)), "it is acknowledged");
        stage.Refused.Should().BeEmpty();
    }

    [Fact]
    public async Task NothingIsOpenedBeforeItIsNeeded()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Use(new InputEvent.Move(1, 1));
        stage.Input.Opened.Should().Be(0);
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.NotGranted]), "it is refused");
        stage.Log.Should().ContainSingle(line => line.Contains("refused: NotGranted"));
    }

    [Theory]
    [InlineData("release")]
    [InlineData("pause")]
    [InlineData("taken back")]
    [InlineData("question")]
    [InlineData("viewer gone")]
    [InlineData("connection lost")]
    [InlineData("expired")]
    [InlineData("stopped")]
    [InlineData("ended by the technician")]
    [InlineData("program gone")]
    public async Task NothingStaysDown(string after)
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Use(Press, Shift);
        stage.Input.Held.Should().HaveCount(2);
        switch (after)
        {
            case "release":
                stage.Use(new InputEvent.Release());
                break;
            case "pause":
                stage.Session.Pause();
                break;
            case "taken back":
                stage.Session.TakeBack(Scope.Control);
                break;
            case "question":
                stage.Say(new ViewerCommand.Ask(Scope.Drawing));
                break;
            case "viewer gone":
                stage.Relay.Go(stage.Technician);
                break;
            case "connection lost":
                stage.Relay.Lose();
                break;
            case "expired":
                stage.Clock.Advance(TimeSpan.FromMinutes(60));
                break;
            case "stopped":
                stage.Session.Stop();
                break;
            case "ended by the technician":
                stage.Relay.Agent!.Ended(EndReason.StoppedByTechnician);
                break;
            default:
                stage.Session.Quit();
                break;
        }

        stage.Input.Held.Should().BeEmpty();
    }

    [Fact]
    public async Task NothingIsClickedBesideTheMonitorThatIsShownWhereverItIsNow()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Shared.Area = new ScreenRect(1920, 0, 1280, 1024);
        stage.Use(new InputEvent.Move(1919, 5), Press);
        stage.Use(new InputEvent.Move(1920, 1023), Press, Press with { Down = false });
        stage.Input.Done.Should().Equal(new InputEvent.Move(1920, 1023), Press, Press with { Down = false });

        // The other one was unplugged.
        stage.Shared.Area = new ScreenRect(0, 0, 1280, 1024);
        stage.Use(new InputEvent.Move(1920, 5));
        stage.Use(new InputEvent.Move(9, 9));
        stage.Shared.Area = default(ScreenRect);
        stage.Use(new InputEvent.Move(9, 9));
        stage.Input.Done.Should().HaveCount(4);
        await Eventually.Is(
            () => stage.Refused.SequenceEqual([CommandRefusal.OutOfRange, CommandRefusal.OutOfRange, CommandRefusal.OutOfRange]), "each is refused");
    }

    [Fact]
    public async Task WhoHoldsSomethingAndFallsSilentHoldsItNoMore()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Use(Press, Shift);
        for (var i = 0; i < 5; i++)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(2));
            stage.Relay.Send(stage.Technician, new ControlMessage.Ping(1));
        }

        stage.Input.Held.Should().HaveCount(2, "it pings");
        stage.Clock.Advance(TimeSpan.FromSeconds(6));
        stage.Input.Held.Should().BeEmpty();
        stage.Use(Press with { Down = false }, new InputEvent.Move(2, 2));
        stage.Input.Done.Should().EndWith(new InputEvent.Move(2, 2));
    }

    [Fact]
    public async Task WhatIsBehindARefusedEventIsNotDoneButLettingGoIs()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Input.Refusing = e => e is InputEvent.Move { X: 9 } ? CommandRefusal.OutOfRange : null;
        stage.Use(Shift);
        stage.Use(new InputEvent.Move(9, 9), Press, new InputEvent.Text("x"), Shift with { Down = false });
        stage.Input.Done.Should().Equal(Shift, Shift with { Down = false });
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.OutOfRange]), "it is refused once");
    }

    [Fact]
    public async Task NothingIsPressedWhereThePointerWasNotMeantToBe()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Input.Refusing = e => e is InputEvent.Move { X: 9 } ? CommandRefusal.OwnWindow : null;
        stage.Use(new InputEvent.Move(9, 9));
        stage.Use(Press);
        stage.Use(new InputEvent.Wheel(0, 120));
        stage.Input.Done.Should().BeEmpty();
        stage.Use(new InputEvent.Move(1, 1), Press);
        stage.Input.Done.Should().HaveCount(2);
        await Eventually.Is(
            () => stage.Refused.SequenceEqual([CommandRefusal.OwnWindow, CommandRefusal.OutOfRange, CommandRefusal.OutOfRange]), "each is refused");
    }

    [Fact]
    public async Task WhoPressedLastHasControl()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        var second = await stage.SecondWith(Scope.Control);
        stage.Use(Press);
        stage.Say(second, new ViewerCommand.Input([new InputEvent.Move(1, 1)]));
        stage.Say(second, new ViewerCommand.Input([Press with { Down = false }]));
        stage.Say(second, new ViewerCommand.Input([new InputEvent.Release()]));
        stage.Input.Done.Should().Equal([Press], "the first one is dragging");
        stage.Say(second, new ViewerCommand.Input([Shift]));
        stage.Input.Held.Should().Equal([Shift], "the second has it now");
        stage.Relay.Go(stage.Technician);
        stage.Input.Held.Should().Equal([Shift], "the first one holds nothing any more");
        stage.Relay.Go(second);
        stage.Input.Held.Should().BeEmpty();
    }

    [Fact]
    public async Task AQuestionSuspendsControlUntilItIsAnswered()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Say(new ViewerCommand.Ask(Scope.Drawing));
        stage.Use(new InputEvent.Move(1, 1));
        stage.Input.Done.Should().BeEmpty();
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.QuestionOpen]), "it is refused");
        stage.Told.QuestionOpen.Should().BeTrue();
        stage.AnswerBeside(allowed: false);
        stage.Use(new InputEvent.Move(1, 1));
        stage.Input.Done.Should().HaveCount(1);
        await Eventually.Is(() => !stage.Told.QuestionOpen, "the technician is told");
    }

    [Fact]
    public async Task AComputerThatCannotBeControlledSaysSo()
    {
        using var stage = new Stage(noInput: true);
        await stage.ToLive();
        stage.Say(new ViewerCommand.Ask(Scope.Control));
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.Unable]), "it is refused");
        stage.Banner.Beside.Should().BeNull("nobody is asked for what cannot be");
    }

    [Fact]
    public async Task ALongTextIsTypedInPieces()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        var text = string.Concat(Enumerable.Repeat("👍🏽中a", 30));
        stage.Use(new InputEvent.Text(text));
        stage.Input.Done.Count.Should().BeGreaterThan(5);
        string.Concat(stage.Input.Done.Cast<InputEvent.Text>().Select(t => t.Written)).Should().Be(text);
    }

    [Fact]
    public async Task WhatWaitsForTheLockBehindAPauseIsNotDone()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);

        // In the middle of a command the customer presses Stop, on another thread.
        Thread? customer = null;
        stage.Input.Refusing = e =>
        {
            if (e is InputEvent.Move { X: 5 })
            {
                customer = new Thread(stage.Session.Stop);
                customer.Start();
                SpinWait.SpinUntil(() => customer.ThreadState == ThreadState.WaitSleepJoin, TimeSpan.FromSeconds(60)).Should().BeTrue();
            }

            return null;
        };
        stage.Use([.. Enumerable.Range(0, 100).Select(i => new InputEvent.Move(i, 0))]);
        customer!.Join();
        stage.Input.Done.Should().HaveCount(6, "what was under way is the last");
    }

    [Fact]
    public async Task TheBarSaysWhatIsDoneAndFallsBackToLooking()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Use(new InputEvent.Move(1, 1));
        stage.Banner.Doing.Should().Be(Doing.MovingPointer);
        stage.Use(new InputEvent.Key(4, true), new InputEvent.Key(4, false));
        stage.Banner.Doing.Should().Be(Doing.Typing);
        stage.Clock.Advance(SessionTimes.DoingLasts + SessionTimes.DoingLook);
        stage.Banner.Doing.Should().Be(Doing.Looking);
        stage.Banner.Feed[^1].Should().Match<FeedLine>(l => l.Kind == FeedKind.Controlled && l.Times == 3);
        stage.Clock.Advance(SessionTimes.UseLasts - SessionTimes.DoingLasts - SessionTimes.DoingLook - TimeSpan.FromMilliseconds(1));
        stage.Use(new InputEvent.Move(2, 2));
        stage.Banner.Feed[^1].Times.Should().Be(4, "it goes on");
        stage.Clock.Advance(SessionTimes.UseLasts);
        stage.Use(new InputEvent.Move(3, 3));
        stage.Banner.Feed.Count(l => l.Kind == FeedKind.Controlled).Should().Be(2);
    }
}
