using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>What the customer decides during a session and after it, on the real desktop, as the real pixels show it.</summary>
public sealed class CustomerInChargeTests
{
    // The first colour of Shared/Annotations/MarkPalette.cs, with which the pen begins.
    private const uint Red = 0xE0311F;

    [Fact]
    public async Task WhatIsDrawnLiesOnTheScreenTheStopKeyEndsItAndTheAnswersReachTheCase()
    {
        await using var stage = await Stage.Set();
        var agent = await stage.GoLive();
        var page = stage.Technician.Page;

        await stage.Technician.AskFor("#tool-draw", stage.Screen);
        (await Drawn(stage)).Should().BeFalse("nothing is drawn yet");
        var stroke = new Area(300, 400, 300, 0);
        await Drag(stage, stroke);
        await Until.True("the stroke lies on the customer's screen", () => Drawn(stage));
        await page.ClickAsync("#clear");
        await Until.True("the stroke is gone again", async () => !await Drawn(stage));

        await stage.Screen.Hands("key", "ctrl+alt+End");
        await stage.Technician.Reaches("ended");
        var goodbye = await stage.Screen.Window(WindowTitles.GoodBye);
        await stage.Screen.Hands("windowactivate", "--sync", goodbye.Id);

        // Backwards from Done: save, the sentence, the happiest face.
        await stage.Screen.Hands("key", "shift+Tab", "shift+Tab");
        await stage.Screen.Hands("type", "--delay", "10", "It prints again");
        await stage.Screen.Hands("key", "shift+Tab", "space");
        await stage.Screen.ClickColour(WindowTitles.GoodBye, AgentProcess.Primary);
        (await agent.Process.Exit()).Should().Be(0);

        var log = await stage.EndedLog();
        log.EndReason.Should().Be("stoppedByCustomer");
        log.Actions.Should().ContainInOrder("session.allow", "session.show", "session.change", "session.end", "session.rated");
        await page.GotoAsync(stage.CasePage.ToString());
        var rating = await page.TextContentAsync($"#rating-{stage.Technician.SessionId}");
        rating.Should().Contain("5").And.Contain("It prints again");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
        stage.Technician.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task WhatTheCustomerDeclinesIsNotDoneAndTheTechnicianReadsSo()
    {
        await using var stage = await Stage.Set();
        await stage.GoLive();
        var page = stage.Technician.Page;

        await page.ClickAsync("#tool-control[data-readiness=not]");
        var question = await stage.Screen.Window(WindowTitles.MoreScope);
        await stage.Screen.Hands("windowactivate", "--sync", question.Id, "key", "Escape");

        await page.WaitForSelectorAsync("#tool-control[data-readiness=declined]", new() { Timeout = 20_000 });
        (await page.GetAttributeAsync("#scope-control", "data-allowed")).Should().Be("false");
        (await page.GetAttributeAsync("#scope-view", "data-allowed")).Should().Be("true");
        await stage.GoesOn();
    }

    // From browser to desktop: where the picture lies on the page, its pixels lie on the screen.
    private static async Task Drag(Stage stage, Area stroke)
    {
        var page = stage.Technician.Page;
        var (fromX, fromY) = await stage.OnPage(stroke.X, stroke.Y);
        var (toX, toY) = await stage.OnPage(stroke.Right, stroke.Bottom);
        await page.Mouse.MoveAsync(fromX, fromY);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(toX, toY, new() { Steps = 20 });
        await page.Mouse.UpAsync();
    }

    private static async Task<bool> Drawn(Stage stage) =>
        (await stage.Screen.Look()).Find(Red, new Area(250, 350, 400, 150), atLeast: 100) is not null;
}
