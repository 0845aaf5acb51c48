using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Files and the clipboard on the technician's page, in a real browser.</summary>
public sealed class TransferPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("printer log, 打印机");

    [Theory]
    [InlineData("en-GB")]
    [InlineData("zh-CN")]
    public async Task FilesAreSentAskedForAndSavedAndEachStateLooksRight(string locale)
    {
        await using var session = await LiveSession.Start(chromium, locale);
        var (page, agent) = (session.Page, session.Agent);
        await page.ClickAsync("#files-button[data-readiness=not]");
        (await agent.Take<ViewerCommand.Ask>(1)).Scope.Should().Be(Scope.Files);
        agent.Allow(1, [Scope.View, Scope.Files]);
        await page.ClickAsync("#files-button[data-readiness=ready]");
        await session.Inspect($"files-empty-{locale}");

        await page.SetInputFilesAsync("#files-picker", new FilePayload[]
        {
            new FilePayload { Name = "driver.zip", MimeType = "application/zip", Buffer = new byte[300_000] },
            new FilePayload { Name = "a rather long name of a file that does not fit (2026).pdf", MimeType = "application/pdf", Buffer = [1] },
        });
        var sent = await agent.Take<ViewerCommand.SendFile>(1);
        sent.Should().BeEquivalentTo(new { Name = "driver.zip", Size = 300_000 });
        await agent.Take<ViewerCommand.SendFile>(1, CommandRefusal.NoRoom);
        Stands(agent, sent.Transfer, TransferState.Open);
        (await agent.Hear<ControlMessage.Chunk>(1)).Should().BeEquivalentTo(new { sent.Transfer, Offset = 0L });
        agent.Say(1, new ControlMessage.Received(true, sent.Transfer, 32_768).ToBytes());

        await page.ClickAsync("#files-ask");
        var asked = (await agent.Take<ViewerCommand.AskFile>(1)).Transfer;
        await page.WaitForSelectorAsync($"#file-{sent.Transfer} progress[value='32768']");
        await session.Inspect($"files-moving-{locale}");

        var download = page.WaitForDownloadAsync();
        agent.Say(1, new ControlMessage.FileOffered(asked, Content.Length, "log \u202etxt.exe").ToBytes());
        await agent.Take<ViewerCommand.FetchFile>(1);
        Stands(agent, asked, TransferState.Open);
        (await agent.Hear<ControlMessage.Received>(1)).Offset.Should().Be(0);
        agent.Say(1, new ControlMessage.Chunk(true, asked, 0, Content).ToBytes());
        (await agent.Take<ViewerCommand.FinishFile>(1)).Hash.Should().Equal(SHA256.HashData(Content));
        Stands(agent, asked, TransferState.Done);
        await using var saved = await (await download).CreateReadStreamAsync();
        using var got = new MemoryStream();
        await saved.CopyToAsync(got);
        got.ToArray().Should().Equal(Content);
        await page.ClickAsync($"#file-{sent.Transfer} button:first-child");
        await page.WaitForSelectorAsync($"#file-{sent.Transfer}[data-standing=paused]");
        await session.Inspect($"files-paused-{locale}");
        await page.ClickAsync($"#file-{sent.Transfer} button:first-child");
        await page.WaitForSelectorAsync($"#file-{sent.Transfer}[data-standing=moving]");
        await page.ClickAsync($"#file-{sent.Transfer} button:last-child");
        (await agent.Take<ViewerCommand.CancelTransfer>(1)).Transfer.Should().Be(sent.Transfer);
        await page.WaitForSelectorAsync($"#file-{sent.Transfer}[data-standing=cancelled]");
        await page.WaitForSelectorAsync($"#file-{asked}[data-standing=done]");
        await session.Inspect($"files-done-{locale}");
        session.Found.Should().BeEmpty();
    }

    [Fact]
    public async Task CtrlVSendsTheClipboardFirstAndThenTheKeyAndWhatTheCustomerCopiesIsOffered()
    {
        await using var session = await LiveSession.Start(chromium, "en", Scope.Control, Scope.Clipboard);
        var (page, agent) = (session.Page, session.Agent);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.EvaluateAsync("words => navigator.clipboard.writeText(words)", "Grüße 中文");
        await session.Choose("control");
        await page.Keyboard.PressAsync("Control+V");
        (await agent.Take<ViewerCommand.Input>(1)).Events.Should().Equal(new InputEvent.Key(224, true));
        var set = await agent.Take<ViewerCommand.SetClipboard>(1);
        var bytes = Encoding.UTF8.GetBytes("Grüße 中文");
        set.Pieces.Should().Equal(new ClipboardPiece(ClipboardFormat.Text, bytes.Length));
        Stands(agent, set.Transfer, TransferState.Open);
        (await agent.Hear<ControlMessage.Chunk>(1)).Data.Should().Equal(bytes);
        agent.Say(1, new ControlMessage.Received(true, set.Transfer, bytes.Length).ToBytes());
        Stands(agent, set.Transfer, TransferState.Done);
        var keys = await session.Heard(new InputEvent.Key(25, false));
        keys.Should().ContainInOrder(new InputEvent.Stroke(25, new Rune('v')), new InputEvent.Key(25, false));

        const uint Number = 1u << 31;
        await Copies(agent, Number, Content);
        await page.WaitForFunctionAsync("async words => await navigator.clipboard.readText() === words", Encoding.UTF8.GetString(Content));
        await page.WaitForFunctionAsync("() => document.querySelector('#clipboard-button span').textContent === 'Copied'");

        await page.Keyboard.PressAsync("Control+V");
        keys.Clear();
        while (!keys.Contains(new InputEvent.Key(25, false)))
        {
            var command = await agent.Take<ViewerCommand>(1);
            command.Should().BeOfType<ViewerCommand.Input>("it is the customer's own clipboard that is pasted");
            keys.AddRange(((ViewerCommand.Input)command).Events);
        }

        await page.ClickAsync("#clipboard-here[aria-pressed=true]");
        await Copies(agent, Number + 1, "kept apart"u8.ToArray());
        await page.WaitForSelectorAsync("#clipboard-button[data-offers=true]");
        (await page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).Should().Be(Encoding.UTF8.GetString(Content));
        await session.Inspect("clipboard-kept-apart");
        session.Found.Should().BeEmpty();
    }

    private static async Task Copies(FakeAgent agent, uint transfer, byte[] words)
    {
        agent.Say(1, new ControlMessage.Copied(transfer, [new(ClipboardFormat.Text, words.Length)]).ToBytes());
        Stands(agent, transfer, TransferState.Open);
        (await agent.Hear<ControlMessage.Received>(1)).Offset.Should().Be(0);
        agent.Say(1, new ControlMessage.Chunk(true, transfer, 0, words).ToBytes());
    }

    private static void Stands(FakeAgent agent, uint transfer, TransferState state) =>
        agent.Say(1, new ControlMessage.TransferStands(transfer, state, 0).ToBytes());
}
