using Microsoft.Playwright;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Viewer.Tests;

/// <summary>How the picture is looked at: zoom, monitors, quality, keys, snapshots, in a real browser.</summary>
public sealed class LookPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task SizeMonitorAndQualityAreChosenAndEveryPanelIsAccessible(string locale)
    {
        await using var session = await LiveSession.Start(chromium, locale);
        var (page, agent) = (session.Page, session.Agent);
        agent.Say(1, new ControlMessage.Monitors(
        [
            new MonitorPlace(new ScreenRect(0, 0, 640, 720), IsPrimary: true, 100),
            new MonitorPlace(new ScreenRect(640, 0, 640, 720), IsPrimary: false, 200),
        ]).ToBytes());
        await page.ClickAsync("#view-button");
        await page.WaitForSelectorAsync("#monitor-list li:nth-child(3)");
        await session.Inspect($"live-view-{locale}");

        for (var step = 0; step < 3; step++)
        {
            await page.ClickAsync("#zoom-in");
        }

        await page.EvaluateAsync("() => document.querySelector('#stage').scrollTo(9999, 9999)");
        await page.ClickAsync("#monitor-list li:nth-child(3) button");
        await page.WaitForSelectorAsync("#monitor-list li:nth-child(3) button[aria-pressed=true]");
        var (x, _) = await session.At(640, 0);
        var stage = (await page.Locator("#stage").BoundingBoxAsync())!;
        x.Should().BeGreaterThanOrEqualTo(stage.X, "the right monitor's left edge is in the window");
        (await session.At(320, 0)).X.Should().BeLessThan(stage.X, "the other monitor is not");

        await page.CheckAsync("[name=quality][value=smooth]");
        (await agent.Take<ViewerCommand.Quality>(1)).Wish.Should().Be(ViewQuality.Smooth);
        await page.Keyboard.PressAsync("Escape");

        await page.FocusAsync("#stage");
        await page.Keyboard.PressAsync("?");
        await page.WaitForSelectorAsync("#shortcuts[open]");
        await session.Inspect($"live-keys-{locale}");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+Alt+KeyD");
        await page.WaitForSelectorAsync("#trace-panel:not([hidden])");
        await session.Inspect($"live-figures-{locale}");
        session.Found.Should().BeEmpty();
    }

    [Fact]
    public async Task TheWheelZoomsWhereThePointerIsKeysZoomInTheMiddleAndDraggingMovesThePicture()
    {
        await using var session = await LiveSession.Start(chromium);
        var page = session.Page;
        await session.MoveTo(900, 500);
        var before = await session.At(900, 500);
        await page.Keyboard.DownAsync("Control");
        for (var notch = 0; notch < 6; notch++)
        {
            await page.Mouse.WheelAsync(0, -120);
        }

        await page.Keyboard.UpAsync("Control");
        await page.WaitForFunctionAsync("() => document.querySelector('#glass').getBoundingClientRect().width > 2000");
        var after = await session.At(900, 500);
        after.X.Should().BeApproximately(before.X, 3);
        after.Y.Should().BeApproximately(before.Y, 3);

        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(after.X - 60, after.Y - 30);
        await page.Mouse.UpAsync();
        (await session.At(900, 500)).X.Should().BeApproximately(after.X - 60, 3);

        await page.FocusAsync("#stage");
        await page.Keyboard.PressAsync("d");
        await page.WaitForSelectorAsync("#tool-draw[data-readiness=asked]");
        (await session.Agent.Take<ViewerCommand.Ask>(1)).Scope.Should().Be(Scope.Drawing);
        await page.FocusAsync("#stage");
        await page.Keyboard.PressAsync("1");
        await page.WaitForSelectorAsync("#actual[aria-pressed=true]");
        (await page.InnerTextAsync("#view-zoom")).Should().Be("100 %");
        await page.Keyboard.PressAsync("+");
        await Says(page, "125 %");
        await page.Keyboard.PressAsync("0");
        await page.WaitForSelectorAsync("#fit[aria-pressed=true]");
        await page.FocusAsync("#chat-button");
        await page.Keyboard.PressAsync("1");
        (await page.GetAttributeAsync("#fit", "aria-pressed")).Should().Be("true", "single keys are for the picture alone");
    }

    [Fact]
    public async Task WhileTheTechnicianControlsOnlyKeysWithCtrlAndAltAreThePages()
    {
        await using var session = await LiveSession.Start(chromium, "en", Scope.Control);
        var page = session.Page;
        await session.Choose("control");
        await session.MoveTo(640, 360);
        await page.Keyboard.PressAsync("1");
        await page.Keyboard.PressAsync("Control+Alt+Digit1");
        await page.WaitForSelectorAsync("#actual[aria-pressed=true]");
        var keys = await session.Heard(new InputEvent.Key(30, false));
        await page.Keyboard.PressAsync("2");
        keys.AddRange(await session.Heard(new InputEvent.Key(31, false)));
        await page.Keyboard.PressAsync("Control+Alt+KeyC");
        await page.WaitForSelectorAsync("#chat-text:focus");
        await page.Keyboard.PressAsync("Control+Alt+KeyC");
        await page.WaitForSelectorAsync("#keys:focus");
        (await page.IsVisibleAsync("#drawer")).Should().BeFalse("the keyboard is where it was");

        keys.Count(key => key is InputEvent.Key { Usage: 30, Down: true } or InputEvent.Stroke { Usage: 30 }).Should().Be(1, "the page's own key does not reach the customer");
    }

    [Fact]
    public async Task ASnapshotIsWhatIsSeenIsToldToTheCustomerFirstAndIsNotKeptWhereItIsRefused()
    {
        await using var session = await LiveSession.Start(chromium);
        var (page, kept) = (session.Page, session.Host.Papers.Snapshots);
        await page.ClickAsync("#snapshot");
        await session.Agent.Take<ViewerCommand.Snapshot>(1, CommandRefusal.Paused);
        await Says(page, "no snapshot was kept");
        kept.Should().BeEmpty();

        await page.Keyboard.PressAsync("Control+Alt+KeyS");
        await session.Agent.Take<ViewerCommand.Snapshot>(1);
        await Says(page, "The snapshot is kept with the case.");
        var png = kept.Should().ContainSingle().Subject.Png;
        var pixels = await page.EvaluateAsync<int[]>(
            """
            async png => {
              const bytes = Uint8Array.from(atob(png), c => c.charCodeAt(0));
              const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
              const to = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
              to.drawImage(picture, 0, 0);
              return [picture.width, picture.height, ...to.getImageData(10, 700, 1, 1).data];
            }
            """,
            Convert.ToBase64String(png));
        pixels[..2].Should().Equal(1280, 720);
        pixels[2..5].Should().Equal([38, 92, 128], "it is the desktop's colour there");
    }

    private static Task Says(IPage page, string words) => page.GetByText(words).First.WaitForAsync();
}
