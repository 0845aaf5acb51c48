using System.Globalization;

namespace RemoteAssist.Tests.Support;

/// <summary>Everything a session needs, for real: a display, the Relay, a technician's browser with an open case.</summary>
public sealed class Stage : IAsyncDisposable
{
    // Making the first account costs more than most of what is tried afterwards: it is made once, and every Relay of a stage
    // begins with a copy of that one's folder.
    private static readonly Lazy<Task<(string Folder, SignedIn Technician)>> Office = new(async () =>
    {
        var folder = Directory.CreateTempSubdirectory("remoteassist-office-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await using var relay = await RelayProcess.StartIn(new RelayPlace(folder));
        await using var first = await TechnicianBrowser.Start(relay);
        await first.SetUp();
        var technician = new SignedIn(await first.Page.Context.StorageStateAsync(), first.PhoneKey);
        relay.Process.Terminate();
        await relay.Process.Exit();
        return (folder, technician);
    });

    // Both end with this process.
    private static readonly Lazy<Task<(RelayProcess Relay, SignedIn Technician)>> SharedDesk = new(async () =>
    {
        var (relay, technician) = await OwnDesk();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => relay.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(5));
        return (relay, technician);
    });

    private static int lastShared = 20930;

    private readonly List<AgentProcess> agents = [];
    private bool isShared;
    private ImpairedLine? technicianLine;
    private int windows;

    private Stage(VirtualScreen screen, RelayProcess relay, TechnicianBrowser technician, Uri casePage)
    {
        Screen = screen;
        Relay = relay;
        Technician = technician;
        CasePage = casePage;
    }

    public VirtualScreen Screen { get; }

    public RelayProcess Relay { get; }

    public TechnicianBrowser Technician { get; }

    /// <summary>The code that was typed last.</summary>
    public string LastCode { get; private set; } = "";

    /// <summary>The address of the case's page.</summary>
    public Uri CasePage { get; }

    /// <summary>
    /// Sets the stage up to the point where the technician can start a session. Relay and account are those of every stage
    /// that is set so: whoever stops the Relay, looks into it or needs settings of their own sets it <see cref="Apart(string[])"/>.
    /// </summary>
    public static async Task<Stage> Set()
    {
        var (relay, signedIn) = await SharedDesk.Value;
        var screen = await VirtualScreen.Start(1280, 800);
        var technician = await TechnicianBrowser.Start(relay, signedIn: signedIn);
        var number = Interlocked.Increment(ref lastShared).ToString(CultureInfo.InvariantCulture);
        return new Stage(screen, relay, technician, await technician.OpenCase(number)) { isShared = true };
    }

    /// <summary>As <see cref="Set"/>, with a Relay of its own.</summary>
    /// <param name="settings">Of the Relay, such as <c>--Sessions:AnswerWithin=00:00:05</c>.</param>
    public static Task<Stage> Apart(params string[] settings) => Apart(null, settings);

    /// <summary>As <see cref="Apart(string[])"/>; what the technician's browser and the Relay say to each other is recorded.</summary>
    public static async Task<Stage> Apart(WireRecording? recording, params string[] settings)
    {
        var screen = await VirtualScreen.Start(1280, 800);
        var (relay, signedIn) = await OwnDesk(settings);
        var line = recording is null ? null : new ImpairedLine(relay.Address, new LineQuality(), recording: recording);
        var technician = await TechnicianBrowser.Start(relay, line: line, signedIn: signedIn);
        return new Stage(screen, relay, technician, await technician.OpenCase()) { technicianLine = line };
    }

    /// <summary>As <see cref="Apart(string[])"/>, but the technician's browser has a display of its own, <see cref="Desk"/>, and a real keyboard there.</summary>
    public static async Task<Stage> SetWithDesk()
    {
        var screen = await VirtualScreen.Start(1280, 800);
        var desk = await VirtualScreen.Start(1280, 800);
        var relay = await RelayProcess.Start();
        var technician = await TechnicianBrowser.StartOn(relay, desk, 1280, 800);
        await technician.SetUp();
        return new Stage(screen, relay, technician, await technician.OpenCase()) { Desk = desk };
    }

    /// <summary>The technician's own display, where there is one.</summary>
    public VirtualScreen? Desk { get; private init; }

    /// <summary>Control is asked for and allowed, and the technician has it in the hand.</summary>
    public Task TakeControl() => Technician.TakeControl(Screen);

    /// <summary>The technician clicks into the middle of a window of the customer's, through the picture, and sees it come to the front.</summary>
    public async Task ClickThrough(ScreenWindow window)
    {
        var (x, y) = window.Area.Middle;
        await ClickThrough(x, y);
        await Until.True("the window has the keyboard", () => Screen.HasKeyboard(window));
    }

    /// <summary>The technician clicks on a pixel of the customer's screen, through the picture.</summary>
    public async Task ClickThrough(int x, int y)
    {
        var at = await OnPage(x, y);
        await Technician.Page.Mouse.ClickAsync(at.X, at.Y);
    }

