using System.Net;
using Microsoft.Playwright;

namespace RemoteAssist.Viewer.Tests;

/// <summary>A recording is checked, opened with the auditor's key and played, in a real browser.</summary>
public sealed class RecordingPageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Page = "/audit/recordings/";

    private const string KeepKey =
        """
        keyFile => new Promise((done, failed) => {
          const request = indexedDB.open('remote-assist-auditor', 1);
          request.onupgradeneeded = () => request.result.createObjectStore('keys', { keyPath: 'publicKey' });
          request.onerror = () => failed(request.error);
          request.onsuccess = () => {
            const put = request.result.transaction('keys', 'readwrite').objectStore('keys').put(JSON.parse(keyFile));
            put.onsuccess = () => done(null);
            put.onerror = () => failed(put.error);
          };
        })
        """;

    // Whether the picture has this colour at this place.
    private const string Shows =
        """
        ([x, y, ...colour]) => {
          const to = new OffscreenCanvas(1, 1).getContext('2d');
          to.drawImage(document.querySelector('#screen'), -x, -y);
          const seen = to.getImageData(0, 0, 1, 1).data;
          return colour.every((part, i) => seen[i] === part);
        }
        """;

    private readonly List<string> found = [];
    private ViewerHost host = null!;
    private IBrowserContext context = null!;
    private IPage page = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        host.Desks.Cases.Add(Some.Case("20931", Some.Session() with { Id = FakeRecordings.Session }));
        host.Desks.Logs[FakeRecordings.Session] = [.. Some.Log().Select((line, at) => line with { Time = FakeRecordings.Begun.AddSeconds((4 * at) - 4) })];
    }

    public async Task DisposeAsync()
    {
        if (context is not null)
        {
            await context.DisposeAsync();
        }

        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("en", "Verified in this browser: all 13 chunks are what the log says, and none is missing.")]
    [InlineData("zh-CN", "已在此浏览器中核对：共 13 段，全部与日志一致，没有缺失。")]
    public async Task ARecordingIsCheckedUnlockedAndPlayedByKeysAlone(string locale, string verified)
    {
        await Open(locale, withKey: true);
        await page.WaitForSelectorAsync("#badge[data-verdict=verified]");
        (await page.InnerTextAsync("#badge")).Should().Be(verified);
        await page.WaitForSelectorAsync("#passphrase:focus");
        await Inspect($"recording-locked-{locale}");

        await page.Keyboard.TypeAsync("another passphrase");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#unlock-form [role=alert]:not([hidden])");
        await page.Keyboard.TypeAsync(FakeRecordings.Passphrase);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#play:enabled");
        await page.WaitForSelectorAsync("#stage[data-position='0'][data-seeking=false]");

        await page.FocusAsync("#play");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForSelectorAsync("#stage[data-position='5000'][data-seeking=false]");
        await page.WaitForSelectorAsync("#gate", new PageWaitForSelectorOptions { State = WaitForSelectorState.Hidden });
        await page.WaitForSelectorAsync("#entries li:nth-child(3) [aria-current=true]");
        await page.ClickAsync("#entries li:nth-child(2) button");
        await page.WaitForSelectorAsync("#stage[data-position='0'][data-seeking=false]");
        await page.WaitForSelectorAsync("#gate[data-state=blank]");
        await page.ClickAsync("#events button[data-kind=masked]");
        await page.WaitForSelectorAsync("#masks .mask:nth-child(2)");
        await Inspect($"recording-masked-{locale}");

        await page.FocusAsync("#position");
        await page.Keyboard.PressAsync("End");
        await page.WaitForSelectorAsync("#stage[data-frame='21'][data-position='32000'][data-seeking=false]");
        await page.WaitForFunctionAsync(Shows, new[] { 1, 1, 250, 0, 0 });
        await page.WaitForFunctionAsync(Shows, new[] { 0, 0, 0, 0, 0 });
        await page.Keyboard.PressAsync(">");
        (await page.InputValueAsync("#speed")).Should().Be("2");
        await page.Keyboard.PressAsync("Space");
        await page.WaitForSelectorAsync("#play[data-playing=true]");
        await page.WaitForFunctionAsync("() => { const at = Number(document.querySelector('#stage').dataset.position); return at > 400 && at < 30000; }");
        await page.Keyboard.PressAsync("Space");
        await page.WaitForSelectorAsync("#play[data-playing=false]");
        found.Should().BeEmpty();
    }

    [Fact]
    public async Task WhatWasChangedIsNamedAndWhatCannotBeSeenIsExplained()
    {
        host.Recordings.Bytes[^40] ^= 1;
        await Open("en", withKey: false);
        await page.WaitForSelectorAsync("#badge[data-verdict=bad]");
        (await page.InnerTextAsync("#badge")).Should().MatchRegex(@"^Not verified\. Chunk 12, 10:00:\d\d UTC to 10:00:\d\d UTC, does not match the log\.$");
        await page.WaitForSelectorAsync("#gate[data-state=noKey] #to-account");
        await page.WaitForSelectorAsync("#events button[data-kind=bad]");
        await Inspect("recording-changed-en");

        foreach (var (status, state) in new[] { (404, "missing"), (410, "gone"), (403, "notAllowed"), (500, "unreachable") })
        {
            host.Recordings.Status = status;
            await page.ReloadAsync();
            await page.WaitForSelectorAsync($"#gate[data-state={state}]");
            (await page.GetAttributeAsync("#badge", "data-verdict")).Should().Be("waiting");
        }

        found.Should().BeEmpty();
    }

    [Fact]
    public async Task OnlyAuditorsComeToAPageAndOnlyWhereThereIsSuchASession()
    {
        using var auditor = new Visitor(host, "auditor");
        using var technician = Visitor.Technician(host);
        (await technician.Get(Page + FakeRecordings.Session)).Status.Should().Be(HttpStatusCode.Forbidden);
        (await auditor.Get(Page + Guid.NewGuid())).Status.Should().Be(HttpStatusCode.NotFound);
        var shown = await auditor.Get(Page + FakeRecordings.Session);
        shown.Status.Should().Be(HttpStatusCode.OK);
        shown.Words.Should().Contain("Mei Lin from Help Desk North asked for a session.");
        shown.Html.Should().Contain($"data-at=\"{FakeRecordings.Begun.AddSeconds(-4).ToUnixTimeMilliseconds()}\"");
    }

    [Fact]
    public async Task ACaseLeadsAuditorsToWhatWasRecorded()
    {
        var shown = host.Desks.Cases[0];
        using var auditor = new Visitor(host, "auditor");
        using var technician = Visitor.Technician(host);
        (await auditor.Get($"/cases/{shown.Id}")).Html.Should().NotContain(Page);
        host.Desks.Logs[FakeRecordings.Session] = [.. Some.Log(), Some.Line("recording.started")];
        (await auditor.Get($"/cases/{shown.Id}")).Html.Should().Contain(Page + FakeRecordings.Session);
        (await technician.Get($"/cases/{shown.Id}")).Html.Should().NotContain(Page);
    }

    private async Task Open(string locale, bool withKey)
    {
        context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address,
            Locale = locale,
            ColorScheme = ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = 1280, Height = 720 },
            ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Roles"] = ViewerSetup.AuditorRole, ["X-Name"] = "Ada%20Okafor" },
        });
        page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("the server responded with a status of", StringComparison.Ordinal))
            {
                found.Add(message.Text);
            }
        };
        page.PageError += (_, problem) => found.Add(problem);
        if (withKey)
        {
            await page.GotoAsync("/cases");
            await page.EvaluateAsync(KeepKey, FakeRecordings.KeyFile);
        }

        await page.GotoAsync(Page + FakeRecordings.Session);
    }

    private async Task Inspect(string name)
    {
        await Artifacts.Photograph(page, $"{name}-light", wholePage: true);
        found.AddRange((await Axe.Look(page)).Select(what => $"{name}: {what}"));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await Artifacts.Photograph(page, $"{name}-dark", wholePage: true);
        found.AddRange((await Axe.Look(page, Axe.OfColours)).Select(what => $"{name}-dark: {what}"));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(360, 844);
        await Artifacts.Photograph(page, $"{name}-phone", wholePage: true);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(360, name);
        await page.SetViewportSizeAsync(1280, 720);
    }
}
