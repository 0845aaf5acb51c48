using Microsoft.Playwright;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Viewer.Tests;

/// <summary>
/// The live page in a real browser against the product's own sealing, through a Relay in memory. Leaves a picture of
/// each state in <c>artifacts/pages</c>, for people to look at.
/// </summary>
public sealed class LivePageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private ViewerHost host = null!;
    private FakeAgent agent = null!;

    private FakeRelay Relay => host.Relay;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        agent = new FakeAgent(host.Relay);
        var session = Some.Session(SessionState.Requested, null) with { Id = Some.Id };
        host.Desks.Cases.Add(Some.Case("20931", session));
    }

    public async Task DisposeAsync()
    {
        agent.Dispose();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task EachStateIsAccessibleInBothColoursFromTheCodeToTheEnd(string locale)
    {
        var found = new List<string>();
        await using var context = await Open(locale);
        var page = await Live(context);
        await Code(page);
        await Inspect(page, $"live-code-{locale}", found);

        (await agent.Type(WrongOne(await Code(page)), 1)).Should().BeFalse();
        await page.WaitForSelectorAsync("#code-note[data-about=wrongTry]");
        await page.WaitForSelectorAsync("#code-tries[data-left='4']");
        await Inspect(page, $"live-wrong-try-{locale}", found);

        await Relay.Show(status => status with { Nameplate = null, CodeHolder = null, CodeEnd = CodeEnd.TooManyTries });
        await page.WaitForSelectorAsync("#code-open[data-code=gone]");
        await Inspect(page, $"live-code-gone-{locale}", found);

        await page.ClickAsync("#new-code");
        (await agent.Type(await Code(page), 1)).Should().BeTrue();
        await page.WaitForSelectorAsync("#state[data-state=joined]");
        (await Words(page, "#words")).Should().Be((agent.Words!.English, agent.Words.Chinese));
        (await page.InnerTextAsync("#words span:first-child")).Should().Be(locale == "en" ? agent.Words.English : agent.Words.Chinese);
        await Inspect(page, $"live-question-{locale}", found);

        await Share(page);
        (await Words(page, "#bar-words")).Should().Be((agent.Words.English, agent.Words.Chinese));
        await Inspect(page, $"live-picture-{locale}", found);

        await Relay.Show(status => status with { LogUnavailable = true });
        await page.WaitForSelectorAsync("#curtain[data-why=logUnavailable]");
        (await page.InnerTextAsync("#notice[data-about=logUnavailable] #notice-words")).Should().Contain(locale == "en" ? "cannot write its log" : "无法写入日志");
        await Relay.Show(status => status with { LogUnavailable = false });
        await page.WaitForSelectorAsync("#curtain", new() { State = WaitForSelectorState.Hidden });

        await Relay.Show(status => status with { CustomerConnected = false, ComeBackUntil = DateTimeOffset.UtcNow.AddSeconds(50) });
        await page.WaitForSelectorAsync("#curtain[data-why=back]");
        (await page.InnerTextAsync("#notice[data-about=customerLost] #notice-words")).Should().Contain("+49 30 5550142");
        await Inspect(page, $"live-customer-lost-{locale}", found);

        await Relay.Show(status => status with { State = SessionState.Ended, EndReason = EndReason.CustomerLost, ComeBackUntil = null });
        await page.WaitForSelectorAsync("#ended[data-reason=customerLost]");
        await Inspect(page, $"live-ended-lost-{locale}", found);
        found.Should().BeEmpty();
    }

    [Fact]
    public async Task APictureThatWasAlteredOnItsWayEndsTheSessionByName()
    {
        await using var context = await Open("en");
        var page = await Sharing(context);
        var envelope = agent.Picture();
        envelope[^20] ^= 1;
        Relay.Envelope(1, envelope);

        await page.WaitForSelectorAsync("#ended[data-reason=altered][data-fault=forged]");
        await Until(() => Relay.IsEnded && Relay.Viewers == 0, "the page ends the session and leaves");
        (await page.GetAttributeAsync("#ended", "data-reason")).Should().Be("altered", "whatever the Relay says of it");
        (await page.IsVisibleAsync("#picture")).Should().BeFalse();
        await Shoot(page, "live-ended-altered-en");
    }

    [Fact]
    public async Task APageThatIsReloadedResumesByItselfAndShowsTheSameWords()
    {
        await using var context = await Open("en");
        var page = await Sharing(context);
        await page.ReloadAsync();
        await Until(() => Relay.Newest == 2, "the page watches again");
        await page.WaitForSelectorAsync("#curtain[data-why=coming]");

        (await agent.Resume(2)).Should().BeTrue();
        agent.Share(2);
        await agent.Hear<ControlMessage.Painted>(2);
        await ShowsThePicture(page);
        (await Words(page, "#bar-words")).Should().Be((agent.Words!.English, agent.Words.Chinese));
    }

    [Fact]
    public async Task AnAgentThatComesBackIsResumedWithUnderTheSameNumber()
    {
        await using var context = await Open("en");
        var page = await Sharing(context);
        (await agent.Resume(1)).Should().BeTrue();
        await page.WaitForSelectorAsync("#curtain[data-why=back]");
        agent.Share(1);
        await agent.Hear<ControlMessage.Painted>(1);
        await ShowsThePicture(page);
        Relay.Newest.Should().Be(1);
    }

    [Fact]
    public async Task TheCodeIsShownInOneWindowOnly()
    {
        await using var context = await Open("en");
        var first = await Live(context);
        var code = await Code(first);
        var second = await Live(context);
        await second.WaitForSelectorAsync("#code-open[data-code=elsewhere]");
        (await second.InnerTextAsync("#code")).Should().NotContain(code[..3]);
        await Shoot(second, "live-code-elsewhere-en");

        await second.ClickAsync("#new-code");
        (await Code(second)).Should().NotBe(code);
        await first.WaitForSelectorAsync("#code-open[data-code=elsewhere]");
        await second.CloseAsync();
        await first.WaitForSelectorAsync("#code-open[data-code=mine]");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task ASecondWindowHasNoPictureUntilItIsIntroducedAndBothShowTheSameWords(string locale)
    {
        var found = new List<string>();
        await using var context = await Open(locale);
        var first = await Sharing(context);
        var second = await Live(context);
        await second.WaitForSelectorAsync("#outside[data-state=out]");
        (await agent.Resume(2)).Should().BeFalse("a living window's secret is its own");
        await Inspect(second, $"live-outside-{locale}", found);

        await second.ClickAsync("#ask-in");
        await second.WaitForSelectorAsync("#outside[data-state=shown]");
        await first.WaitForSelectorAsync("#guest[data-state=asks][data-viewer='2']");
        (await Words(first, "#guest-words")).Should().Be(await Words(second, "#outside-words"));
        await Inspect(first, $"live-guest-{locale}", found);
        await Inspect(second, $"live-outside-shown-{locale}", found);

        await first.ClickAsync("#introduce");
        var command = await agent.Hear<ControlMessage.Command>(1);
        command.Sequence.Should().Be(1);
        command.Body.Take(5).Should().Equal(1, 2, 0, 0, 0);
        await second.WaitForSelectorAsync("#outside[data-state=granted]");

        agent.Say(1, new ControlMessage.Done(1).ToBytes());
        agent.Say(1, new ControlMessage.Admitted(2, Allowed: false).ToBytes());
        await first.WaitForSelectorAsync("#guest[data-state=declined]");
        await second.WaitForSelectorAsync("#outside[data-state=declined]");
        await Inspect(first, $"live-guest-declined-{locale}", found);
        found.Should().BeEmpty();
    }

    [Fact]
    public async Task ACaseThatWasCutOffGoesOnWithOneClick()
    {
        await using var context = await Open("en");
        var ended = Some.Session(SessionState.Ended, EndReason.CustomerLost) with { Id = Guid.NewGuid() };
        var shown = Some.Case("20950", ended);
        host.Desks.Cases.Add(shown);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/sessions/{ended.Id}");
        (await page.InnerTextAsync("#callback")).Should().Be("+49 30 5550142");
        await page.ClickAsync("#continue");
        // Its load event may be over before it is waited for.
        await page.WaitForURLAsync($"**/sessions/{Some.Id}", new() { WaitUntil = WaitUntilState.Commit });
        host.Desks.Started.Should().Equal((shown.Id, ended.Reason));
        await Code(page);
    }

    private static async Task<string> Code(IPage page) =>
        (await (await page.WaitForSelectorAsync("#code[data-code]"))!.GetAttributeAsync("data-code"))!;

    private static async Task ShowsThePicture(IPage page) => await page.WaitForSelectorAsync(
        "body[data-view=picture] #curtain[hidden]", new() { State = WaitForSelectorState.Attached });

    private static string WrongOne(string code) => code[..9] + (code[9] == '1' ? '2' : '1');

    private static async Task<(string? English, string? Chinese)> Words(IPage page, string selector) => (
        await page.GetAttributeAsync(selector, "data-english"), await page.GetAttributeAsync(selector, "data-chinese"));

    private static async Task Inspect(IPage page, string name, List<string> found)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await Shoot(page, $"{name}-{scheme}".ToLowerInvariant());
            found.AddRange((await Axe.Look(page, scheme is ColorScheme.Light ? [] : Axe.OfColours)).Select(what => $"{name}: {what}"));
        }
    }

    private static Task Shoot(IPage page, string name) =>
        Artifacts.Photograph(page, name);

    private static async Task Until(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            limit.IsCancellationRequested.Should().BeFalse(what);
            await Task.Delay(20);
        }
    }

    private async Task<IPage> Sharing(IBrowserContext context)
    {
        var page = await Live(context);
        (await agent.Type(await Code(page), 1)).Should().BeTrue();
        await page.WaitForSelectorAsync("#state[data-state=joined]");
        await Share(page);
        return page;
    }

    private async Task Share(IPage page)
    {
        await Relay.Show(status => status with
        {
            State = SessionState.Live, Since = DateTimeOffset.UtcNow, Until = DateTimeOffset.UtcNow.AddHours(1),
        });
        agent.Share(1);
        await ShowsThePicture(page);
    }

    private static async Task<IPage> Live(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/sessions/{Some.Id}");
        return page;
    }

    private Task<IBrowserContext> Open(string locale) => chromium.Browser.NewContextAsync(new BrowserNewContextOptions
    {
        BaseURL = host.Address,
        Locale = locale,
        ColorScheme = ColorScheme.Light,
        ViewportSize = new ViewportSize { Width = 1280, Height = 720 },
        ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Roles"] = ViewerSetup.TechnicianRole, ["X-Name"] = "Mei%20Lin" },
    });
}
