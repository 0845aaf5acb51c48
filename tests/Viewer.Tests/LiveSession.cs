using Microsoft.Playwright;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Viewer.Tests;

/// <summary>One live page, and the customer's end of its session.</summary>
internal sealed class LiveSession : IAsyncDisposable
{
    private readonly IBrowserContext context;

    private LiveSession(ViewerHost host, FakeAgent agent, IBrowserContext opened, IPage page) =>
        (Host, Agent, context, Page) = (host, agent, opened, page);

    public ViewerHost Host { get; }

    public FakeAgent Agent { get; }

    public IPage Page { get; }

    /// <summary>What was found wrong for people who do not see or point.</summary>
    public List<string> Found { get; } = [];

    /// <summary>A session whose picture is seen, 1280×720, with these scopes beside seeing it.</summary>
    public static async Task<LiveSession> Start(Chromium chromium, string locale = "en", params Scope[] more)
    {
        var host = await ViewerHost.Start();
        host.Desks.Cases.Add(Some.Case("20931", Some.Session(SessionState.Requested, null) with { Id = Some.Id }));
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address,
            Locale = locale,
            ColorScheme = ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = 1280, Height = 720 },
            ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Roles"] = ViewerSetup.TechnicianRole, ["X-Name"] = "Mei%20Lin" },
        });
        var session = new LiveSession(host, new FakeAgent(host.Relay), context, await context.NewPageAsync());
        await session.Page.GotoAsync($"/sessions/{Some.Id}");
        var code = await (await session.Page.WaitForSelectorAsync("#code[data-code]"))!.GetAttributeAsync("data-code");
        (await session.Agent.Type(code!, 1)).Should().BeTrue();
        await session.Page.WaitForSelectorAsync("#state[data-state=joined]");
        await host.Relay.Show(status => status with { State = SessionState.Live, Since = DateTimeOffset.UtcNow });
        session.Agent.Share(1, more);
        await session.Agent.Hear<ControlMessage.Painted>(1);
        await session.Page.WaitForSelectorAsync("body[data-view=picture] #curtain[hidden]", new() { State = WaitForSelectorState.Attached });
        return session;
    }

    /// <summary>Chooses a tool, as soon as the page has it ready.</summary>
    public async Task Choose(string tool)
    {
        await Page.ClickAsync($"#tool-{tool}[data-readiness=ready]");
        await Page.WaitForSelectorAsync($"body[data-tool={tool}]");
    }

    /// <summary>The place of the window at which a pixel of the picture is seen.</summary>
    public async Task<(float X, float Y)> At(int x, int y)
    {
        var place = await Page.Locator("#glass").BoundingBoxAsync();
        return (place!.X + ((x + 0.5f) * place.Width / 1280), place.Y + ((y + 0.5f) * place.Height / 720));
    }

    /// <summary>The pointer goes to a pixel of the picture.</summary>
    public async Task MoveTo(int x, int y)
    {
        var at = await At(x, y);
        await Page.Mouse.MoveAsync(at.X, at.Y);
    }

    /// <summary>The pointer goes from one pixel to another by way of a third, with its button down.</summary>
    public async Task Drag((int X, int Y) from, (int X, int Y) to)
    {
        await MoveTo(from.X, from.Y);
        await Page.Mouse.DownAsync();
        await MoveTo((from.X + to.X) / 2, from.Y);
        await MoveTo(to.X, to.Y);
        await Page.Mouse.UpAsync();
    }

    /// <summary>Everything of pointer and keyboard that the Agent hears up to this, in its order.</summary>
    public async Task<List<InputEvent>> Heard(InputEvent last)
    {
        var heard = new List<InputEvent>();
        do
        {
            heard.AddRange((await Agent.Take<ViewerCommand.Input>(1)).Events);
        }
        while (!heard.Contains(last));
        return heard;
    }

    /// <summary>Leaves a picture of the page in both colours, and has each looked at by axe.</summary>
    public async Task Inspect(string name)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await Artifacts.Photograph(Page, $"{name}-{scheme}".ToLowerInvariant());
            Found.AddRange((await Axe.Look(Page, scheme is ColorScheme.Light ? [] : Axe.OfColours)).Select(what => $"{name}: {what}"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        Agent.Dispose();
        await Host.DisposeAsync();
    }
}
