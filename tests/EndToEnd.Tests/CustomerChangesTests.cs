using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>What the customer changes while a session goes on, by the keyboard alone, from the real windows to the technician's page.</summary>
public sealed class CustomerChangesTests
{
    // The ground of a window that is hidden and shown again: on no other window, and none of the Agent's colours.
    private const uint Ground = 0xC81E9A;

    [Fact]
    public async Task TheCustomerWritesHidesAWindowPausesInTheMiddleOfControlAndTakesItBack()
    {
        await using var stage = await Stage.Set();
        await stage.GoLive();
        var page = stage.Technician.Page;
        using var written = await Written.Open(stage.Screen, Ground);
        await Until.True("the technician sees the window", () => Seen(stage));

        // The panel opens at the chat, ready to write.
        await OnBanner(stage, "space");
        var panel = await stage.Screen.Window(WindowTitles.Panel);
        await Until.True("the panel has the keyboard", () => stage.Screen.HasKeyboard(panel));
        await stage.Screen.Hands("type", "--delay", "10", "Is this the right window");
        await stage.Screen.Hands("key", "Return");
        await page.WaitForSelectorAsync("#chat-button[data-unread='1']");
        await page.ClickAsync("#chat-button");
        (await page.TextContentAsync("#chat-lines")).Should().Contain("Is this the right window");
        await page.ClickAsync("#chat-close");

        // Its last page: whether everything is shown, then the windows that may be hidden, of which there is one.
        await stage.Screen.Hands("key", "ctrl+Page_Down", "ctrl+Page_Down", "ctrl+Page_Down", "ctrl+Page_Down", "Tab", "space");
        await Until.True("the technician does not see it any more", async () => !await Seen(stage));
        (await stage.Screen.Look()).Find(Ground, Area(await stage.Screen.Look())).Should().NotBeNull("the customer does");
        await stage.Screen.Hands("key", "space");
        await Until.True("the technician sees it again", () => Seen(stage));

        await stage.TakeControl();
        await stage.ClickThrough(written.Window);
        await page.Keyboard.TypeAsync("one ");
        await written.Holds("one ");

        await OnBanner(stage, "Tab", "space");
        await stage.Technician.Reaches("paused");
        await page.WaitForSelectorAsync("body[data-controls=false]");
        await page.Keyboard.TypeAsync("while paused ");
        await OnBanner(stage, "space");
        await stage.Technician.Reaches("live");
        await page.WaitForSelectorAsync("body[data-controls=true]");
        await stage.ClickThrough(written.Window);
        await page.Keyboard.TypeAsync("two ");
        await written.Holds("one two ");

        // Back to what is allowed: looking comes first, then control.
        await stage.Screen.Hands("windowactivate", "--sync", panel.Id, "key", "ctrl+Page_Up", "ctrl+Page_Up", "Tab", "space");
        await page.WaitForSelectorAsync("#tool-control[data-readiness=not]");
        (await page.GetAttributeAsync("#scope-view", "data-allowed")).Should().Be("true");
        await page.Keyboard.TypeAsync("after it was taken back");
        await stage.GoesOn();
        await written.Holds("one two ");
        (await SessionLog.Read(stage.Relay, stage.Technician.SessionId)).Actions
            .Should().ContainInOrder("session.show", "session.change", "session.pause", "session.resume", "session.change");
        stage.Technician.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task ASessionThatIsSoonOverGoesOnWhenTheCustomerAllowsIt()
    {
        await using var stage = await Stage.Apart("--Sessions:LongestSession=00:02:00");
        await stage.GoLive();
        var page = stage.Technician.Page;
        await page.ClickAsync("#extend");
        await stage.Screen.ClickColour(WindowTitles.MoreTime, AgentProcess.Primary);
        await page.WaitForFunctionAsync(@"() => /(29|30):\d\d/.test(document.querySelector('#time-left').textContent)");
        await page.WaitForSelectorAsync("#extend", new() { State = Microsoft.Playwright.WaitForSelectorState.Hidden });
        (await SessionLog.Read(stage.Relay, stage.Technician.SessionId)).Actions.Should().Contain("session.change");
        await stage.GoesOn();
    }

    private static async Task OnBanner(Stage stage, params string[] keys)
    {
        var banner = await stage.Screen.Window(WindowTitles.Banner);
        await stage.Screen.Hands(["windowactivate", "--sync", banner.Id, "key", .. keys]);
    }

    private static async Task<bool> Seen(Stage stage) =>
        await stage.Technician.Canvas() is var canvas && canvas.Find(Ground, Area(canvas)) is not null;

    private static Area Area(Picture picture) => new(0, 0, picture.Width, picture.Height);

    /// <summary>A program with a ground of its own, and what was typed into it.</summary>
    private sealed class Written : IDisposable
    {
        private readonly string file;

        private Written(string file, ScreenWindow window) => (this.file, Window) = (file, window);

        public static async Task<Written> Open(VirtualScreen screen, uint ground)
        {
            var file = Path.Combine(Path.GetTempPath(), $"written-{Guid.NewGuid():N}");
            screen.Run("xterm", [
                "-T", "notes", "-bg", $"#{ground:x6}", "-geometry", "60x12+100+450",
                "-e", "sh", "-c", $"stty -icanon -echo; exec cat > {file}"]);
            var window = await screen.Window("notes");
            await Until.True("the program reads", () => File.Exists(file));
            return new Written(file, window);
        }

        public ScreenWindow Window { get; }

        public Task Holds(string text) => Until.True($"the program has \"{text}\"", async () => await File.ReadAllTextAsync(file) == text);

        public void Dispose() => File.Delete(file);
    }
}
