using Microsoft.Playwright;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Viewer.Tests;

/// <summary>What the technician draws in a real browser, as the Agent hears of it.</summary>
public sealed class DrawingPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task WhatIsDrawnIsSentInPixelsOfThePictureAndShownUntilItComesWithIt()
    {
        await using var session = await LiveSession.Start(chromium, "en", Scope.Drawing);
        var page = session.Page;
        await session.Choose("draw");
        await page.ClickAsync("[data-colour=blue]");
        await session.Drag((300, 200), (340, 260));
        await page.WaitForSelectorAsync("#marks[data-strokes='1']", new() { State = WaitForSelectorState.Attached }); // before the customer's screen has it
        var pen = await Drawn(session, mark => mark.Points.Last() == new MarkPoint(340, 260));
        pen.SelectMany(mark => mark.Points).First().Should().Be(new MarkPoint(300, 200));
        pen.Should().OnlyContain(mark => mark.Tool == MarkTool.Pen && mark.Colour == 3 && !mark.Fades && mark.Id == pen[0].Id);
        await page.WaitForSelectorAsync("#marks[data-strokes='0']", new() { State = WaitForSelectorState.Attached });

        await page.ClickAsync("[data-pen=box]");
        await page.ClickAsync("#fades");
        await session.Drag((400, 300), (600, 420));
        var box = (await Drawn(session, mark => mark.Points[1] == new MarkPoint(600, 420)))[^1];
        box.Should().Match<Mark>(mark => mark.Tool == MarkTool.Box && mark.Fades && mark.Id != pen[0].Id);
        box.Points.Should().Equal(new MarkPoint(400, 300), new MarkPoint(600, 420));

        await page.ClickAsync("#undo");
        (await session.Agent.Take<ViewerCommand.Erase>(1)).Mark.Should().Be(box.Id);
        await page.ClickAsync("#clear");
        (await session.Agent.Take<ViewerCommand.Erase>(1)).Mark.Should().Be(0);
    }

    [Fact]
    public async Task StepsCountTextIsTypedAtItsPlaceAndTheLaserFollows()
    {
        await using var session = await LiveSession.Start(chromium, "en", Scope.Drawing);
        var page = session.Page;
        await session.Choose("draw");
        await page.ClickAsync("[data-pen=step]");
        await Click(session, 200, 200);
        await Click(session, 260, 200);
        (await Drawn(session, mark => mark.Words == "2")).Select(mark => mark.Words).Should().Equal("1", "2");

        await page.ClickAsync("[data-pen=text]");
        await Click(session, 500, 300);
        await page.WaitForSelectorAsync("#label:focus");
        await page.Keyboard.TypeAsync("Press this");
        await page.Keyboard.PressAsync("Enter");
        var text = (await Drawn(session, mark => mark.Tool == MarkTool.Text))[^1];
        (text.Words, text.Points[0]).Should().Be(("Press this", new MarkPoint(500, 300)));

        await session.Choose("point");
        await session.MoveTo(700, 400);
        await session.MoveTo(720, 420);
        var laser = await Drawn(session, mark => mark.Points.Last() == new MarkPoint(720, 420));
        laser.Should().OnlyContain(mark => mark.Tool == MarkTool.Laser && mark.Fades);
    }

    [Fact]
    public async Task ABoxIsDrawnByKeyboardAlone()
    {
        await using var session = await LiveSession.Start(chromium, "en", Scope.Drawing);
        var page = session.Page;
        await page.FocusAsync("#tool-draw");
        await page.Keyboard.PressAsync("Enter");
        await page.FocusAsync("[data-pen=box]");
        await page.Keyboard.PressAsync("Space");
        await page.FocusAsync("#stage");
        foreach (var key in new[] { "ArrowLeft", "Enter", "ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowDown", "Enter" })
        {
            await page.Keyboard.PressAsync(key);
        }

        var box = (await Drawn(session, mark => mark.Points[1] == new MarkPoint(656, 377)))[^1];
        box.Points[0].Should().Be(new MarkPoint(624, 360));
    }

    private static async Task<List<Mark>> Drawn(LiveSession session, Func<Mark, bool> last)
    {
        var marks = new List<Mark>();
        do
        {
            marks.Add((await session.Agent.Take<ViewerCommand.Draw>(1)).Mark);
        }
        while (!last(marks[^1]));
        return marks;
    }

    private static async Task Click(LiveSession session, int x, int y)
    {
        var at = await session.At(x, y);
        await session.Page.Mouse.ClickAsync(at.X, at.Y);
    }
}
