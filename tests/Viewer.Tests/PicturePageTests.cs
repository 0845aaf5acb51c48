using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The picture in a real browser, pixel by pixel: what the worker decodes and paints is what the page shows.</summary>
public sealed class PicturePageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    // 16×8 pixels of one grey, which every decoder shows alike.
    private static readonly byte[] GreyPhoto = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgy"
        + "PC4zNDL/wAALCAAIABABAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AD//Z");

    // 5×9 pixels of one colour, with chroma of half the size each way.
    private static readonly byte[] OddPhoto = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIU"
        + "FRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAJAAUDASIAAhEB"
        + "AxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABwj/xAAUEQEAAAAAAAAAAAAA"
        + "AAAAAAAA/9oADAMBAAIRAxEAPwCQAHqQf//Z");

    private ViewerHost host = null!;
    private FakeAgent agent = null!;

    private FakeRelay Relay => host.Relay;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        agent = new FakeAgent(host.Relay);
        host.Desks.Cases.Add(Some.Case("20931", Some.Session(SessionState.Requested, null) with { Id = Some.Id }));
    }

    public async Task DisposeAsync()
    {
        agent.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task EverySectionIsSeenOnTheCanvas()
    {
        var page = await Sharing();
        byte[] sizedPhoto = [(byte)(GreyPhoto.Length | 0x80), (byte)(GreyPhoto.Length >> 7), .. GreyPhoto];
        await Send(
            null,
            FakeAgent.Fill(new ScreenRect(3, 5, 10, 20), 255, 0, 0),
            new PictureSection.Coded(TileCodecs.Photo, [new ScreenRect(100, 30, 16, 8)], sizedPhoto),
            new PictureSection.Remember([new TileRun(0, 2)]),
            new PictureSection.Copy([new Move(new ScreenRect(500, 500, 40, 40), 0, 0), new Move(new ScreenRect(700, 600, 16, 8), 100, 30)]),
            FakeAgent.Fill(new ScreenRect(0, 0, 128, 64), 1, 2, 3),
            new PictureSection.RecallParts([new RecalledPart(0, new ScreenRect(0, 0, 8, 10))]));
        await Shows(page, (5, 8, 255, 0, 0), (9, 8, 1, 2, 3), (503, 505, 255, 0, 0), (499, 505, 38, 92, 128));
        await Shows(page, (707, 604, 128, 128, 128), (715, 607, 128, 128, 128), (110, 33, 1, 2, 3), (1279, 719, 38, 92, 128));

        await Send(null, new PictureSection.Recall([new RecalledRun(0, 0, 2)]));
        await Shows(page, (12, 24, 255, 0, 0), (110, 33, 128, 128, 128), (0, 0, 38, 92, 128));
    }

    [Fact]
    public async Task APhotoOfOddSizeHasItsColoursAndABrokenOneIsALoss()
    {
        var page = await Sharing();
        await Send(null, Photo(OddPhoto, new ScreenRect(1201, 603, 5, 9)));
        await Shows(page, (1201, 603, 200, 100, 50), (1205, 611, 200, 100, 50), (1206, 611, 38, 92, 128), (1205, 612, 38, 92, 128));

        Relay.Envelope(1, agent.Change(null, Photo([.. OddPhoto[..^60], .. new byte[60]], new ScreenRect(0, 0, 9, 5))));
        await agent.Hear<ControlMessage.KeyFrameRequest>(1);
    }

    [Fact]
    public async Task APaintedFrameIsToldWithTheTimeThatItTook()
    {
        await Sharing();
        var painted = await Send(null, FakeAgent.Fill(new ScreenRect(0, 0, 9, 9), 0, 0, 0));
        painted.HeldFor.Should().BeInRange(1, 5_000_000, "decoding and painting take a moment, in µs");
    }

    [Fact]
    public async Task TilesThatDoNotLookAsTheyMustAreToldAndThePictureGoesOn()
    {
        var page = await Sharing();
        Relay.Envelope(1, agent.Change(new TileTruth(new TileRun(20, 3), 7), FakeAgent.Fill(new ScreenRect(0, 0, 9, 9), 9, 8, 7)));
        var differs = await agent.Hear<ControlMessage.Differs>(1);
        (differs.First, differs.Count).Should().Be((20, 3));
        await Send(null, FakeAgent.Fill(new ScreenRect(20, 20, 9, 9), 6, 5, 4));
        await Shows(page, (5, 5, 9, 8, 7), (25, 25, 6, 5, 4));
    }

    [Fact]
    public async Task ABadSectionAsksForAKeyFrameAndTheCanvasKeepsTheLastWholePicture()
    {
        var page = await Sharing();
        await Send(null, FakeAgent.Fill(new ScreenRect(0, 0, 9, 9), 9, 8, 7));
        Relay.Envelope(1, agent.Change(
            null, FakeAgent.Fill(new ScreenRect(0, 0, 9, 9), 1, 1, 1), new PictureSection.Recall([new RecalledRun(0, 9, 1)])));
        await agent.Hear<ControlMessage.KeyFrameRequest>(1);
        await Shows(page, (5, 5, 9, 8, 7));
        Relay.Envelope(1, agent.Picture());
        await agent.Hear<ControlMessage.Painted>(1);
        await Shows(page, (5, 5, 38, 92, 128));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task HowThePictureComesIsShownWhenAskedFor(string locale)
    {
        var page = await Sharing(locale);
        (await page.IsVisibleAsync("#trace-panel")).Should().BeFalse();
        await page.Keyboard.PressAsync("Control+Alt+KeyD");
        await page.WaitForSelectorAsync("#trace-panel");
        var screen = new Frame(1280, 720);
        screen.Fill(new ScreenRect(900, 300, 60, 40), 250, 250, 0);
        byte[] sizedPhoto = [(byte)(GreyPhoto.Length | 0x80), (byte)(GreyPhoto.Length >> 7), .. GreyPhoto];
        var photos = Enumerable.Range(0, 12).Select(i => new ScreenRect(900 + (i % 4 * 16), 560 + (i / 4 * 8), 16, 8)).ToArray();
        var bytes = new ArrayBufferWriter<byte>();
        new LosslessCodec().Encode(screen, [new ScreenRect(880, 280, 300, 200)], bytes);
        await Send(
            null,
            new PictureSection.Coded(TileCodecs.Photo, photos, Enumerable.Repeat(sizedPhoto, 12).SelectMany(photo => photo).ToArray()),
            new PictureSection.Coded(LosslessCodec.Type, [new ScreenRect(880, 280, 300, 200)], bytes.WrittenMemory),
            new PictureSection.Remember([new TileRun(0, 2)]),
            new PictureSection.Copy([new Move(new ScreenRect(420, 520, 400, 120), 200, 100)]),
            new PictureSection.Recall([new RecalledRun(8, 0, 2)]),
            FakeAgent.Fill(new ScreenRect(900, 560, 16, 8), 1, 2, 3));
        await Send(new TileTruth(new TileRun(20, 3), 7), FakeAgent.Fill(new ScreenRect(1000, 40, 200, 100), 20, 120, 90));
        await Shoot(page, $"live-trace-{locale}", ColorScheme.Light);
        foreach (var (kind, pieces) in new[] { ("fill", 1), ("lossless", 1), ("photo", 12), ("repair", 1), ("copy", 1), ("recall", 2) })
        {
            await page.WaitForFunctionAsync(
                "([kind, pieces]) => document.querySelector(`#trace-kinds [data-kind=${kind}] td`).textContent === pieces",
                new[] { kind, pieces.ToString(CultureInfo.InvariantCulture) });
        }

        foreach (var place in new[] { "#trace-compared", "#trace-differing" })
        {
            await page.WaitForFunctionAsync("place => document.querySelector(place).textContent === '1'", place);
        }

        await Shoot(page, $"live-trace-figures-{locale}", ColorScheme.Dark);
        (await Axe.Look(page)).Should().BeEmpty();

        await page.ClickAsync("#trace-button");
        (await page.IsVisibleAsync("#trace-panel")).Should().BeFalse();
        await Send(null, FakeAgent.Fill(new ScreenRect(0, 0, 9, 9), 9, 8, 7));
        (await page.EvaluateAsync<int>("() => document.querySelector('#trace').width")).Should().Be(1, "nothing is drawn while nobody looks");
    }

    private static async Task Shoot(IPage page, string name, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        await Artifacts.Photograph(page, $"{name}-{scheme}".ToLowerInvariant());
    }

    private async Task<IPage> Sharing(string locale = "en")
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address,
            Locale = locale,
            ViewportSize = new ViewportSize { Width = 1280, Height = 720 },
            ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Roles"] = ViewerSetup.TechnicianRole, ["X-Name"] = "Mei%20Lin" },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/sessions/{Some.Id}");
        var code = await (await page.WaitForSelectorAsync("#code[data-code]"))!.GetAttributeAsync("data-code");
        (await agent.Type(code!, 1)).Should().BeTrue();
        await page.WaitForSelectorAsync("#state[data-state=joined]");
        await Relay.Show(status => status with { State = SessionState.Live, Since = DateTimeOffset.UtcNow });
        agent.Share(1);
        await agent.Hear<ControlMessage.Painted>(1);
        return page;
    }

    private static PictureSection.Coded Photo(byte[] jpeg, ScreenRect area) =>
        new(TileCodecs.Photo, [area], new byte[] { (byte)(jpeg.Length | 0x80), (byte)(jpeg.Length >> 7) }.Concat(jpeg).ToArray());

    private async Task<ControlMessage.Painted> Send(TileTruth? truth, params PictureSection[] sections)
    {
        Relay.Envelope(1, agent.Change(truth, sections));
        return await agent.Hear<ControlMessage.Painted>(1);
    }

    // What a worker paints reaches the page's own element some animation frames later.
    private static async Task Shows(IPage page, params (int X, int Y, int Red, int Green, int Blue)[] pixels)
    {
        var expected = pixels.SelectMany(pixel => new[] { pixel.Red, pixel.Green, pixel.Blue }).ToArray();
        var seen = Array.Empty<int>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!seen.SequenceEqual(expected) && !limit.IsCancellationRequested)
        {
            var json = await page.EvaluateAsync<JsonElement>(
                """
                places => new Promise(done => requestAnimationFrame(() => {
                  const screen = document.querySelector('#screen');
                  const copy = new OffscreenCanvas(screen.width, screen.height).getContext('2d');
                  copy.drawImage(screen, 0, 0);
                  done(places.flatMap(([x, y]) => [...copy.getImageData(x, y, 1, 1).data.subarray(0, 3)]));
                }))
                """,
                pixels.Select(pixel => new[] { pixel.X, pixel.Y }).ToArray());
            seen = [.. json.EnumerateArray().Select(value => value.GetInt32())];
        }

        seen.Should().Equal(expected);
    }
}
