using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>The technician's hands from a real browser to a real desktop.</summary>
public sealed class HandsTests
{
    [Fact]
    public async Task ATechnicianAsksForControlAndWhatIsTypedReachesTheProgramThatWasClicked()
    {
        await using var stage = await Stage.Set();
        await stage.GoLive();
        var page = stage.Technician.Page;
        var written = Path.Combine(Path.GetTempPath(), $"written-{Guid.NewGuid():N}");
        try
        {
            stage.Screen.Run("xterm", ["-T", "notes", "-geometry", "60x12+300+300", "-e", "sh", "-c", $"exec cat > {written}"]);
            var notes = await stage.Screen.Window("notes");
            await stage.PicturesAgree();

            await stage.TakeControl();
            var keys = await stage.Screen.KeyTable();
            await stage.ClickThrough(notes);
            await Until.True("the browser's own pointer has the shape of the customer's", async () =>
                (await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('#glass')).cursor")).StartsWith("url(\"data:image/png", StringComparison.Ordinal));
            const string Line = "Look (at) this: é ß 中文 Я";
            await page.Keyboard.TypeAsync(Line);
            await page.Keyboard.PressAsync("Enter");
            await Has(written, Line + "\n");

            // An input method: what is composed is seen here only, what is committed arrives.
            var method = await page.Context.NewCDPSessionAsync(page);
            await method.SendAsync("Input.imeSetComposition", new() { ["text"] = "nihao", ["selectionStart"] = 5, ["selectionEnd"] = 5 });
            await method.SendAsync("Input.insertText", new() { ["text"] = "你好" });
            await page.Keyboard.PressAsync("Enter");
            await Has(written, Line + "\n你好\n");

            await page.ClickAsync("#typing-button");
            await page.FillAsync("#type-words", "Line 1\nLine 2 – ½ €");
            await page.ClickAsync("#type-send");
            await page.Keyboard.PressAsync("Enter");
            await Has(written, Line + "\n你好\nLine 1\nLine 2 – ½ €\n");

            // The combination reaches the window manager, once that has heard that the keys are as they were.
            await Until.True("spare keys are given back", async () => await stage.Screen.KeyTable() == keys);
            await stage.Screen.Answers();
            await page.ClickAsync("#combinations-button");
            await page.ClickAsync("#combinations button:has-text('Alt+F4')");
            await Until.True("the window is closed", async () => await stage.Screen.FindWindow("notes") is null);

            await page.ClickAsync("#chat-button");
            await page.FillAsync("#chat-text", "The notes are open now.");
            await page.Keyboard.PressAsync("Enter");
            await page.WaitForSelectorAsync("#chat-lines [data-delivery=delivered]");

            await stage.Technician.AskFor("#diagnose-button", stage.Screen);
            await page.WaitForSelectorAsync("#diagnose-kept[data-kept=yes]");
            (await page.InnerTextAsync("#diagnose-facts")).Should().Contain("Xvfb").And.Contain("1280×800");

            // What is kept with the case: notes as they are typed, a picture of what is seen, the wrap-up after the end.
            await page.Keyboard.PressAsync("Escape");
            await page.ClickAsync("#tab-notes");
            await page.FillAsync("#notes", "The cable was loose.");
            await page.WaitForSelectorAsync("#notes-state[data-saving=saved]");
            await page.ClickAsync("#view-button");
            await page.CheckAsync("[name=quality][value=sharp]");
            await page.Keyboard.PressAsync("Escape");
            await page.ClickAsync("#snapshot");
            await page.GetByText("The snapshot is kept with the case.").WaitForAsync();
            await stage.Technician.EndSession();
            (await stage.EndedLog()).Actions.Should().ContainInOrder("session.change", "control.opened", "session.change", "session.factsRead", "session.diagnosed", "session.end");
            await page.ClickAsync("#wrap-up-save");
            await page.WaitForSelectorAsync("#wrap-up[data-state=saved]");
            await page.ClickAsync("#back");
            (await page.InnerTextAsync("#case-notes")).Should().Be("The cable was loose.");
            await page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.DOMContentLoaded);
            (await page.Locator(".wrap-up").CountAsync()).Should().Be(1);
            await page.WaitForFunctionAsync("() => document.querySelector('.snapshots img')?.naturalWidth === 1280");
            (await page.Locator(".log").First.InnerTextAsync()).Should().Contain("wrote the wrap-up");
            (await page.TextContentAsync("details.report")).Should().Contain("Xvfb");
            (await stage.Relay.Verify()).ExitCode.Should().Be(0);
            stage.Technician.Complaints.Should().BeEmpty();
        }
        finally
        {
            File.Delete(written);
        }
    }

    private static async Task Has(string file, string text) => await Until.NotNull(
        "the program has what was typed",
        async () => File.Exists(file) && await File.ReadAllTextAsync(file) == text ? text : null,
        seen: () => File.Exists(file) ? $"it has \"{File.ReadAllText(file)}\"." : "it has nothing.");
}
