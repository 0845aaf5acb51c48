using System.Net;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>A real session that the customer lets be recorded, from the organisation's key to the auditor who watches it.</summary>
public sealed class RecordedSessionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("remoteassist-keys-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Promise", "30")]
    [Trait("Promise", "31")]
    [Trait("Promise", "32")]
    public async Task WhatTheCustomerLetsBeRecordedIsSeenByTheCertifiedAuditorPixelByPixelAndByNobodyElse()
    {
        await using var stage = await Stage.Apart();
        var technician = stage.Technician;

        // 1 two auditors with keys, and one of them certified
        var rootFile = await AuditorAtWork.MakeRootKey(stage.Relay, technician, folder);
        await using var auditor = await AuditorAtWork.Start(stage.Relay, technician, "Olga Ferro", "olga@harbour.example", folder);
        await using var stranger = await AuditorAtWork.Start(stage.Relay, technician, "Piotr Wolny", "piotr@harbour.example", folder);
        await auditor.Certified(stage.Relay, technician, rootFile);

        // 2 the customer switches it on, the last switch before the buttons; the technician is told
        var agent = await stage.Ask();
        await technician.WatchMarker();
        var question = await stage.Screen.Window(WindowTitles.Question);
        await stage.Screen.Hands("windowactivate", "--sync", question.Id, "key", "shift+Tab", "space");
        await agent.Allow();
        await technician.Page.WaitForSelectorAsync("#scope-recording[data-allowed=true]:not([hidden])", new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        await stage.Screen.Window(WindowTitles.Banner);

        // 3 two pictures, and then so much of them that the tab is closed in the middle
        var seen = new List<(DateTimeOffset At, Picture Picture, IReadOnlyList<Area> Masks)>();
        for (var picture = 0; picture < 2; picture++)
        {
            await stage.GoesOn();
            await stage.PicturesAgree();
            seen.Add((TimeProvider.System.GetUtcNow(), await technician.Canvas(), await technician.Masks()));
        }

        stage.Screen.Run("xterm", ["-T", "busy", "-geometry", "60x20+600+60", "-e", "sh", "-c", "while :; do seq 1 999; done"]);
        await stage.Screen.Window("busy");
        await technician.Page.CloseAsync();
        await agent.StopSharing();
        var log = await stage.EndedLog();
        await Until.True("the recording has ended", async () => (log = await SessionLog.Read(stage.Relay, technician.SessionId)).Actions.Contains("recording.ended"));

        // 4 every part of a frame that the Relay forwarded is in the file
        using var lost = new Tried(30, "parts of frames of a real session whose tab was closed, each in the recording");
        var file = Path.Combine(stage.Relay.Data, "recordings", $"{technician.SessionId:N}.rarec");
        var (begun, frames) = Read(file);
        lost.Try(log.FrameParts > 0 && frames == log.FrameParts, $"{frames} of {log.FrameParts}");
        lost.MustHold();

        // 5 the auditor sees what the technician saw; the other one and the technician see nothing
        await auditor.Open(technician.SessionId);
        await auditor.Page.WaitForSelectorAsync("#badge[data-verdict=verified]");
        foreach (var (at, picture, masks) in seen)
        {
            var played = await auditor.At((long)(at - begun).TotalMilliseconds);
            var compared = picture.CompareWith(played, masks);
            compared.Differing.Should().Be(0, "{0} pixels were compared", compared.Compared);
            compared.Compared.Should().BeGreaterThan(1280 * 800 / 2);
        }

        auditor.Complaints.Should().BeEmpty();
        using var opened = new Tried(32, "people without a certified key who opened nothing of a recording");
        await stranger.Open(technician.SessionId);
        await stranger.Page.WaitForSelectorAsync("#gate[data-state=notYours]");
        opened.Try((await stranger.Page.TextContentAsync("#opened"))?.Length > 0 && await IsBlack(stranger), "the other auditor's page shows something");
        foreach (var address in new[] { "", "/file", "/chunks" })
        {
            var answer = await technician.Page.Context.APIRequest.GetAsync(new Uri(stage.Relay.Address, $"audit/recordings/{technician.SessionId}{address}").ToString());
            opened.Try(answer.Status == (int)HttpStatusCode.Forbidden, $"the technician got {answer.Status} for {address}");
        }

        opened.MustHold();
        (await Relay("recording", "verify", file, "--data", stage.Relay.Data)).Code.Should().Be(0);
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);

        // 6 the receipt names the auditor, and the evidence takes the recording along
        var receipt = await technician.Page.Context.APIRequest.GetAsync($"{stage.CasePage}/receipts/{technician.SessionId}");
        (await receipt.TextAsync()).Should().Contain("Olga Ferro").And.NotContain("Piotr Wolny");
        var bundle = Path.Combine(folder, "bundle.zip");
        await Until.True("the end of the session is in a checkpoint", async () => File.Exists(bundle)
            || (await Relay("audit", "export", bundle, "--session", $"{technician.SessionId}", "--recording", "--data", stage.Relay.Data)).Code == 0);
        (await Relay("audit", "verify", bundle)).Said.Should().Contain("CONSISTENT").And.Contain("The recording is in this file");

        // 7 one changed byte
        using var found = new Tried(31, "changed bytes of a real recording that the page and the command name");
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^40] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        await auditor.Page.ReloadAsync();
        await auditor.Page.WaitForSelectorAsync("#badge[data-verdict=bad]");
        found.Try((await Relay("recording", "verify", file, "--data", stage.Relay.Data)).Code == 1, "the command takes it for whole");
        found.MustHold();
    }

    private static (DateTimeOffset Begun, long Frames) Read(string file)
    {
        using var source = File.OpenRead(file);
        var reader = new RecordingReader(source);
        var frames = 0L;
        while (reader.Next() is { } chunk)
        {
            frames += chunk.Records.Count(record => record.Kind == RecordKind.Frame);
        }

        reader.Fault.Should().BeNull();
        return (reader.Header!.Start, frames);
    }

    private static async Task<bool> IsBlack(AuditorAtWork who) => await who.At(1000) is var picture
        && Enumerable.Range(0, picture.Height).All(y => Enumerable.Range(0, picture.Width).All(x => picture[x, y] == 0));

    private static async Task<(int Code, string Said)> Relay(params string[] arguments)
    {
        await using var relay = ChildProcess.Start(Repository.Relay, arguments);
        var code = await relay.Exit();
        return (code, string.Join('\n', relay.Output));
    }
}