    /// <summary>Where a pixel of the customer's screen lies on the technician's page.</summary>
    public async Task<(float X, float Y)> OnPage(int x, int y)
    {
        var glass = (await Technician.Page.Locator("#glass").BoundingBoxAsync())!;
        var size = await Technician.Page.EvaluateAsync<int[]>("() => [document.querySelector('#screen').width, document.querySelector('#screen').height]");
        return (glass.X + ((x + 0.5f) * glass.Width / size[0]), glass.Y + ((y + 0.5f) * glass.Height / size[1]));
    }

    /// <summary>Starts the Agent on the stage's display.</summary>
    public AgentProcess StartAgent(params string[] wrapper) => StartAgent(null, wrapper);

    /// <summary>Starts the Agent on the stage's display, over <paramref name="line"/> if there is one.</summary>
    public AgentProcess StartAgent(ImpairedLine? line, params string[] wrapper)
    {
        var agent = AgentProcess.Start(Screen, line?.Address ?? Relay.Address, "en", wrapper);
        agents.Add(agent);
        return agent;
    }

    /// <summary>Brings a new session to the question on the customer's screen.</summary>
    public Task<AgentProcess> Ask(params string[] wrapper) => Ask(null, wrapper);

    /// <summary>Brings a new session to the question on the customer's screen, over <paramref name="line"/> if there is one.</summary>
    public async Task<AgentProcess> Ask(ImpairedLine? line, params string[] wrapper)
    {
        LastCode = await Technician.StartSession();
        var agent = StartAgent(line, wrapper);
        await agent.TypeCode(LastCode);
        await Screen.Window(WindowTitles.Question);
        return agent;
    }

    /// <summary>Brings a new session to the first picture.</summary>
    public Task<AgentProcess> GoLive(params string[] wrapper) => GoLive(null, wrapper);

    /// <summary>Brings a new session to the first picture, over <paramref name="line"/> if there is one.</summary>
    public async Task<AgentProcess> GoLive(ImpairedLine? line, params string[] wrapper)
    {
        var agent = await Ask(line, wrapper);
        await Technician.WatchMarker();
        await agent.Allow();
        await Technician.Reaches("live");
        await Until.True("a picture is painted", async () => (await Technician.Painted()).Count > 0);
        await Screen.Window(WindowTitles.Banner);
        return agent;
    }

    /// <summary>Waits until the technician's picture is that of the screen, pixel by pixel, outside the Agent's own windows.</summary>
    public Task PicturesAgree(TimeSpan? within = null) => PicturesAgree(Technician, within);

    /// <summary>The same of another one's picture; their masks are known since <see cref="TechnicianBrowser.WatchMarker"/>.</summary>
    public Task PicturesAgree(TechnicianBrowser who, TimeSpan? within = null) => Until.True(
        "the technician's picture is that of the screen",
        async () => await who.Canvas() is { } canvas
            && await Screen.Look() is var screen && screen.Width == canvas.Width && screen.Height == canvas.Height
            && screen.CompareWith(canvas, await who.Masks()).Differing == 0,
        within);

    /// <summary>Another technician of the Relay, invited by the first and signed in, in a browser of their own.</summary>
    public async Task<TechnicianBrowser> Colleague(string name, string email)
    {
        var invitation = await Technician.Invite(name, email);
        var colleague = await TechnicianBrowser.Start(Relay);
        await colleague.Accept(invitation);
        return colleague;
    }

    /// <summary>Something new is drawn, and the technician comes to see it.</summary>
    public async Task GoesOn()
    {
        var title = $"window {++windows}";
        var place = $"50x8+{60 + (windows * 40)}+{150 + (windows * 60)}";
        Screen.Run("xterm", ["-T", title, "-geometry", place, "-e", "sh", "-c", $"seq {windows}00 {windows}99; exec sleep 600"]);
        await Screen.Window(title);
        await PicturesAgree();
        await Technician.Reaches("live");
    }

    /// <summary>The session's part of the log, once it holds the end.</summary>
    public Task<SessionLog> EndedLog() => Until.NotNull("the log holds the end of the session", async () =>
        await SessionLog.Read(Relay, Technician.SessionId) is { EndReason: not "" } log ? log : null);

    private static async Task<(RelayProcess Relay, SignedIn Technician)> OwnDesk(params string[] settings)
    {
        var (folder, technician) = await Office.Value;
        return (await RelayProcess.StartIn(new RelayPlace(Like: folder), settings), technician);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var agent in agents)
        {
            await agent.DisposeAsync();
        }

        await Technician.DisposeAsync();
        if (technicianLine is not null)
        {
            await technicianLine.DisposeAsync();
        }

        if (!isShared)
        {
            await Relay.DisposeAsync();
        }

        await Screen.DisposeAsync();
        if (Desk is not null)
        {
            await Desk.DisposeAsync();
        }
    }
}
