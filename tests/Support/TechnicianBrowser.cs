using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace RemoteAssist.Tests.Support;

/// <summary>A technician at work: a real Chromium, driven as a person would drive it.</summary>
public sealed class TechnicianBrowser : IAsyncDisposable
{
    /// <summary>What the account of <see cref="SetUp"/> signs in with.</summary>
    public const string Email = "mei.lin@harbour.example";

    /// <summary>The password of that account.</summary>
    public const string Password = "a long kettle of tea 42";

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    // One browser for all who only need a window of their own, each with its own cookies. It ends with this process.
    private static readonly Lazy<Task<IBrowser>> Headless = new(LaunchHeadless);

    private static readonly PageWaitForURLOptions Soon = new() { WaitUntil = WaitUntilState.Commit };

    // In ms, for whatever a page is waited for; a machine may be busy.
    private const float Patience = 60_000;

    private readonly IAsyncDisposable window;
    private readonly RelayProcess relay;
    private readonly Uri address;
    private readonly ConcurrentQueue<string> complaints = new();

    private TechnicianBrowser(IAsyncDisposable window, IPage page, RelayProcess relay, Uri address)
    {
        this.window = window;
        this.relay = relay;
        this.address = address;
        Page = page;
    }

    /// <summary>The tab.</summary>
    public IPage Page { get; private set; }

    /// <summary>Errors that pages wrote to the browser's console.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>Opens a browser's window with one empty tab, and nothing in it of any other.</summary>
    /// <param name="relay">The Relay that it will visit.</param>
    /// <param name="language">What the browser asks pages for, such as <c>en</c> or <c>zh-CN</c>.</param>
    /// <param name="line">The line to it; a straight one where there is none.</param>
    /// <param name="signedIn">Who is signed in; nobody where there is none.</param>
    public static async Task<TechnicianBrowser> Start(
        RelayProcess relay, string language = "en", ImpairedLine? line = null, SignedIn? signedIn = null)
    {
        var chromium = await Headless.Value;
        var context = await chromium.NewContextAsync(
            new() { Locale = language, ViewportSize = new() { Width = 1280, Height = 720 }, StorageState = signedIn?.Cookies });
        context.SetDefaultTimeout(Patience);
        var technician = new TechnicianBrowser(context, await context.NewPageAsync(), relay, line?.Address ?? relay.Address);
        if (signedIn is not null)
        {
            technician.TakeKey(signedIn.PhoneKey);
        }

        technician.Listen();
        return technician;
    }

    /// <summary>Opens a window of the shared browser for whoever needs nothing else of a technician.</summary>
    public static async Task<IBrowserContext> Window(BrowserNewContextOptions options)
    {
        var context = await (await Headless.Value).NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return context;
    }

