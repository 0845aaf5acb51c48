using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests.Scripts;

/// <summary>A live session on the technician's own page, to which the Agent says payloads by everything that it can say sealed.</summary>
internal static class HostileConsole
{
    /// <summary>The fields that each payload is said in.</summary>
    public static readonly IReadOnlyList<string> Fields = ["chat", "chat in the notes", "name of a fact", "value of a fact", "name of an offered file"];

    private const uint FirstClipboard = 1u << 31;

    /// <summary>
    /// 1 the first picture   2 the chat, and from there to the notes   3 facts about the computer   4 names of files   5 the clipboard
    /// 6 the page is loaded again: chat and notes are written into it   7 the end.
    /// </summary>
    /// <returns>The page as it stood before it was loaded again, after that, and after the end.</returns>
    public static async Task<IReadOnlyList<ScriptFindings>> Say(
        RelayProcess relay, Technician technician, ScriptWatch watch, string number, IReadOnlyList<ScriptPayload> payloads)
    {
        var texts = payloads.Select(payload => payload.Text).ToList();
        var session = await technician.StartSession(number);
        var found = new List<ScriptFindings> { await watch.Visit($"sessions/{session}", texts) };
        var code = await (await watch.Page.WaitForSelectorAsync("#code[data-code]"))!.GetAttributeAsync("data-code");
        await using var agent = await SyntheticAgent.Join(relay.Address, code!);
        Scope[] all = [Scope.View, Scope.Files, Scope.Clipboard, Scope.Diagnostics];
        await agent.Allow();
        await agent.Show();
        await agent.Change(all);
        agent.Stand(all);
        await agent.Send(isKeyFrame: true, Picture());
        await watch.Page.WaitForSelectorAsync("body[data-view=picture]");

        await Chat(agent, watch, texts);
        await Facts(agent, watch, texts);
        await Files(agent, watch, texts);
        Copy(agent, texts[0]);
        found.Add(await watch.Look(texts));

        await watch.Page.ReloadAsync();
        found.Add(await watch.Look(texts));
        await agent.Stop();
        await watch.Page.WaitForSelectorAsync("#ended:not([hidden])");
        found.Add(await watch.Look(texts));
        return found;
    }

    private static byte[] Picture() =>
        FrameParts.Write(new FrameDelta(1, 0, 1000, 1280, 720, [new PictureSection.Coded(FillCodec.Type, [new ScreenRect(0, 0, 1280, 720)], new byte[] { 38, 92, 128 })])).Single();

    private static async Task Chat(SyntheticAgent agent, ScriptWatch watch, List<string> texts)
    {
        var line = 0u;
        texts.ForEach(text => agent.Say(new ControlMessage.Said(++line, 0, text).ToBytes()));
        await watch.Page.ClickAsync("#chat-button");
        await watch.Page.WaitForSelectorAsync($"#chat-lines li:nth-child({texts.Count})");
        await watch.Page.ClickAsync("#chat-to-notes");
        await watch.Page.WaitForSelectorAsync("#notes-state[data-saving=saved]");
    }

    private static async Task Facts(SyntheticAgent agent, ScriptWatch watch, List<string> texts)
    {
        var report = new ComputerReport(
            DateTimeOffset.UnixEpoch,
            [.. texts.Select(text => new ComputerFact(FactKind.Program, PlainText.Fitting(text, ComputerReport.MostNameBytes), PlainText.Fitting(text, ComputerReport.MostValueBytes)))]);
        var bytes = report.ToBytes();
        await watch.Page.ClickAsync("#diagnose-button[data-readiness=ready]");
        var (sequence, _) = await agent.Take<ViewerCommand.Diagnose>();
        await agent.Transferred(new TransferReport(
            1, TransferKind.Facts, FromCustomer: true, $"{report.Facts.Count}", bytes.Length, Sha256: Convert.ToHexStringLower(SHA256.HashData(bytes))));
        agent.Say(new ControlMessage.Report(sequence, report).ToBytes());
        await watch.Page.WaitForSelectorAsync("#diagnose-kept[data-kept=yes]");
        await watch.Page.Keyboard.PressAsync("Escape");
    }

    private static async Task Files(SyntheticAgent agent, ScriptWatch watch, List<string> texts)
    {
        await watch.Page.ClickAsync("#files-button[data-readiness=ready]");
        foreach (var text in texts)
        {
            await watch.Page.ClickAsync("#files-ask");
            var (_, asked) = await agent.Take<ViewerCommand.AskFile>();
            agent.Say(new ControlMessage.FileOffered(asked.Transfer, 10, PlainText.Fitting(text, TransferLimits.NameBytes)).ToBytes());
        }

        await watch.Page.WaitForFunctionAsync("count => document.querySelectorAll('#files-list [title]').length >= count", texts.Count);
    }

    private static void Copy(SyntheticAgent agent, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        agent.Say(new ControlMessage.Copied(FirstClipboard, [new(ClipboardFormat.Html, bytes.Length)]).ToBytes());
        agent.Say(new ControlMessage.TransferStands(FirstClipboard, TransferState.Open, 0).ToBytes());
        agent.Say(new ControlMessage.Chunk(true, FirstClipboard, 0, bytes).ToBytes());
    }
}
