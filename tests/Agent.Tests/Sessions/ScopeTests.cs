using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>What is allowed comes and goes in the course of a session, and the log knows of each.</summary>
public sealed class ScopeTests
{
    [Fact]
    public async Task TheTechnicianIsToldWhatIsAllowedFirstOnEachConnection()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        var told = stage.Technician.Heard.OfType<ControlMessage.Standing>().First();
        told.Scopes.Should().Equal(Scope.View, Scope.Control);
        told.SecondsLeft.Should().BeInRange(3_590, 3_600);
        stage.Technician.Heard.Take(2).Select(m => m.GetType()).Should().Equal(typeof(ControlMessage.Done), typeof(ControlMessage.Standing));
        var before = stage.Technician.Heard.Count;
        stage.Reload(stage.Technician);
        await Eventually.Is(() => stage.Technician.Heard.Count > before + 1, "it is told again");
        stage.Technician.Heard[before + 1].Should().BeOfType<ControlMessage.Standing>();
    }

    [Fact]
    public async Task OneScopeMoreIsAQuestionAndHoldsOnceItIsInTheLog()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Say(new ViewerCommand.Ask(Scope.Control));
        stage.Banner.Beside.Should().Be(new BesideQuestion.MoreScope(1, Scope.Control, 3, false));
        stage.Banner.Scopes.Should().Equal(new ScopeStanding(Scope.View, true), new ScopeStanding(Scope.Control, false));
        stage.Session.AllowBeside(1);
        stage.Banner.Beside.Should().NotBeNull("it cannot be allowed before it could be read");
        stage.Relay.Answer = report =>
        {
            stage.Told.Scopes.Should().Equal(Scope.View);
            stage.Use(new InputEvent.Move(1, 1));
            stage.Input.Done.Should().BeEmpty("it is not in the log yet");
            return true;
        };
        stage.AnswerBeside(allowed: true);
        var report = stage.Relay.Reports.Last();
        report.Event.Should().Be(SessionEvent.Change);
        report.Grant!.Scopes.Should().Equal(Scope.View, Scope.Control);
        (report.Grant.Technician, report.Grant.Organisation, report.Grant.Session).Should().Be(("Lin Wei", "Northwind IT", Some.Session));
        stage.Banner.Beside.Should().BeNull();
        stage.Banner.Scopes.Should().Contain(new ScopeStanding(Scope.Control, true));
        stage.Banner.Feed[^1].Should().Match<FeedLine>(l => l.Kind == FeedKind.ScopeGiven && l.Scope == Scope.Control);
        await Eventually.Is(() => stage.Told.Scopes.SequenceEqual([Scope.View, Scope.Control]), "the technician is told");
        stage.Use(new InputEvent.Move(1, 1));
        stage.Input.Done.Should().HaveCount(1);
    }

    [Theory]
    [InlineData("declined")]
    [InlineData("not answered")]
    [InlineData("not logged")]
    public async Task WithoutAYesInTheLogNothingIsGiven(string how)
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Answer = report => report.Event != SessionEvent.Change;
        stage.Say(new ViewerCommand.Ask(Scope.Control));
        if (how == "not answered")
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(120));
        }
        else
        {
            stage.AnswerBeside(allowed: how == "not logged");
        }

        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.Declined]), "the technician hears that it is no");
        stage.Banner.Beside.Should().BeNull();
        stage.Use(new InputEvent.Move(1, 1));
        stage.Input.Done.Should().BeEmpty();
        stage.Banner.Feed.Should().Contain(l => l.Kind == FeedKind.ScopeDeclined && l.Scope == Scope.Control);
    }

    [Fact]
    public async Task WhatIsTakenBackHoldsAtOnceAndIsInTheLogThen()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control, Scope.Drawing);
        stage.Relay.Frozen = true;
        stage.Session.TakeBack(Scope.Control);
        stage.Use(new InputEvent.Move(1, 1));
        stage.Input.Done.Should().BeEmpty("the Relay has not even answered");
        stage.Relay.Reports.Last().Should().Match<Shared.Wire.AgentReport>(r => r.Event == SessionEvent.Change);
        stage.Relay.Reports.Last().Grant!.Scopes.Should().Equal(Scope.View, Scope.Drawing);
        stage.Banner.Scopes.Should().Contain(new ScopeStanding(Scope.Control, false));
        stage.Session.TakeBack(Scope.Control);
        stage.Relay.Reports.Count(r => r.Event == SessionEvent.Change).Should().Be(1, "there is nothing to be taken back any more");
    }

    [Fact]
    public async Task SeeingCanBeTakenBackAndGivenAgainWithAKeyFrame()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Session.TakeBack(Scope.View);
        var (parts, fetches) = (stage.Relay.Frames.Count(), stage.Screen.Fetches);
        stage.Clock.Advance(TimeSpan.FromSeconds(5));
        await stage.LetCaptureSettle();
        stage.Relay.Frames.Should().HaveCount(parts);
        stage.Screen.Fetches.Should().BeInRange(fetches, fetches + 1, "one may have been under way");
        stage.Say(new ViewerCommand.Chat("hello?"));
        stage.Say(new ViewerCommand.Extend(5));
        stage.Say(new ViewerCommand.Ask(Scope.Files));
        await Eventually.Is(() => stage.Refused.Count() == 3, "who may not look can only ask for that");
        stage.Banner.Beside.Should().BeNull();

        var before = stage.Technician.Parts.Count;
        stage.Say(new ViewerCommand.Ask(Scope.View));
        stage.AnswerBeside(allowed: true);
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => stage.Technician.Parts.Count > before);
        stage.Technician.Parts[before].Delta.IsKeyFrame.Should().BeTrue();
        stage.Technician.Fault.Should().BeNull();
    }

    [Fact]
    public async Task AChangeThatIsUnderWayDoesNotGiveBackWhatIsTakenBackMeanwhile()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Say(new ViewerCommand.Ask(Scope.Drawing));
        stage.Relay.Answer = report =>
        {
            stage.Session.TakeBack(Scope.Control);
            return true;
        };
        stage.AnswerBeside(allowed: true);
        await Eventually.Is(() => stage.Relay.Reports.Count(r => r.Event == SessionEvent.Change) == 2, "both are reported");
        stage.Relay.Reports.Last().Grant!.Scopes.Should().Equal(Scope.View, Scope.Drawing);
        stage.Banner.Scopes.Should().Equal(
            new ScopeStanding(Scope.View, true), new ScopeStanding(Scope.Control, false), new ScopeStanding(Scope.Drawing, true));
    }

    [Fact]
    public async Task OneQuestionOfAScopeAtATimeAndNotTooMany()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Say(new ViewerCommand.Ask(Scope.Control));
        stage.Say(new ViewerCommand.Ask(Scope.Control));
        stage.Say(new ViewerCommand.Extend(10));
        stage.Say(new ViewerCommand.Extend(20));
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.TooMuch, CommandRefusal.TooMuch]), "once is enough");
        foreach (var scope in new[] { Scope.Drawing, Scope.Clipboard, Scope.Files, Scope.Diagnostics })
        {
            stage.Say(new ViewerCommand.Ask(scope));
        }

        await Eventually.Is(() => stage.Refused.Count() == 3, "no more than a few wait");
        var numbers = new List<int>();
        while (stage.Banner.Beside is { } question)
        {
            numbers.Add(question.Number);
            stage.AnswerBeside(allowed: false);
        }

        numbers.Should().Equal(1, 2, 3, 4, 5);
    }

    [Fact]
    public async Task WhatIsAllowedAlreadyIsNotAskedAgain()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Say(new ViewerCommand.Ask(Scope.Control));
        stage.Banner.Beside.Should().BeNull();
        await Eventually.Is(() => stage.Technician.Heard.Contains(new ControlMessage.Done(1)), "it is done");
        stage.Technician.Heard.TakeWhile(m => m is not ControlMessage.Done { Sequence: 1 }).Last()
            .Should().BeOfType<ControlMessage.Standing>("that is the answer");
    }

    [Fact]
    public async Task TheCustomerIsWarnedTwoMinutesBeforeTheEnd()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Clock.Advance(TimeSpan.FromMinutes(57));
        stage.Banner.EndsSoon.Should().BeFalse();
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        stage.Banner.EndsSoon.Should().BeTrue();
        stage.Banner.Feed.Should().ContainSingle(l => l.Kind == FeedKind.EndsSoon);
        stage.Clock.Advance(TimeSpan.FromMinutes(2));
        stage.Farewell.Should().Be(EndReason.TimeUp);
    }

    [Fact]
    public async Task GoingOnForLongerIsAQuestion()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Clock.Advance(TimeSpan.FromMinutes(58));
        stage.Say(new ViewerCommand.Extend(30));
        stage.Banner.Beside.Should().Be(new BesideQuestion.MoreTime(1, 30, 3, false));
        stage.AnswerBeside(allowed: true);
        var report = stage.Relay.Reports.Last();
        (report.Grant!.Until - report.Grant.GrantedAt).Should().Be(TimeSpan.FromMinutes(30));
        stage.Banner.EndsSoon.Should().BeFalse();
        stage.Banner.Feed[^1].Should().Match<FeedLine>(l => l.Kind == FeedKind.Extended && l.Detail == "30");
        stage.Clock.Advance(TimeSpan.FromMinutes(27));
        stage.Session.State.Should().Be(SessionState.Live);
        stage.Clock.Advance(TimeSpan.FromMinutes(3));
        stage.Farewell.Should().Be(EndReason.TimeUp);
    }

    [Fact]
    public async Task LongerIsNeverShorter()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var until = stage.Banner.Until;
        stage.Say(new ViewerCommand.Extend(1));
        stage.AnswerBeside(allowed: true);
        stage.Banner.Until.Should().Be(until);
    }

    [Fact]
    public async Task WhatMakesNoSenseIsRefusedAndCounted()
    {
        using var stage = new Stage();
        await stage.ToLive();
        for (var i = 0; i < 10; i++)
        {
            stage.Relay.Send(stage.Technician, new ControlMessage.Command((uint)i + 1, [77, 1, 2]));
        }

        await Eventually.Is(() => stage.Refused.Count() == 10, "each is refused");
        stage.Refused.Should().AllBeEquivalentTo(CommandRefusal.Malformed);
        stage.Log.Should().ContainSingle(line => line.Contains("Malformed"), "once is enough");
    }

    [Fact]
    public async Task WhatIsSharedIsToldAndInTheFeed()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Shared.Choice = ShareChoice.All with { Kind = ShareKind.Monitor, Monitor = "HDMI-1" };
        stage.Say(new ViewerCommand.Ask(Scope.View));
        await Eventually.Is(() => stage.Technician.Heard.Contains(new ControlMessage.Done(1)), "all before it is heard");
        var before = stage.Technician.Heard.OfType<ControlMessage.Standing>().Count();
        stage.Session.ShareChanged();
        stage.Banner.Feed[^1].Should().Match<FeedLine>(l => l.Kind == FeedKind.ShareChanged && l.Detail == "HDMI-1");
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.Standing>().Count() == before + 1, "the technician is told");
    }
}