    /// <summary>Opens a browser over the whole of a display, to be looked at there: no frame, no bars.</summary>
    /// <param name="relay">The Relay that it will visit.</param>
    /// <param name="screen">The display.</param>
    /// <param name="width">Of the display.</param>
    /// <param name="height">Of the display.</param>
    public static async Task<TechnicianBrowser> StartOn(RelayProcess relay, VirtualScreen screen, int width, int height)
    {
        var driver = await Playwright.CreateAsync();
        var profile = Directory.CreateTempSubdirectory("remoteassist-browser-").FullName;

        // Its offer to keep the password would stand over the page.
        Directory.CreateDirectory(Path.Combine(profile, "Default"));
        await File.WriteAllTextAsync(
            Path.Combine(profile, "Default", "Preferences"),
            """{"credentials_enable_service":false,"profile":{"password_manager_enabled":false}}""");
        var context = await driver.Chromium.LaunchPersistentContextAsync(profile, new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Headless = false,
            Locale = "en",
            ViewportSize = ViewportSize.NoViewport,
            Args = [.. Flags, "--kiosk", "--hide-scrollbars", "--force-device-scale-factor=1", "--window-position=0,0", $"--window-size={width},{height}"],
            Env = screen.Environment().Where(pair => pair.Value is not null)
                .Concat([new("PATH", System.Environment.GetEnvironmentVariable("PATH")), new("HOME", profile)])
                .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal),
        });
        context.SetDefaultTimeout(Patience);
        var technician = new TechnicianBrowser(new Profile(driver, context, profile), context.Pages[0], relay, relay.Address);
        technician.Listen();
        return technician;
    }

    /// <summary>The authenticator app on the technician's phone, once the account has been set up.</summary>
    public Authenticator? Phone { get; private set; }

    /// <summary>The key that the app took in.</summary>
    public string PhoneKey { get; private set; } = "";

    /// <summary>Opens the one-time link, makes the first account and its second factor, and so signs in.</summary>
    public async Task SetUp(string name = "Mei Lin", string organisation = "Harbour IT")
    {
        await Page.GotoAsync((await relay.SetUpLink()).ToString());
        await Page.FillAsync("[name='Name']", name);
        await Page.FillAsync("[name='Organisation']", organisation);
        await Page.FillAsync("[name='Email']", Email);
        await Page.FillAsync("[name='Password']", Password);
        await Page.ClickAsync("main button[type=submit]");
        await TakeFactor();
        await Arrive("**/cases**");
    }

    /// <summary>Takes the key on the page into an authenticator app, and keeps the recovery codes.</summary>
    public async Task TakeFactor()
    {
        await Page.WaitForSelectorAsync("#factor-form");
        TakeKey((await Page.GetAttributeAsync("#factor-secret", "data-secret"))!);
        await Page.FillAsync("[name='Code']", await Phone.Next());
        await Page.ClickAsync("#factor-submit");
        await Page.ClickAsync("#recovery-kept");
    }

    /// <summary>Signs in with the password and the authenticator app.</summary>
    public async Task SignIn()
    {
        await Visit("sign-in");
        await Page.FillAsync("[name='Email']", Email);
        await Page.FillAsync("[name='Password']", Password);
        await Page.ClickAsync("#sign-in-submit");
        await Page.FillAsync("[name='Code']", await Phone!.Next());
        await Page.ClickAsync("#code-submit");
        await Arrive("**/cases**");
    }

    /// <summary>As an administrator: invites somebody further, in a tab of its own.</summary>
    /// <param name="name">Theirs.</param>
    /// <param name="email">Theirs.</param>
    /// <param name="role">What they are, as the page has it.</param>
    /// <returns>The link for them.</returns>
    public async Task<Uri> Invite(string name, string email, string role = "technician")
    {
        var tab = await Page.Context.NewPageAsync();
        await tab.GotoAsync(new Uri(address, "people/invite").ToString());
        await tab.FillAsync("[name='Name']", name);
        await tab.FillAsync("[name='Organisation']", "Harbour IT");
        await tab.FillAsync("[name='Email']", email);
        await tab.SetCheckedAsync("#role-technician", role == "technician");
        await tab.CheckAsync($"#role-{role}");
        await tab.ClickAsync("#invite-submit");
        var link = await tab.TextContentAsync("#invitation-link");
        await tab.CloseAsync();
        return new Uri(link!.Trim());
    }

    /// <summary>Opens an invitation, makes the account and its second factor, and so signs in.</summary>
    public async Task Accept(Uri invitation)
    {
        await Page.GotoAsync(invitation.ToString());
        await Page.FillAsync("[name='Password']", Password);
        await Page.ClickAsync("#invitation-submit");
        await TakeFactor();
        await Arrive("**/cases**");
    }

    /// <summary>Opens a case and gives the address of its page.</summary>
    public async Task<Uri> OpenCase(string number = "20931")
    {
        await Page.GotoAsync(new Uri(address, "cases/new").ToString());
        await Page.FillAsync("[name='Number']", number);
        await Page.FillAsync("[name='Customer']", "Tomas Berg");
        await Page.FillAsync("[name='Callback']", "+46 8 555 010 22");
        await Page.FillAsync("[name='Problem']", "Printer prints blank pages");
        await Page.ClickAsync("main button[type=submit]");
        await Arrive(url => Guid.TryParse(new Uri(url).Segments[^1], out _));
        return new Uri(Page.Url);
    }

    /// <summary>Starts a session on the case whose page is open, and reads the code.</summary>
    public async Task<string> StartSession(string reason = "Look at the printer settings together")
    {
        await Page.FillAsync("[name='Reason']", reason);
        await Page.ClickAsync("#start-submit");
        await Arrive("**/sessions/**");
        SessionId = Guid.Parse(new Uri(Page.Url).Segments[^1]);
        return await Code();
    }

    /// <summary>Goes on with the case of a session that was lost, in one click, and reads the new code.</summary>
    public async Task<string> ContinueCase()
    {
        var old = Page.Url;
        await Page.ClickAsync("#continue");
        await Arrive(url => url != old);
        SessionId = Guid.Parse(new Uri(Page.Url).Segments[^1]);
        return await Code();
    }

    /// <summary>Asks for another code, on the console.</summary>
    public Task NewCode() => Page.ClickAsync("#new-code");

    /// <summary>Presses <em>End</em> on the console.</summary>
    public Task EndSession() => Page.ClickAsync("#end");

    /// <summary>The session whose console is, or was last, open.</summary>
    public Guid SessionId { get; private set; }

    /// <summary>The ten digits on the page, once they are there.</summary>
    public async Task<string> Code() => await Until.NotNull("the page shows a code", async () =>
    {
        var digits = string.Concat((await Page.TextContentAsync("#code") ?? "").Where(char.IsAsciiDigit));
        return digits.Length == 10 ? digits : null;
    });

    /// <summary>
    /// Notes from now on, at each animation frame, what the canvas shows that it did not before: when a frame was seen, and
    /// the step of the marker in it. The worker's canvas gives its pixels away through another canvas only.
    /// </summary>
    public Task WatchMarker() => Page.EvaluateAsync(
        """
        () => {
          const screen = document.querySelector('#screen');
          const marker = new OffscreenCanvas(128, 8).getContext('2d', { willReadFrequently: true });
          let frames = 0;
          let last = 0;
          window.painted = [];
          window.paintedMasks = [];
          screen.addEventListener('frame-painted', ({ detail }) => {
            frames++;
            window.paintedMasks = detail.masks.map(mask => [mask.x, mask.y, mask.width, mask.height]);
          });
          const look = () => {
            requestAnimationFrame(look);
            let bits = 0;
            if (screen.width >= 128) {
              marker.drawImage(screen, 0, 0, 128, 8, 0, 0, 128, 8);
              const pixels = marker.getImageData(0, 0, 128, 8).data;
              for (let k = 0; k < 16; k++) {
                if (pixels[(4 * 128 + k * 8 + 4) * 4] > 127) bits |= 1 << k;
              }
            }
            if (frames > 0 || bits !== last) {
              window.painted.push([performance.timeOrigin + performance.now(), bits]);
              frames = 0;
              last = bits;
            }
          };
          look();
        }
        """);

    /// <summary>Every painted frame since <see cref="WatchMarker"/>.</summary>
    public async Task<IReadOnlyList<PaintedFrame>> Painted()
    {
        var list = await Page.EvaluateAsync<JsonElement>("() => window.painted");
        return [.. list.EnumerateArray().Select(item => new PaintedFrame(item[0].GetDouble(), Step(item[1].GetInt32())))];
    }

    /// <summary>The pixels of the canvas as they are.</summary>
    public async Task<Picture> Canvas()
    {
        var parts = await Page.EvaluateAsync<string[]>(
            """
            () => {
              const screen = document.querySelector('#screen');
              const copy = new OffscreenCanvas(screen.width, screen.height).getContext('2d', { willReadFrequently: true });
              copy.drawImage(screen, 0, 0);
              const { data } = copy.getImageData(0, 0, screen.width, screen.height);
              const parts = [String(screen.width), String(screen.height)];
              const size = 3 << 13;
              for (let at = 0; at < data.length; at += size) {
                parts.push(btoa(String.fromCharCode.apply(null, data.subarray(at, at + size))));
              }
              return parts;
            }
            """);
        var bytes = parts.Skip(2).SelectMany(Convert.FromBase64String).ToArray();
        return Picture.FromRgba(Number(parts[0]), Number(parts[1]), bytes);
    }

    /// <summary>The rectangles that the Agent keeps to itself, in pixels of the shared screen, since <see cref="WatchMarker"/>.</summary>
    public async Task<IReadOnlyList<Area>> Masks()
    {
        var list = await Page.EvaluateAsync<int[][]>("() => window.paintedMasks ?? []");
        return [.. list.Select(mask => new Area(mask[0], mask[1], mask[2], mask[3]))];
    }

    /// <summary>The session's state as the page has it, in camel case.</summary>
    public async Task<string?> State() => await Page.GetAttributeAsync("#state", "data-state");

    /// <summary>Waits until the page says that the session stands so.</summary>
    public Task Reaches(string state, TimeSpan? within = null) =>
        Until.True($"the technician's page reaches \"{state}\"", async () => await State() == state, within);

    /// <summary>Presses a button whose use is not allowed yet, lets the customer allow it, and presses it again.</summary>
    /// <param name="button">Its selector on the console.</param>
    /// <param name="customer">The customer's screen, where the question comes.</param>
    public async Task AskFor(string button, VirtualScreen customer)
    {
        await Page.ClickAsync($"{button}[data-readiness=not]");
        await customer.ClickColour(WindowTitles.MoreScope, AgentProcess.Primary);
        await Page.ClickAsync($"{button}[data-readiness=ready]");
    }

    /// <summary>Control is asked for and allowed, and the technician has it in the hand.</summary>
    public async Task TakeControl(VirtualScreen customer)
    {
        await AskFor("#tool-control", customer);
        await Page.WaitForSelectorAsync("body[data-controls=true]");
    }

    /// <summary>Opens a page of the Relay.</summary>
    public Task Visit(string path) => Page.GotoAsync(new Uri(address, path).ToString());

    /// <summary>Saves a picture of the tab, or of all that can be scrolled to.</summary>
    public Task Photograph(string path, bool wholePage = false) =>
        Page.ScreenshotAsync(new() { Path = path, FullPage = wholePage });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => window.DisposeAsync();

    [MemberNotNull(nameof(Phone))]
    private void TakeKey(string key)
    {
        PhoneKey = key;
        Phone = new Authenticator(key);
    }

    private static async Task<IBrowser> LaunchHeadless()
    {
        var driver = await Playwright.CreateAsync();
        return await driver.Chromium.LaunchAsync(new() { ExecutablePath = HeadlessBrowser.Path, Headless = true, Args = Flags });
    }

    // The page is there as soon as its address is: whoever works on it waits for what it works on.
    private Task Arrive(string address) => Page.WaitForURLAsync(address, Soon);

    private Task Arrive(Func<string, bool> isThere) => Page.WaitForURLAsync(isThere, Soon);

    private void Listen()
    {
        Page.Console += (_, message) =>
        {
            if (string.Equals(message.Type, "error", StringComparison.Ordinal))
            {
                complaints.Enqueue(message.Text);
            }
        };
        Page.PageError += (_, error) => complaints.Enqueue(error);
    }

    // A browser that is over, and what it kept.
    private sealed class Profile(IPlaywright driver, IBrowserContext context, string folder) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await context.CloseAsync();
            driver.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int? Step(int bits)
    {
        var step = bits & 0xFFF;
        return bits >> 12 == ((step ^ (step >> 4) ^ (step >> 8) ^ 0xA) & 0xF) ? step : null;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>Somebody who is signed in.</summary>
/// <param name="Cookies">As Playwright keeps them.</param>
/// <param name="PhoneKey">The key in their authenticator app.</param>
public sealed record SignedIn(string Cookies, string PhoneKey);

/// <summary>A frame as it was painted.</summary>
/// <param name="At">Unix time in ms.</param>
/// <param name="Step">The marker's step in it, or null where there is no whole marker.</param>
public sealed record PaintedFrame(double At, int? Step);
