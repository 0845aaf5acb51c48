using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>A colleague who was let in: what they may do by their own name, how they go, and how the session becomes theirs.</summary>
public sealed class ColleagueTests
{
    private static readonly InputEvent.Button Press = new(1, true);
    private static readonly Mark Box = new(1, MarkTool.Box, 0, 4, false, [new(1, 1), new(9, 9)]);

    [Theory]
    [Trait("Promise", "4")]
    [InlineData("control")]
    [InlineData("drawing")]
    [InlineData("clipboard")]
    [InlineData("a file")]
    [InlineData("facts")]
    [InlineData("a snapshot")]
    [InlineData("more time")]
    [InlineData("somebody else")]
    [InlineData("the session for themselves")]
    [InlineData("the technician sent away")]
    public async Task WhatTheTechnicianMayDoIsNotTheColleagues(string what)
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control, Scope.Drawing, Scope.Clipboard, Scope.Files, Scope.Diagnostics);
        var second = await stage.Second();
        stage.Say(second, what switch
        {
            "control" => new ViewerCommand.Input([Press]),
            "drawing" => new ViewerCommand.Draw(Box),
            "clipboard" => new ViewerCommand.Ask(Scope.Clipboard),
            "a file" => new ViewerCommand.AskFile(1),
            "facts" => new ViewerCommand.Diagnose(),
            "a snapshot" => new ViewerCommand.Snapshot(),
            "more time" => new ViewerCommand.Extend(30),
            "somebody else" => new ViewerCommand.Introduce(77, new byte[32], "Zed", "Nowhere"),
            "the session for themselves" => new ViewerCommand.HandOver((uint)second.Number),
            _ => new ViewerCommand.SendAway((uint)stage.Technician.Number),
        });
        await Eventually.Is(() => second.Heard.OfType<ControlMessage.Refused>().Any(), "it is refused");
        second.Heard.OfType<ControlMessage.Refused>().Should().ContainSingle().Which.Why.Should().Be(CommandRefusal.NotGranted);
        using var tried = new Tried(4, "things that only the technician was allowed, tried by a colleague");
        tried.Try(
            stage.Input.Done.Count == 0 && stage.Overlay.Now.Marks.IsEmpty && stage.Banner.Beside is null && stage.Relay.HandOvers.IsEmpty
                && stage.Technician.HasKeys,
            what);
        tried.MustHold();
        Standing(second).Scopes.Should().Equal(Scope.View);
        Standing(stage.Technician).Scopes.Should().Contain(Scope.Control);
    }

    [Fact]
    public async Task AColleagueAsksByTheirOwnNameAndTheGrantIsToThatName()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var second = await stage.Second();
        stage.Say(second, new ViewerCommand.Ask(Scope.Drawing));
        stage.Banner.Beside.Should().BeOfType<BesideQuestion.MoreScope>().Which.Colleague.Should().Be("Ana Pop");
        stage.Relay.Answer = report =>
        {
            stage.Say(second, new ViewerCommand.Draw(Box));
            stage.Overlay.Now.Marks.Should().BeEmpty("it is not in the log yet");
            return true;
        };
        stage.AnswerBeside(allowed: true);
        await Eventually.Is(() => Standing(second).Scopes.Contains(Scope.Drawing), "they may draw");

        var report = stage.Relay.Reports.Last();
        (report.Colleague, report.Grant!.Technician, report.Grant.Organisation).Should().Be((true, "Ana Pop", "Northwind IT"));
        report.Grant.Scopes.Should().Equal(Scope.View, Scope.Drawing);
        Standing(stage.Technician).Scopes.Should().Equal([Scope.View], "the technician has not asked for it");
        stage.Say(second, new ViewerCommand.Draw(Box));
        stage.Overlay.Now.Marks.Should().ContainSingle();
        stage.Banner.DoingBy.Should().Be("Ana Pop");

        stage.Session.TakeBack(Scope.Drawing);
        await Eventually.Is(() => Standing(second).Scopes.SequenceEqual([Scope.View]), "the colleague is told");
        stage.Overlay.Now.Marks.Should().BeEmpty();
    }

    [Fact]
    public async Task TheBarNamesEverybodyWhoLooks()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var second = await stage.Second();
        stage.Banner.Colleagues.Select(one => (one.Name, one.Organisation)).Should().Equal(("Ana Pop", "Northwind IT"));
        stage.Banner.TechnicianLooks.Should().BeTrue();
        stage.Relay.Go(stage.Technician);
        stage.Banner.TechnicianLooks.Should().BeFalse();
        stage.Relay.Go(second);
        stage.Banner.Colleagues.Should().BeEmpty();
    }

    [Theory]
    [InlineData("the technician")]
    [InlineData("they themselves")]
    [InlineData("the customer")]
    public async Task WhoeverIsSentAwayIsForgottenWhateverTheRelayDoes(string by)
    {
        using var stage = new Stage();
        await stage.ToLive();
        var second = await stage.Second();
        var number = second.Number;
        await stage.LetCaptureSettle();
        switch (by)
        {
            case "the customer":
                stage.Session.SendAway(stage.Banner.Colleagues[0].Number);
                stage.Relay.Admits.Should().Equal((number, true), (number, false));
                break;
            case "the technician":
                stage.Say(new ViewerCommand.SendAway((uint)number));
                break;
            default:
                stage.Say(second, new ViewerCommand.SendAway((uint)number));
                break;
        }

        stage.Banner.Colleagues.Should().BeEmpty();
        stage.Banner.Feed[^1].Should().Match<FeedLine>(line => line.Kind == FeedKind.ViewerGone && line.Detail == "Ana Pop");
        var seen = second.Parts.Count;
        var before = stage.Technician.Parts.Count;
        stage.Relay.Send(stage.Technician, new ControlMessage.Painted(stage.Technician.Parts[^1].Delta.Number, 0));
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => stage.Technician.Parts.Count > before);
        second.Parts.Should().HaveCount(seen);
        stage.Reload(second);
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => second.Unreadable > 0);
        second.Parts.Should().HaveCount(seen, "its secret is good for nothing");
    }

    [Fact]
    public async Task HandingOverIsInTheLogFirstAndTheGrantGoesWithTheName()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        var second = await stage.Second();
        stage.Use(Press);
        stage.Relay.AnswerHandOver = viewer =>
        {
            viewer.Should().Be(second.Number);
            stage.Banner.Technician.Should().NotBe("Ana Pop", "it is not in the log yet");
            return true;
        };
        var before = stage.Banner.Technician;
        stage.Say(new ViewerCommand.HandOver((uint)second.Number));
        await Eventually.Is(() => stage.Banner.Technician == "Ana Pop", "the bar names whoever it is now");

        stage.Input.Held.Should().BeEmpty();
        stage.Banner.Colleagues.Select(one => one.Name).Should().Equal(before);
        stage.Banner.Feed[^1].Should().Match<FeedLine>(line => line.Kind == FeedKind.HandedOver && line.Detail == "Ana Pop");
        stage.Banner.Feed.First(line => line.Kind == FeedKind.Controlled).By.Should().Be(before, "who did it stays who did it");
        Standing(second).Scopes.Should().Equal([Scope.View], "the grant was to a named person");
        await Eventually.Is(() => Standing(stage.Technician).Scopes.SequenceEqual([Scope.View]), "the one before hears that control is not theirs any more");
        await Eventually.Is(() => stage.Relay.Reports.Last().Grant?.Technician == "Ana Pop", "the log says what is allowed now");

        // Each thing is asked anew, by the new name.
        stage.Say(second, new ViewerCommand.Input([Press]));
        stage.Input.Held.Should().BeEmpty();
        stage.Say(second, new ViewerCommand.Ask(Scope.Control));
        stage.Banner.Beside.Should().BeOfType<BesideQuestion.MoreScope>().Which.Colleague.Should().BeNull("they are the technician");
        stage.AnswerBeside(allowed: true);
        await Eventually.Is(() => Standing(second).Scopes.Contains(Scope.Control), "they may");
        Standing(stage.Technician).Scopes.Should().Equal(Scope.View);

        // The first may go, and the session goes on.
        stage.Say(new ViewerCommand.SendAway((uint)stage.Technician.Number));
        stage.Banner.State.Should().Be(BannerState.Watched);
        stage.Banner.Colleagues.Should().BeEmpty();
        second.Fault.Should().BeNull();
    }

    [Theory]
    [InlineData("the log does not take it")]
    [InlineData("nobody is there")]
    [InlineData("to oneself")]
    public async Task WhereItCannotBeHandedOverItStaysAsItIs(string why)
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        var second = await stage.Second();
        stage.Relay.AnswerHandOver = _ => false;
        var before = stage.Banner.Technician;
        stage.Say(new ViewerCommand.HandOver(why switch
        {
            "nobody is there" => 77, "to oneself" => (uint)stage.Technician.Number, _ => (uint)second.Number,
        }));
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.Refused>().Any(), "it is refused");
        stage.Banner.Technician.Should().Be(before);
        Standing(stage.Technician).Scopes.Should().Equal(Scope.View, Scope.Control);
        Standing(second).Scopes.Should().Equal(Scope.View);
    }

    [Fact]
    public async Task AQuestionOfTheOneBeforeGivesTheNextOneNothing()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var second = await stage.Second();
        stage.Say(new ViewerCommand.Ask(Scope.Control));
        var asked = stage.Banner.Beside!.Number;
        stage.Say(new ViewerCommand.HandOver((uint)second.Number));
        await Eventually.Is(() => stage.Banner.Technician == "Ana Pop", "it is theirs");
        stage.Banner.Beside.Should().BeNull("who asked is not the one any more");
        stage.Clock.Advance(SessionTimes.AllowDelay);
        stage.Session.AllowBeside(asked);
        Standing(second).Scopes.Should().Equal(Scope.View);
    }

    private static ControlMessage.Standing Standing(SealedViewer viewer) => viewer.Heard.OfType<ControlMessage.Standing>().Last();
}
