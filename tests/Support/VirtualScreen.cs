using System.Globalization;

namespace RemoteAssist.Tests.Support;

/// <summary>A real X display without a monitor (Xvfb), with a window manager, and hands and eyes for it.</summary>
public sealed class VirtualScreen : IAsyncDisposable
{
    private readonly ChildProcess? server;
    private readonly List<ChildProcess> programs = [];
    private int desktops;

    private VirtualScreen(ChildProcess? server, string display)
    {
        this.server = server;
        Display = display;
    }

    /// <summary>Such as <c>:99</c>.</summary>
    public string Display { get; }

    /// <summary>The X server, where it was started here.</summary>
    public ChildProcess? Server => server;

    /// <summary>Starts a display and openbox on it.</summary>
    public static async Task<VirtualScreen> Start(int width = 1920, int height = 1080)
    {
        var display = ChildProcess.Start(
            "Xvfb", ["-displayfd", "1", "-screen", "0", $"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]);
        var number = await Until.NotNull(
            "Xvfb names its display",
            () => Task.FromResult(display.Output.FirstOrDefault(line => int.TryParse(line, out _))));
        var screen = new VirtualScreen(display, ":" + number);
        await screen.Manage();
        return screen;
    }

    /// <summary>A display that is there already; it gets openbox where nothing manages its windows, and stays when this is disposed.</summary>
    public static async Task<VirtualScreen> On(string display)
    {
        var screen = new VirtualScreen(null, display);
        if (!await screen.IsManaged())
        {
            await screen.Manage();
        }

        return screen;
    }

    /// <summary>The environment that puts a program on this display, apart from the desktop of whoever runs the tests.</summary>
    public Dictionary<string, string?> Environment(string language = "C.UTF-8") => new(StringComparer.Ordinal)
    {
        ["DISPLAY"] = Display,
        ["WAYLAND_DISPLAY"] = null,
        ["XDG_SESSION_TYPE"] = "x11",
        ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:",
        ["GSETTINGS_BACKEND"] = "memory",
        ["NO_AT_BRIDGE"] = "1",
        ["LC_ALL"] = null,
        ["LC_MESSAGES"] = null,
        ["LANG"] = language,
    };

    /// <summary>Starts a program on this display; it ends with the display at the latest.</summary>
    public ChildProcess Run(string program, IEnumerable<string> arguments)
    {
        var child = ChildProcess.Start(program, arguments, Environment());
        programs.Add(child);
        return child;
    }

    /// <summary>What the screen shows now, without the pointer.</summary>
    public Task<Picture> Look() => Task.Run(() => ScreenReader.Read(Display));

    /// <summary>Saves what the screen shows now.</summary>
    public async Task Photograph(string path) => (await Look()).Save(path);

    /// <summary>The visible window whose title holds <paramref name="title"/>, once it is there.</summary>
    public Task<ScreenWindow> Window(string title, TimeSpan? within = null) =>
        Until.NotNull($"a window \"{title}\" is on the screen", async () => await FindWindow(title), within, Trouble);

    /// <summary>The visible window whose title holds <paramref name="title"/>, or null.</summary>
    public async Task<ScreenWindow?> FindWindow(string title)
    {
        var ids = await Ask("xdotool", ["search", "--onlyvisible", "--name", title]);
        foreach (var id in ids.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var shell = await Ask("xdotool", ["getwindowgeometry", "--shell", id]);
            var values = shell.Split('\n').Select(line => line.Split('=')).Where(pair => pair.Length == 2)
                .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
            if (values.TryGetValue("X", out var x) && values.TryGetValue("WIDTH", out var width))
            {
                return new ScreenWindow(id, new Area(Number(x), Number(values["Y"]), Number(width), Number(values["HEIGHT"])));
            }
        }

        return null;
    }

    /// <summary>Whether the window manager has given this window the keyboard.</summary>
    public async Task<bool> HasKeyboard(ScreenWindow window) =>
        (await Ask("xprop", ["-root", "_NET_ACTIVE_WINDOW"])).TrimEnd().EndsWith($"0x{long.Parse(window.Id, CultureInfo.InvariantCulture):x}", StringComparison.Ordinal);

    /// <summary>Clicks in the middle of the block of this colour in this window, once there is one.</summary>
    /// <returns>When the button went down, Unix time in ms.</returns>
    public async Task<double> ClickColour(string title, uint colour, TimeSpan? within = null)
    {
        var button = await Until.NotNull(
            $"the window \"{title}\" has a button of colour #{colour:x6}",
            async () => await FindWindow(title) is { } window && (await Look()).Find(colour, window.Area) is { } area
                ? (object)area
                : null,
            within,
            Trouble);
        var (x, y) = ((Area)button).Middle;
        return await Click(x, y);
    }

    /// <summary>Moves the pointer there and clicks.</summary>
    /// <returns>When the button went down, Unix time in ms.</returns>
    public async Task<double> Click(int x, int y)
    {
        await Hands("mousemove", Text(x), Text(y));
        var when = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        await Hands("click", "1");
        return when;
    }

    /// <summary>What each of its keys writes, as <c>xmodmap</c> lists it.</summary>
    public Task<string> KeyTable() => Ask("xmodmap", ["-pke"]);

    /// <summary>Drives the display as a person would: <c>xdotool</c> with these words.</summary>
    public Task Hands(params string[] words) => Ask("xdotool", words);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var program in Enumerable.Reverse(programs))
        {
            await program.DisposeAsync();
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    private async Task Manage()
    {
        Run("openbox", []);
        await Until.True("openbox manages the windows", IsManaged);

        // It names itself before it has read what came while it started, and then leaves that alone until something else comes.
        await Answers();
    }

    /// <summary>Waits until the window manager has done what it was told so far, such as that keys mean something else now.</summary>
    public async Task Answers()
    {
        desktops = desktops == 3 ? 4 : 3;
        await Until.True("openbox answers", async () =>
        {
            await Hands("set_num_desktops", Text(desktops));
            return (await Ask("xprop", ["-root", "_NET_NUMBER_OF_DESKTOPS"])).Contains($"= {desktops}", StringComparison.Ordinal);
        });
    }

    private async Task<bool> IsManaged() =>
        (await Ask("xprop", ["-root", "_NET_SUPPORTING_WM_CHECK"])).Contains("window id", StringComparison.Ordinal);

    private async Task<string> Ask(string program, IEnumerable<string> arguments) =>
        System.Text.Encoding.UTF8.GetString(await ChildProcess.Capture(program, arguments, Environment()));

    // What a person would want to see of a test that waits in vain.
    private string Trouble()
    {
        var path = Path.Combine(Repository.Root, "artifacts", $"trouble-{Guid.NewGuid():n}.png");
        ScreenReader.Read(Display).Save(path);
        return $"see {path}.";
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A window as it stands on the screen.</summary>
public sealed record ScreenWindow(string Id, Area Area);
