using System.Text;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>What customer and technicians write to each other, and what the customer is told at the end.</summary>
public sealed class ChatTests
{
    [Fact]
    public async Task ALineOfTheCustomerGoesToEverybodyAndIsMarkedOnceItWasSeen()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var second = await stage.Second();
        stage.Session.Say("  the printer\nblinks \u202e ");
        stage.Session.Say(" \n ");
        stage.Banner.Chat.Should().ContainSingle().Which.Should().Match<ChatLine>(l => l.Line == 1 && l.From == null && l.Text == "the printer blinks" && !l.Delivered);
        var said = new ControlMessage.Said(1, 0, "the printer blinks");
        await Eventually.Is(() => stage.Technician.Heard.Contains(said) && second.Heard.Contains(said), "both read it");
        stage.Relay.Send(stage.Technician, new ControlMessage.Seen(7));
        stage.Banner.Chat[0].Delivered.Should().BeFalse("there is no such line");
        stage.Relay.Send(second, new ControlMessage.Seen(1));
        stage.Banner.Chat[0].Delivered.Should().BeTrue();
    }

    [Fact]
    public async Task ALineOfATechnicianIsShownAndPassedOnToTheOthers()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var second = await stage.Second();
        stage.Say(second, new ViewerCommand.Chat("look at https://printer.example"));
        stage.Say(new ViewerCommand.Chat("yes"));
        stage.Banner.Chat.Select(l => (l.Line, l.From, l.Text)).Should().Equal((1, "Ana Pop", "look at https://printer.example"), (2, "Lin Wei", "yes"));
        await Eventually.Is(
            () => stage.Technician.Heard.Contains(new ControlMessage.Said(1, (byte)(second.Number + 1), "look at https://printer.example"))
                && second.Heard.Contains(new ControlMessage.Said(2, (byte)(stage.Technician.Number + 1), "yes")),
            "each reads the other's");
        second.Heard.OfType<ControlMessage.Said>().Should().ContainSingle("nobody reads what they wrote themselves");
    }

    [Fact]
    public async Task WhatWasNotSeenIsSaidAgainAfterAResumption()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Session.Say("one");
        stage.Session.Say("two");
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.Said>().Count() == 2, "both are read");
        stage.Relay.Send(stage.Technician, new ControlMessage.Seen(1));
        stage.Relay.Go(stage.Technician);
        stage.Session.Say("three");
        stage.Relay.Come(stage.Technician);
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.Said>().Count() == 4, "those come again");
        stage.Technician.Heard.OfType<ControlMessage.Said>().Select(s => s.Text).Should().Equal("one", "two", "two", "three");
    }

    [Fact]
    public async Task WhoIsLetInLaterDoesNotReadWhatWasWrittenBefore()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Session.Say("between us");
        var second = await stage.Second();
        stage.Session.Say("for both");
        await Eventually.Is(() => second.Heard.OfType<ControlMessage.Said>().Any(), "it reads something");
        second.Heard.OfType<ControlMessage.Said>().Select(s => s.Text).Should().Equal("for both");
    }

    [Fact]
    public async Task ItWorksWhilePausedAndIsBounded()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Session.Pause();
        stage.Say(new ViewerCommand.Chat("paused?"));
        stage.Banner.Chat.Should().HaveCount(1);
        for (var i = 0; i < ChatDesk.MostLines + 20; i++)
        {
            stage.Session.Say($"line {i}");
        }

        stage.Banner.Chat.Should().HaveCount(ChatDesk.MostLines);
        stage.Banner.Chat[0].Line.Should().Be(22);
        stage.Session.Say(new string('中', 900));
        Encoding.UTF8.GetByteCount(stage.Banner.Chat[^1].Text).Should().Be(1_998, "no character is cut");
    }

    [Fact]
    public async Task TheGoodByeSaysWhatWasDone()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control, Scope.Drawing);
        stage.Use(new Shared.Input.InputEvent.Move(1, 1), new Shared.Input.InputEvent.Move(2, 2));
        stage.Session.Say("thank you");
        stage.Session.Pause();
        stage.Session.Resume();
        await Eventually.Is(() => stage.Session.State == SessionState.Live, "it goes on");
        stage.Clock.Advance(TimeSpan.FromMinutes(12));
        stage.Session.Stop();
        var summary = ((CustomerScreen.Goodbye)stage.Windows.Now).Summary!;
        (summary.Session, summary.Technician, summary.Organisation, summary.CaseNumber).Should().Be((Some.Session, "Lin Wei", "Northwind IT", "20931"));
        summary.Allowed.Should().Equal(Scope.View, Scope.Control, Scope.Drawing);
        summary.Used.Should().Equal(Scope.View, Scope.Control);
        (summary.Ended - summary.Began).Should().Be(TimeSpan.FromMinutes(12));
        summary.Feed.Select(l => (l.Kind, l.Times)).Should().Equal(
            (FeedKind.Allowed, 1), (FeedKind.Watching, 1), (FeedKind.Controlled, 2), (FeedKind.Paused, 1), (FeedKind.Resumed, 1), (FeedKind.Ended, 1));
        summary.Chat.Select(l => l.Text).Should().Equal("thank you");
    }

    [Fact]
    public async Task WhereNothingWasAllowedThereIsNothingToSumUpOrToRate()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        stage.Relay.Agent!.Ended(EndReason.NoAnswer);
        ((CustomerScreen.Goodbye)stage.Windows.Now).Summary.Should().BeNull();
        stage.Session.Rate(new Rating(true, 5, ""));
        stage.Ratings.Said.Should().BeEmpty();
    }

    [Fact]
    public async Task TheAnswersAtTheEndAreToldOnceAndBeforeTheProgramGoes()
    {
        using var stage = new Stage();
        stage.Ratings.Slow = true;
        await stage.ToLive();
        stage.Session.Rate(new Rating(true, 5, "too early"));
        stage.Session.Stop();
        await stage.Session.Told;
        var rating = new Rating(true, 4, "quick");
        stage.Session.Rate(rating);
        stage.Session.Rate(new Rating(false, 1, "again"));
        stage.Session.Dismiss();
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.Nothing, "the windows go at once");
        stage.Ratings.Said.Should().ContainSingle().Which.Rating.Should().Be(rating);
        stage.Ratings.Said.Single().Ticket.Seat.Should().Equal(Some.Seat);
        stage.Session.Finished.IsCompleted.Should().BeFalse();
        stage.Ratings.Confirm();
        (await stage.Session.Finished).Should().Be(EndReason.StoppedByCustomer);
    }
}
