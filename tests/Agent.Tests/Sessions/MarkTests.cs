using System.Collections.Immutable;
using RemoteAssist.Agent.Overlay;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>What technicians draw over the customer's screen, and the line around it.</summary>
public sealed class MarkTests
{
    private static readonly Mark Box = new(1, MarkTool.Box, 0, 4, false, [new(1, 2), new(30, 40)]);

    [Fact]
    public async Task AMarkIsShownGoesOnIsReplacedAndErased()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Drawing);
        var pen = new Mark(2, MarkTool.Pen, 1, 3, false, [new(1, 1)]);
        stage.Say(new ViewerCommand.Draw(Box));
        stage.Say(new ViewerCommand.Draw(pen));
        stage.Say(new ViewerCommand.Draw(pen with { Points = [new(2, 2), new(3, 3)] }));
        stage.Say(new ViewerCommand.Draw(Box with { Points = [new(5, 5), new(6, 6)] }));
        stage.Overlay.Now.Marks.Select(m => string.Join(' ', m.Points.Select(p => $"{p.X},{p.Y}"))).Should().Equal("5,5 6,6", "1,1 2,2 3,3");
        stage.Overlay.Now.Marks.Select(m => m.Id).Should().OnlyHaveUniqueItems();
        stage.Banner.Feed[^1].Kind.Should().Be(Agent.Consent.FeedKind.Drew);
        stage.Banner.Doing.Should().Be(Agent.Consent.Doing.Drawing);
        stage.Say(new ViewerCommand.Erase(1));
        stage.Overlay.Now.Marks.Should().ContainSingle().Which.Tool.Should().Be(MarkTool.Pen);
        stage.Say(new ViewerCommand.Erase(0));
        stage.Overlay.Now.Marks.Should().BeEmpty();
    }

    [Fact]
    public async Task EachViewerHasItsOwnMarks()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Drawing);
        var second = await stage.SecondWith(Scope.Drawing);
        stage.Say(new ViewerCommand.Draw(Box));
        stage.Say(second, new ViewerCommand.Draw(Box));
        stage.Overlay.Now.Marks.Select(m => m.Id).Should().HaveCount(2).And.OnlyHaveUniqueItems();
        stage.Say(second, new ViewerCommand.Erase(0));
        stage.Overlay.Now.Marks.Should().HaveCount(1);
        stage.Relay.Go(stage.Technician);
        stage.Overlay.Now.Marks.Should().BeEmpty("who drew it has gone");
    }

    [Fact]
    public async Task MarksFadeSomeSoonerThanOthers()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Drawing);
        stage.Say(new ViewerCommand.Draw(Box));
        stage.Say(new ViewerCommand.Draw(Box with { Id = 2, Fades = true }));
        stage.Say(new ViewerCommand.Draw(new Mark(3, MarkTool.Laser, 0, 8, true, [new(1, 1)])));
        stage.Clock.Advance(SessionTimes.LaserStays - TimeSpan.FromMilliseconds(200));
        stage.Say(new ViewerCommand.Draw(new Mark(3, MarkTool.Laser, 0, 8, true, [new(2, 2)])));
        stage.Clock.Advance(TimeSpan.FromMilliseconds(400));
        stage.Overlay.Now.Marks.Should().HaveCount(3, "the laser has moved on");
        stage.Clock.Advance(SessionTimes.LaserStays);
        stage.Overlay.Now.Marks.Select(m => m.Tool).Should().Equal(MarkTool.Box, MarkTool.Box);
        stage.Clock.Advance(SessionTimes.MarkStays - SessionTimes.LaserStays);
        stage.Overlay.Now.Marks.Should().ContainSingle();
        stage.Clock.Advance(TimeSpan.FromMinutes(5));
        stage.Overlay.Now.Marks.Should().ContainSingle("what does not fade stays");
    }

    [Fact]
    public async Task ThereIsAnEndToWhatCanBeDrawn()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Drawing);
        for (var i = 0u; i < MarkDesk.MostMarks; i++)
        {
            stage.Say(new ViewerCommand.Draw(Box with { Id = i + 1 }));
        }

        stage.Refused.Should().BeEmpty();
        stage.Say(new ViewerCommand.Draw(Box with { Id = 9_999 }));
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.TooMuch]), "it is refused");
        stage.Say(new ViewerCommand.Draw(Box with { Id = 1, Colour = 3 }));
        stage.Overlay.Now.Marks[0].Colour.Should().Be(3, "one that is there may change");
    }

    [Fact]
    public async Task ThereIsAnEndToThePointsOfAMarkAndOfAll()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Drawing);
        var line = Enumerable.Range(0, 250).Select(i => new MarkPoint(i, i)).ToImmutableArray();
        for (var i = 0; i < 17; i++)
        {
            stage.Say(new ViewerCommand.Draw(new Mark(1, MarkTool.Pen, 0, 2, false, line)));
        }

        stage.Overlay.Now.Marks[0].Points.Should().HaveCount(4_000);
        for (var i = 0; i < 100; i++)
        {
            stage.Say(new ViewerCommand.Draw(new Mark((uint)(i / 10) + 2, MarkTool.Highlighter, 0, 20, false, line)));
        }

        stage.Overlay.Now.Marks.Sum(m => m.Points.Length).Should().Be(MarkDesk.MostPoints);
        await Eventually.Is(() => stage.Refused.Contains(CommandRefusal.TooMuch), "the rest is refused");
    }

    [Theory]
    [InlineData("taken back")]
    [InlineData("connection lost")]
    [InlineData("stopped")]
    public async Task NothingThatWasDrawnStays(string after)
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Drawing);
        stage.Say(new ViewerCommand.Draw(Box));
        switch (after)
        {
            case "taken back":
                stage.Session.TakeBack(Scope.Drawing);
                break;
            case "connection lost":
                stage.Relay.Lose();
                break;
            default:
                stage.Session.Stop();
                break;
        }

        stage.Overlay.Now.Marks.Should().BeEmpty();
    }

    [Fact]
    public async Task TheLineAroundTheScreenSaysWhetherSomebodySees()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        stage.Overlay.Now.Tone.Should().Be(FrameTone.None);
        stage.Session.Allow([Scope.View]);
        await Eventually.Is(() => stage.Overlay.Now.Tone == FrameTone.Watched, "it is there");
        await Eventually.Is(() => stage.Session.State == SessionState.Live, "it is live");
        stage.Session.Pause();
        stage.Overlay.Now.Tone.Should().Be(FrameTone.Held);
        stage.Session.Resume();
        await Eventually.Is(() => stage.Overlay.Now.Tone == FrameTone.Watched, "it is back");
        stage.Relay.Go(stage.Technician);
        stage.Overlay.Now.Tone.Should().Be(FrameTone.Held);
        stage.Session.Stop();
        stage.Overlay.Now.Should().BeEquivalentTo(OverlayPicture.Empty);
    }
}
