using System.Collections.Concurrent;
using Microsoft.Playwright;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Keys made and used in a real browser: the files are saved, nothing secret is posted, and what is signed is what everybody checks.</summary>
public sealed class AuditorKeyBrowserTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Passphrase = "four words of mine";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auditor-keys-");
    private ViewerHost host = null!;

    public async Task InitializeAsync() => host = await ViewerHost.Start();

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task AnAdministratorMakesTheRootKeyAndCertifiesAnAuditorWithItsFile()
    {
        await using var context = await Open("administrator,auditor");
        var page = await context.NewPageAsync();
        var posted = new ConcurrentQueue<string>(); // a page goes on asking for its parts
        page.Request += (_, request) => posted.Enqueue(request.PostData ?? "");

        // 1 an auditor makes a key; its backup opens nothing with another passphrase
        await page.GotoAsync("/account/auditor-key");
        await Type(page, "#own-key", "short", "short");
        await page.ClickAsync("#own-key-make");
        (await page.TextContentAsync("#own-key-form [role=alert]")).Should().Contain("12 characters");
        var backup = await Make(page, "#own-key");
        var publicKey = Asked("own ");
        P256Key.IsOne(publicKey).Should().BeTrue();
        var own = FakeAuditors.Key(Convert.ToHexStringLower(AuditorCertificate.IdOf(publicKey)), "Ada Okafor", null) with { PublicKey = publicKey };
        host.Auditors.Own = own;
        await page.GotoAsync("/account/auditor-key");
        await page.WaitForSelectorAsync("#own-key-backup");
        File.ReadAllText(backup).Should().Contain(Convert.ToBase64String(publicKey));

        // 2 in another browser the key is not there before its backup is loaded
        await using (var elsewhere = await Open("auditor"))
        {
            var other = await elsewhere.NewPageAsync();
            await other.GotoAsync("/account/auditor-key");
            await other.WaitForSelectorAsync("#own-key-load");
            await other.SetInputFilesAsync("#backup-file", backup);
            await other.FillAsync("#backup-passphrase", Passphrase + "!");
            await other.ClickAsync("#own-key-load button");
            await other.WaitForFunctionAsync("() => document.querySelector('#own-key-load [role=alert]').textContent !== ''");
            await other.FillAsync("#backup-passphrase", Passphrase);
            await other.ClickAsync("#own-key-load button");
            await other.WaitForSelectorAsync("#own-key-backup");
        }

        // 3 the root key is made, and certifies the auditor
        await page.GotoAsync("/people/auditors");
        var rootFile = await Make(page, "#root");
        var root = Asked("root ");
        host.Auditors.RootKey = root;
        host.Auditors.Keys.Clear();
        host.Auditors.Keys.Add(own);
        await page.GotoAsync("/people/auditors");
        await page.SetInputFilesAsync("#root-file", rootFile);
        await page.FillAsync("#root-passphrase", Passphrase);
        await page.ClickAsync($"#certify-{own.Id}");
        await page.WaitForURLAsync("**/people/auditors?answer=Done");
        var certified = host.Auditors.Asked[^1].Split(' ');
        var certificate = new AuditorCertificate(
            "Ada Okafor", publicKey, Moment(certified[^3]), Moment(certified[^2]), Convert.FromHexString(certified[^1]));
        certificate.IsGood(root, TimeProvider.System.GetUtcNow()).Should().BeTrue("what the browser signed is what the Agent checks");
        posted.Should().OnlyContain(body => !body.Contains("four", StringComparison.Ordinal) && !body.Contains("sealed", StringComparison.Ordinal));
    }

    private static DateTimeOffset Moment(string milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, System.Globalization.CultureInfo.InvariantCulture));

    private static async Task Type(IPage page, string form, string passphrase, string again)
    {
        await page.FillAsync($"{form}-passphrase", passphrase);
        await page.FillAsync($"{form}-again", again);
    }

    private async Task<string> Make(IPage page, string form)
    {
        await Type(page, form, Passphrase, Passphrase);
        var saved = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync($"{form}-make"));
        var file = Path.Combine(folder.FullName, saved.SuggestedFilename);
        await saved.SaveAsAsync(file);
        await page.ClickAsync($"{form}-saved");
        await page.WaitForURLAsync("**?answer=Done");
        return file;
    }

    private byte[] Asked(string what) => Convert.FromHexString(host.Auditors.Asked[^1][what.Length..]);

    private Task<IBrowserContext> Open(string roles) => chromium.Browser.NewContextAsync(new BrowserNewContextOptions
    {
        BaseURL = host.Address,
        Locale = "en",
        AcceptDownloads = true,
        ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Roles"] = roles, ["X-Name"] = "Ada" },
    });
}
