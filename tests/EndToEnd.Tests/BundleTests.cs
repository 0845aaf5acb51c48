using Microsoft.Playwright;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>A real session's evidence, exported by the command, checked by the command and by the page in a browser: as the Relay serves it, and saved on a disk.</summary>
public sealed class BundleTests
{
    [Fact]
    public async Task TheEvidenceOfASessionHoldsInBothVerifiersAndOneChangedByteIsNamedByBoth()
    {
        await using var stage = await Stage.Set();
        var code = await stage.Technician.StartSession();
        var agent = stage.StartAgent();
        await agent.TypeCode(code);
        await stage.Technician.Reaches("joined");
        await agent.Allow();
        await stage.Technician.Reaches("live");
        await agent.StopSharing();
        await stage.Technician.Reaches("ended");

        // 1 exported, and checked by the command
        var folder = Directory.CreateTempSubdirectory("remoteassist-bundle-");
        try
        {
            var (bundle, keys) = (Path.Combine(folder.FullName, "bundle.zip"), Path.Combine(folder.FullName, "keys.txt"));
            var said = "";
            await Until.True("the end of the session is in a checkpoint", async () =>
            {
                File.Delete(bundle);
                said = (await Relay("audit", "export", bundle, "--session", $"{stage.Technician.SessionId}", "--data", stage.Relay.Data)).Said;
                return (await Relay("audit", "verify", bundle)).Said.Contains("The session's end is among them.", StringComparison.Ordinal);
            });
            await File.WriteAllTextAsync(keys, said.Split('\n').Single(line => line.StartsWith("Signed by: ", StringComparison.Ordinal))["Signed by: ".Length..]);
            var holds = await Relay("audit", "verify", bundle, "--trust", keys);
            holds.Code.Should().Be(0, holds.Said);
            holds.Said.Should().Contain("No gap in the Agent's sequence: 3 statements", "it allowed, showed and stopped");
            (await Relay("audit", "verify", bundle)).Code.Should().Be(3);

            var spoilt = Path.Combine(folder.FullName, "spoilt.zip");
            var bytes = await File.ReadAllBytesAsync(bundle);
            bytes.AsSpan().IndexOf("receipts/1.json"u8).Should().BePositive("what the customer has signed is in it");
            bytes[bytes.AsSpan().IndexOf("session.allow"u8)] ^= 1;
            await File.WriteAllBytesAsync(spoilt, bytes);
            var refused = await Relay("audit", "verify", spoilt, "--trust", keys);
            refused.Code.Should().Be(1);
            refused.Said.Should().StartWith("REFUSED. entries.jsonl, entry ");
            var entry = refused.Said["REFUSED. entries.jsonl, entry ".Length..].Split(':')[0];

            // 2 by the page, as it is served, in each language and theme
            await using var window = await TechnicianBrowser.Window(new() { ViewportSize = new() { Width = 1280, Height = 1000 }, Locale = "zh-CN" });
            var page = await window.NewPageAsync();
            var complaints = new List<string>();
            page.Console += (_, message) => complaints.Add(message.Text);
            page.PageError += (_, error) => complaints.Add(error);
            await page.GotoAsync(new Uri(stage.Relay.Address, "verify").ToString());
            (await page.Locator("h1").InnerTextAsync()).Should().Be("核验会话证据");
            await Check(page, bundle, null);
            await Verdict(page, "unknown");
            await Look(page, "unknown");
            await Check(page, spoilt, keys);
            await Verdict(page, "refused");
            (await page.Locator(".verdict").InnerTextAsync()).Should().Contain($"entries.jsonl，第 {entry} 条记录");
            await Look(page, "refused");
            await Check(page, bundle, keys);
            await Verdict(page, "holds");
            (await page.Locator("table").InnerTextAsync()).Should().Contain("客户程序的记录序列没有缺口：3 项陈述");
            await Look(page, "holds");
            var saving = page.WaitForDownloadAsync();
            await page.ClickAsync("#keep a");
            var saved = Path.Combine(folder.FullName, "verify.html");
            await (await saving).SaveAsAsync(saved);
            complaints.Should().BeEmpty();

            // 3 saved, and opened from the disk: it asks nobody for anything
            var offline = await window.NewPageAsync();
            var asked = new List<string>();
            offline.Request += (_, request) => asked.Add(request.Url);
            offline.PageError += (_, error) => complaints.Add(error);
            await offline.GotoAsync(new Uri(saved).ToString());
            (await offline.Locator("#keep").IsVisibleAsync()).Should().BeFalse();
            await offline.ClickAsync("[data-language=en]");
            await Check(offline, spoilt, keys);
            await Verdict(offline, "refused");
            (await offline.Locator(".verdict").InnerTextAsync()).Should().Contain($"entries.jsonl, entry {entry}");
            await Check(offline, bundle, keys);
            await Verdict(offline, "holds");
            await Look(offline, "offline");
            await offline.FillAsync("#keys", "no key");
            await offline.ClickAsync("#check");
            await offline.WaitForSelectorAsync("#trouble:not([hidden])");
            (await offline.Locator("#trouble").InnerTextAsync()).Should().StartWith("There is a line among the keys that is no key.");
            asked.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)).Should().Equal(new Uri(saved).ToString());
            complaints.Should().BeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Said)> Relay(params string[] arguments)
    {
        await using var relay = ChildProcess.Start(Repository.Relay, arguments);
        var code = await relay.Exit();
        return (code, string.Join('\n', relay.Output));
    }

    private static async Task Check(IPage page, string bundle, string? keys)
    {
        await page.SetInputFilesAsync("#bundle", bundle);
        await page.FillAsync("#keys", keys is null ? "" : await File.ReadAllTextAsync(keys));
        await page.ClickAsync("#check");
        await page.WaitForSelectorAsync("#check:not([disabled])");
    }

    private static async Task Verdict(IPage page, string verdict) => await page.WaitForSelectorAsync($".verdict[data-verdict={verdict}]");

    private static async Task Look(IPage page, string name)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.ScreenshotAsync(new()
            {
                Path = Path.Combine(Repository.Root, "artifacts", "pages", $"verify-{name}-{(scheme == ColorScheme.Dark ? "dark" : "light")}.png"), FullPage = true,
            });
            (await Axe.Look(page)).Should().BeEmpty("{0} in {1}", name, scheme);
        }
    }
}
