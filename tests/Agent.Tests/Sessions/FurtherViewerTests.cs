using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>A second technician: vouched for by the first, asked of the customer, in the log, and only then a viewer.</summary>
public sealed class FurtherViewerTests
{
    [Fact]
    public async Task AnAllowedViewerSeesFromAKeyFrameOnAndTheFirstGoesOn()
    {
        using var stage = new Stage();
        var second = await Introduced(stage);
        stage.Banner.Beside.Should().Be(new BesideQuestion.FurtherViewer(1, "Ana Pop", "Northwind IT", 3, false));
        stage.Clock.Advance(SessionTimes.AllowDelay);
        stage.Banner.Beside!.AllowIn.Should().Be(0);
        stage.Session.AllowBeside(1);
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => second.Parts.Count > 0);

        stage.Relay.Admits.Should().Equal((second.Number, true));
        stage.Banner.Beside.Should().BeNull();
        second.Parts[0].Delta.IsKeyFrame.Should().BeTrue();
        second.ContentKeys.Should().Equal(2u);
        await Eventually.Is(() => stage.Technician.ContentKeys.Count == 2, "the first has the new key too");
        await Eventually.Is(() => stage.Technician.Heard.Contains(new ControlMessage.Admitted((uint)second.Number, true)), "the first hears the answer");
        var seen = stage.Technician.Parts.Count;
        stage.Relay.Send(second, new ControlMessage.Painted(second.Parts[^1].Delta.Number, 0));
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => stage.Technician.Parts.Count > seen);
        (stage.Technician.Fault, second.Fault).Should().Be((null, null));
    }

    [Fact]
    public async Task TheAnswerIsInTheLogFirst()
    {
        using var stage = new Stage();
        var second = await Introduced(stage);
        stage.Relay.AnswerAdmit = (viewer, _) =>
        {
            second.HasKeys.Should().BeFalse();
            return true;
        };
        Allow(stage, second);
        second.HasKeys.Should().BeTrue();
    }

    [Fact]
    public async Task AnAnswerThatTheLogDoesNotTakeIsANo()
    {
        using var stage = new Stage();
        var second = await Introduced(stage);
        stage.Relay.AnswerAdmit = (_, _) => false;
        Allow(stage, second);
        second.HasKeys.Should().BeFalse();
        await Refused(stage, second.Number);
    }

    [Theory]
    [Trait("Promise", "4")]
    [InlineData("declined")]
    [InlineData("not answered")]
    [InlineData("allowed too soon")]
    [InlineData("somebody else allowed")]
    [InlineData("nobody asked")]
    public async Task WithoutTheCustomersYesNothingCanBeRead(string how)
    {
        using var stage = new Stage();
        var second = await Introduced(stage);
        switch (how)
        {
            case "declined":
                stage.Session.DeclineBeside(1);
                break;
            case "not answered":
                stage.Clock.Advance(TimeSpan.FromSeconds(120));
                stage.Relay.Admits.Should().Equal((second.Number, false));
                break;
            case "allowed too soon":
                stage.Session.AllowBeside(1);
                break;
            case "somebody else allowed":
                stage.Clock.Advance(SessionTimes.AllowDelay);
                stage.Session.AllowBeside(2);
                break;
            default:
                break;
        }

        stage.Reload(second);
        await stage.AdvanceUntil(TimeSpan.FromSeconds(2), () => second.Unreadable > 0);
        using var tried = new Tried(4, "second viewers without the customer's yes");
        tried.Try((second.HasKeys, second.Parts.Count, second.ContentKeys.Count) == (false, 0, 0), how);
        tried.MustHold();
        stage.Relay.Admits.Should().NotContain(a => a.Allowed);
    }

    [Fact]
    public async Task ADeclinedViewerIsSaidToTheFirstAndTheQuestionGoes()
    {
        using var stage = new Stage();
        var second = await Introduced(stage);
        stage.Session.DeclineBeside(1);
        stage.Relay.Admits.Should().Equal((second.Number, false));
        stage.Banner.Beside.Should().BeNull();
        await Refused(stage, second.Number);
        stage.Session.DeclineBeside(1);
        stage.Relay.Admits.Should().HaveCount(1, "it is answered once");
    }

    [Fact]
    public async Task AnAnswerIsShownWhileItIsWrittenDown()
    {
        using var stage = new Stage();
        var second = await Introduced(stage);
        stage.Relay.Frozen = true;
        Allow(stage, second);
        stage.Banner.Beside!.Answered.Should().BeTrue();
        stage.Session.DeclineBeside(1);
        stage.Relay.Admits.Should().Equal((second.Number, true));
    }

    [Fact]
    public async Task AQuestionAboutAViewerThatLeavesIsWithdrawn()
    {
        using var stage = new Stage();
        var second = await Introduced(stage);
        stage.Relay.Go(second);
        stage.Banner.Beside.Should().BeNull();
        stage.Clock.Advance(SessionTimes.AllowDelay);
        stage.Session.AllowBeside(1);
        stage.Relay.Admits.Should().BeEmpty();
        await Refused(stage, second.Number);
    }

    [Fact]
    public async Task QuestionsWaitForEachOtherAndNoMoreThanAFew()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var others = Enumerable.Range(0, BesideDesk.MostWaiting + 2).Select(_ => stage.Stranger()).ToArray();
        foreach (var (other, i) in others.Select((o, i) => (o, i)))
        {
            stage.Relay.Come(other);
            Introduce(stage, other, $"Nr {i}");
        }

        await Refused(stage, others[^1].Number);
        for (var i = 0; i <= BesideDesk.MostWaiting; i++)
        {
            Asked(stage).Technician.Should().Be($"Nr {i}");
            stage.Session.DeclineBeside(i + 1);
        }

        stage.Banner.Beside.Should().BeNull();
    }

    [Theory]
    [InlineData("not there")]
    [InlineData("has keys already")]
    [InlineData("asked twice")]
    [InlineData("no name")]
    [InlineData("number too large")]
    public async Task WhatCannotBeAskedIsANoAtOnce(string what)
    {
        using var stage = new Stage();
        await stage.ToLive();
        var second = stage.Stranger();
        stage.Relay.Come(second);
        var asked = false;
        var viewer = what switch
        {
            "not there" => 77u,
            "has keys already" => (uint)stage.Technician.Number,
            "number too large" => uint.MaxValue,
            _ => (uint)second.Number,
        };
        if (what == "asked twice")
        {
            Introduce(stage, second, "Ana Pop");
            asked = true;
        }

        Say(stage, new ViewerCommand.Introduce(viewer, new byte[32], what == "no name" ? " \u202e" : "Ana Pop", "Northwind IT"));
        await Eventually.Is(
            () => stage.Technician.Heard.Contains(new ControlMessage.Admitted(viewer, false)), "the first hears that it is no");
        (stage.Windows.Now is CustomerScreen.Banner { Beside: not null }).Should().Be(asked);
    }

    [Fact]
    public async Task NamesAreCleanedBeforeTheyAreShown()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var second = stage.Stranger();
        stage.Relay.Come(second);
        Introduce(stage, second, "Ana\u202e\n  Pop\u0000");
        Asked(stage).Technician.Should().Be("Ana Pop");
    }

    [Fact]
    public async Task AQuestionOutlivesALostConnection()
    {
        using var stage = new Stage();
        var second = await Introduced(stage);
        stage.Relay.Lose();
        stage.Banner.Beside.Should().NotBeNull();
        stage.Clock.Advance(SessionTimes.AllowDelay);
        stage.Session.AllowBeside(1);
        await stage.AdvanceUntil(TimeSpan.FromSeconds(3), () => second.Parts.Count > 0 && stage.Technician.Parts.Count > 0);
        await Eventually.Is(
            () => stage.Technician.Heard.Contains(new ControlMessage.Admitted((uint)second.Number, true)),
            "the first hears it on the new connection");
        (stage.Technician.Fault, second.Fault).Should().Be((null, null));
    }

    [Fact]
    public async Task WhoIsIntroducedBeforeTheGrantIsAskedAboutAfterIt()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        var second = stage.Stranger();
        stage.Relay.Come(second);
        Introduce(stage, second, "Ana Pop");
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Question>();
        stage.Session.Allow([Scope.View]);
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.Banner { Beside: not null }, "the customer is asked");
    }

    [Fact]
    public async Task AViewerThatWasAdmittedComesBackLikeAnyOther()
    {
        using var stage = new Stage();
        var second = await Introduced(stage);
        Allow(stage, second);
        stage.Relay.Send(second, new ControlMessage.Ping(1));
        stage.Reload(second);
        second.HasKeys.Should().BeTrue();
        stage.Relay.Go(stage.Technician);
        stage.Banner.State.Should().Be(BannerState.Watched, "the second is still there");
    }

    private static async Task<SealedViewer> Introduced(Stage stage)
    {
        await stage.ToLive();
        var second = stage.Stranger();
        stage.Relay.Come(second);
        Introduce(stage, second, "Ana Pop");
        return second;
    }

    private static void Introduce(Stage stage, SealedViewer second, string name)
    {
        var secret = Enumerable.Repeat((byte)second.Number, 32).ToArray();
        second.Secret = ResumptionSecret.OfIntroduction([.. secret]);
        Say(stage, new ViewerCommand.Introduce((uint)second.Number, secret, name, "Northwind IT"));
    }

    private static void Say(Stage stage, ViewerCommand command) =>
        stage.Relay.Send(stage.Technician, stage.Technician.Command(command));

    private static void Allow(Stage stage, SealedViewer second)
    {
        stage.Clock.Advance(SessionTimes.AllowDelay);
        stage.Session.AllowBeside(1);
    }

    private static BesideQuestion.FurtherViewer Asked(Stage stage) => (BesideQuestion.FurtherViewer)stage.Banner.Beside!;

    private static Task Refused(Stage stage, int viewer) => Eventually.Is(
        () => stage.Technician.Heard.Contains(new ControlMessage.Admitted((uint)viewer, false)), "the first hears that it is no");
}
