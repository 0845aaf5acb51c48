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
            await stage.ClickThrough(notes);
            const string Line = "Look (at) this: é ß 中文 Я";
            await page.Keyboard.TypeAsync(Line);
            await page.Keyboard.PressAsync("Enter");
            await Until.True("the program has what was typed", async () =>
                File.Exists(written) && await File.ReadAllTextAsync(written) == Line + "\n");

            await page.ClickAsync("#chat-button");
            await page.FillAsync("#chat-text", "The notes are open now.");
            await page.Keyboard.PressAsync("Enter");
            await page.WaitForSelectorAsync("#chat-lines [data-delivery=delivered]");
            stage.Technician.Complaints.Should().BeEmpty();
        }
        finally
        {
            File.Delete(written);
        }
    }
}
