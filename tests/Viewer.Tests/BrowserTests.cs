using Microsoft.Playwright;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The pages in a real browser. Leaves a picture of each in <c>artifacts/pages</c>, for people to look at.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const int PhoneWidth = 360;
    private const int DeskWidth = 1280;

    private static readonly CaseDetails Busy = Some.Case(
        "20931", Some.Session() with { Rating = new RatingView(true, 4, "It was quick, and I could see all of it.") }, Some.Session(SessionState.Ended, EndReason.QuestionClosed, "Find out which printer is meant") with { Live = null });

    private static readonly (string Name, string Path, bool SignedIn)[] Pages =
    [
        ("join", "/join", false),
        ("sign-in", "/sign-in", false),
        ("set-up", "/setup/good", false),
        ("set-up-dead", "/setup/used", false),
        ("signed-out", "/sign-in?ended=RolesChanged", false),
        ("invitation", "/invitation/good", false),
        ("invitation-dead", "/invitation/used", false),
        ("people", "/people", true),
        ("person", "/people/5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a12", true),
        ("person-disabled", "/people/5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a13", true),
        ("invite", "/people/invite", true),
        ("keys", "/people/keys", true),
        ("auditors", "/people/auditors", true),
        ("webhooks", "/people/webhooks", true),
        ("account", "/account", true),
        ("account-changed", "/account?changed=true", true),
        ("account-password", "/account/password", true),
        ("account-factor", "/account/factor", true),
        ("account-recovery", "/account/recovery", true),
        ("cases", "/cases", true),
        ("cases-none", "/cases?show=open", true),
        ("new-case", "/cases/new", true),
        ("first-case", "/cases/new?first=true", true),
        ("case", $"/cases/{Busy.Id}", true),
        ("audit", "/audit", true),
        ("audit-wrong", "/audit?from=yesterday", true),
        ("audit-session", "/audit/sessions/5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a11", true),
        ("error-404", "/error/404", true),
        ("error-500", "/error/500", true),
    ];

    private readonly SomeStory story = new();
    private ViewerHost host = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        host.Desks.OpenSetUpToken = "good";
        host.Desks.Cases.AddRange([
            Some.Case("20934") with { Customer = "Amina Diallo", Problem = "Cannot sign in to the mail program since this morning" },
            Some.Case("20936") with { Customer = "王秀英", Problem = "打印机只打出白纸", Opened = Some.Now.AddMinutes(-3) },
            Busy,
        ]);
        host.Audit.Sessions.Add(FakeAudit.Of(story));
        host.Audit.Evidence = story.Evidence();
        host.Auditors.RootKey = FakeAuditors.Root;
        host.Keys.Prepared[Busy.Id] = FakeKeys.Preparation();
        host.Papers[PaperKind.Notes, Busy.Id] = new Paper(2, "Cable was loose.\nNew cartridge on Monday.", "Mei Lin", Some.Now);
        host.Papers[PaperKind.Checklist, Busy.Id] = new Paper(
            4, """{"topics":["printer"],"items":[{"id":"a","text":"Power, paper, ink","done":true},{"id":"b","text":"Test page","done":false}]}""", "Mei Lin", Some.Now);
        host.Papers.WrapUps[Busy.Sessions[0].Id] = new WrapUp([Topic.Printer, Topic.HowTo], true, "Power, paper, ink; cable plugged in again", FollowUp.Call, "Monday at 9");
        await host.Papers.Keep(Busy.Sessions[0].Id, Some.Png(), CancellationToken.None);
        foreach (var session in Busy.Sessions)
        {
            host.Desks.Logs[session.Id] = Some.Log();
        }
    }

    public async Task DisposeAsync()
    {
        story.Dispose();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task EveryPageIsAccessibleInBothColoursFitsAPhoneAndKeepsToItsContentPolicy(string locale)
    {
        var found = new List<string>();
        foreach (var signedIn in new[] { false, true })
        {
            await using var context = await Open(locale, signedIn);
            var page = await context.NewPageAsync();
            page.Console += (_, message) =>
            {
                // An error page is answered with its status, and the browser notes that.
                if (message.Type is "error" or "warning" && !message.Text.Contains("the server responded with a status of", StringComparison.Ordinal))
                {
                    found.Add($"{page.Url}: {message.Text}");
                }
            };
            foreach (var (name, path, _) in Pages.Where(shown => shown.SignedIn == signedIn))
            {
                await page.GotoAsync(path);
                (await page.TitleAsync()).Should().EndWith(" · RemoteAssist");
                await Inspect(page, $"{name}-{locale}", found);
            }

            if (!signedIn)
            {
                await SecondStep(page, locale, found);
            }
            else
            {
                await page.GotoAsync("/cases/new");
                await page.ClickAsync("#new-case-submit");
                await page.WaitForSelectorAsync("#problems");
                await Inspect(page, $"new-case-problems-{locale}", found);
                await page.GotoAsync("/people/invite");
                await page.ClickAsync("#invite-submit");
                await page.WaitForSelectorAsync("#problems");
                await Inspect(page, $"invite-problems-{locale}", found);
                await page.FillAsync("[name=Name]", "Ada Okafor");
                await page.FillAsync("[name=Organisation]", "Help Desk North");
                await page.FillAsync("[name=Email]", "ada@example.com");
                await page.ClickAsync("#invite-submit");
                await page.WaitForSelectorAsync("#invitation-link");
                await Inspect(page, $"invite-link-{locale}", found);
                await page.GotoAsync("/people/keys");
                await page.FillAsync("[name=Name]", "Ticket desk");
                await page.CheckAsync("#key-scope-casesread");
                await page.ClickAsync("#key-submit");
                await page.WaitForSelectorAsync("#made-key");
                await Inspect(page, $"key-made-{locale}", found);
            }
        }

        found.Should().BeEmpty();
    }

    private async Task SecondStep(IPage page, string locale, List<string> found)
    {
        host.Factors.Step = Desk.SecondStep.AskFactor;
        foreach (var way in new[] { "code", "code?recovery=true" })
        {
            await page.GotoAsync($"/sign-in/{way}");
            await Inspect(page, $"sign-in-{way.Split('=', '?')[^1].Replace("true", "recovery", StringComparison.Ordinal)}-{locale}", found);
        }

        host.Factors.Step = Desk.SecondStep.MakeFactor;
        await page.GotoAsync("/sign-in/factor");
        await Inspect(page, $"factor-{locale}", found);
        await page.FillAsync("[name='Code']", "123456");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#recovery-codes");
        await Inspect(page, $"recovery-codes-{locale}", found);
    }

    [Fact]
    public async Task WhatIsNotAccessibleIsFound()
    {
        await using var context = await Open("en", signedIn: false);
        var page = await context.NewPageAsync();
        await page.SetContentAsync("""<main><img src="data:,"><p style="color: #eee; background: #fff">Faint</p></main>""");
        (await Axe.Look(page)).Should().Contain(what => what.StartsWith("image-alt", StringComparison.Ordinal));
        (await Axe.Look(page, "color-contrast")).Should().ContainSingle().Which.Should().Contain("Faint");
    }

    [Fact]
    public async Task ATechnicianGetsFromTheListToASessionWithKeysAloneAndWithoutScripts()
    {
        await using var context = await Open("en", signedIn: true, scripts: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/cases/new");
        await TabTo(page, "#case-number");
        foreach (var typed in new[] { "20940", "Jonas Weber", "+49 30 5550142" })
        {
            await page.Keyboard.TypeAsync(typed);
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.TypeAsync("Blank pages");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/cases/{Some.Id}");
        host.Desks.Opened.Should().ContainSingle().Which.Problem.Should().Be("Blank pages");

        await page.GotoAsync($"/cases/{Busy.Id}");
        await TabTo(page, "#start-reason");
        await page.Keyboard.TypeAsync("Look at the printer");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/sessions/{Some.Id}");
        host.Desks.Started.Should().Equal((Busy.Id, "Look at the printer"));
    }

    [Fact]
    public async Task TheLanguageSwitchStaysOnThePage()
    {
        await using var context = await Open("en", signedIn: true);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/cases/{Busy.Id}");
        await page.ClickAsync("#language-zh-Hans");
        await page.WaitForSelectorAsync("html[lang=zh-Hans]");
        page.Url.Should().EndWith($"/cases/{Busy.Id}");
        (await page.TextContentAsync("h1")).Should().Be("工单 20931");
    }

    private static async Task TabTo(IPage page, string selector)
    {
        for (var presses = 0; presses < 40; presses++)
        {
            if (await page.Locator($"{selector}:focus").CountAsync() == 1)
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"{selector} cannot be reached by the Tab key.");
    }

    private static async Task Inspect(IPage page, string name, List<string> found)
    {
        await Shoot(page, $"{name}-light");
        found.AddRange((await Axe.Look(page)).Select(what => $"{name}-light: {what}"));

        // Only colours differ in the dark.
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await Shoot(page, $"{name}-dark");
        found.AddRange((await Axe.Look(page, Axe.OfColours)).Select(what => $"{name}-dark: {what}"));

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(PhoneWidth, 844);
        await Shoot(page, $"{name}-phone");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(PhoneWidth, name);
        await page.SetViewportSizeAsync(DeskWidth, 720);
    }

    private static Task Shoot(IPage page, string name) =>
        Artifacts.Photograph(page, name, wholePage: true);

    private Task<IBrowserContext> Open(string locale, bool signedIn, bool scripts = true) =>
        chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address,
            Locale = locale,
            ColorScheme = ColorScheme.Light,
            JavaScriptEnabled = scripts,
            ViewportSize = new ViewportSize { Width = DeskWidth, Height = 720 },
            ExtraHTTPHeaders = signedIn
                ? new Dictionary<string, string> { ["X-Roles"] = $"{ViewerSetup.TechnicianRole},{ViewerSetup.AdministratorRole}", ["X-Name"] = "Mei%20Lin" }
                : [],
        });
}
