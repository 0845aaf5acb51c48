using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>The real windows on a real display of 1024×768, moved by hands that are not ours.</summary>
public abstract class CustomerWindowsStage(GtkStage stage) : IAsyncLifetime
{
    internal static readonly ComparisonWords Words = new(0, 1);
    internal static readonly DateTimeOffset Began = new(2026, 5, 18, 9, 2, 0, TimeSpan.Zero);

    // Larger than the screen, so that what hangs over an edge is seen to.
    private static readonly ScreenRect Everywhere = new(0, 0, 4096, 4096);

    private readonly OwnWindows own = new();
    private readonly Customer customer = new();
    private readonly SharedScreen shared = new();
    private GtkCustomerWindows windows = null!;
    private Task running = Task.CompletedTask;
    private nint watcher;
    private MaskFinder masks = null!;

    internal XServer Server => stage.Server;

    /// <summary>Where the customer's files go; nothing is there before.</summary>
    internal string Downloads { get; } = Path.Combine(Path.GetTempPath(), "remoteassist-downloads-" + Path.GetRandomFileName());

    /// <summary>The words to which the customer said yes last.</summary>
    internal ShownText? Allowed => customer.Shown;

    internal OwnWindows Own => own;

    internal SharedScreen Shared => shared;

    /// <summary>What the customer did, as the session hears it.</summary>
    internal ConcurrentQueue<string> Heard => customer.Heard;

    public async Task InitializeAsync()
    {
        watcher = Xlib.XOpenDisplay(stage.Server.Display);
        masks = new MaskFinder(watcher, Xlib.XDefaultRootWindow(watcher), own);
        await stage.Do(() => windows = new GtkCustomerWindows(
            Text.For("en", _ => null), "relay.example", own, shared, new SomeDesktop(), dark: false, () => Downloads));
        running = stage.Do(() => windows.Run(customer));
    }

    public async Task DisposeAsync()
    {
        GtkCustomerWindows.Quit();
        await running;
        own.Ids.Should().BeEmpty("all windows go with the Agent");
        _ = Xlib.XCloseDisplay(watcher);
        if (Directory.Exists(Downloads))
        {
            Directory.Delete(Downloads, recursive: true);
        }
    }

    internal static CheckedOffer Offer(string problem = "Printer prints blank pages", params Scope[] scopes) => new(
        Guid.Empty, "Lin Wei", "Northwind IT", "20931", problem, "look at it together", scopes, TimeSpan.FromHours(1), TimeSpan.FromMinutes(2));

    internal static CustomerScreen.Question Question(int allowIn = 0) => new(
        Offer(scopes: [Scope.View, Scope.Control, Scope.Drawing]), Words, allowIn, Answered: false);

    internal static CustomerScreen.Banner Banner(BesideQuestion? beside = null) => new(
        "Lin Wei", BannerState.Watched, Doing.Looking, 12, Words, [new(Scope.View, true), new(Scope.Control, true)],
        Began.AddHours(1), false, [], [], [], beside);

    internal static ImmutableArray<ChatLine> Chat(params string[] said) =>
        [.. said.Select((words, i) => new ChatLine(Began, (uint)i + 1, "Lin Wei", words, true))];

    internal void Show(CustomerScreen screen) => windows.Show(screen);

    /// <summary>Shows this and waits until so many windows of the Agent are on the screen, and drawn.</summary>
    internal async Task Show(CustomerScreen screen, int count)
    {
        Show(screen);
        await Eventually.Is(() => Places().Count == count, $"{count} windows are there");
        await GtkStage.Settled();
    }

    internal IReadOnlyList<ScreenRect> Places() => masks.Find(Everywhere);

    internal string Active() => Said("xdotool getactivewindow getwindowname || true");

    internal string Said(string command) => System.Text.Encoding.UTF8.GetString(Server.Run("sh", "-c", command)).Trim();

    /// <summary>Once everything that was heard is this.</summary>
    internal async Task Hears(params string[] expected)
    {
        await Eventually.Is(() => Heard.Count >= expected.Length, $"{string.Join(", ", expected)} is heard");
        await GtkStage.Settled();
        Heard.Should().Equal(expected);
    }

    /// <summary>What a screen reader would find now.</summary>
    internal static async Task<IReadOnlyList<Accessible>> Accessibles()
    {
        IReadOnlyList<Accessible> all = [];
        await OnGtk(() => all = Accessible.All());
        return all;
    }

    /// <summary>Once this can be seen.</summary>
    internal static Task Sees(string words) => InTime(() => Accessible.All().Any(a => a.Name == words && a.IsInSight), $"\"{words}\" can be seen");

    /// <summary>Once this cannot be seen.</summary>
    internal static Task SeesNo(string words) => InTime(() => !Accessible.All().Any(a => a.Name == words && a.IsInSight), $"\"{words}\" cannot be seen");

    // A window is laid out with its next picture, not when it is told what to show.
    private static async Task InTime(Func<bool> condition, string what)
    {
        var holds = false;
        var watch = Stopwatch.StartNew();
        while (!holds && watch.Elapsed < TimeSpan.FromSeconds(60))
        {
            await GtkStage.Settled();
            await OnGtk(() => holds = condition());
        }

        holds.Should().BeTrue(what);
    }

    /// <summary>Clicks, with the pointer, in the middle of the control that has this name.</summary>
    internal async Task ClickOn(string name)
    {
        var (x, y) = await MiddleOf(name);
        Click(x, y);
        await GtkStage.Settled();
    }

    /// <summary>The middle of the control that has this name, once it is on the screen.</summary>
    internal static async Task<(int X, int Y)> MiddleOf(string name)
    {
        ScreenRect place = default;
        await InTime(
            () =>
            {
                var control = Accessible.All().FirstOrDefault(
                    a => a.Name == name && a.IsEnabled && a.IsInSight && Accessible.Controls.Contains(a.Role));
                place = control?.Place() ?? default;
                return control is not null;
            },
            $"\"{name}\" can be used");
        return (place.X + (place.Width / 2), place.Y + (place.Height / 2));
    }

    internal void Click(int x, int y) => stage.Server.Run(
        "xdotool", "mousemove", x.ToString(CultureInfo.InvariantCulture), y.ToString(CultureInfo.InvariantCulture), "click", "1");

    internal void Key(params string[] keys) => stage.Server.Run("xdotool", ["key", .. keys]);

    internal void Type(string words) => stage.Server.Run("xdotool", "type", "--delay", "5", words);

    /// <summary>Does something on the thread of the windows while they run.</summary>
    internal static Task OnGtk(Action act)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Signals.Post(() =>
        {
            try
            {
                act();
                done.SetResult();
            }
            catch (Exception problem)
            {
                done.SetException(problem);
            }
        });
        return done.Task;
    }

    internal sealed class SomeDesktop : IDesktopThings
    {
        public IReadOnlyList<MonitorThing> Monitors() =>
            [new("HDMI-1", new ScreenRect(0, 0, 1920, 1080), true), new("DP-2", new ScreenRect(1920, 0, 1280, 720), false)];

        public IReadOnlyList<WindowThing> Windows() => [new(71, "Printers", "Settings"), new(72, "Inbox", "Mail")];
    }

    internal sealed class Customer : ICustomerActions
    {
        public ConcurrentQueue<string> Heard { get; } = new();

        public void TypeCode(SessionCode code) => Heard.Enqueue("code");

        public void Leave() => Heard.Enqueue("leave");

        /// <summary>The words to which the customer said yes last.</summary>
        public ShownText? Shown { get; private set; }

        public void Allow(IReadOnlyCollection<Scope> scopes, ShownText shown)
        {
            Shown = shown;
            Heard.Enqueue("allow " + string.Join(' ', scopes));
        }

        public void Decline() => Heard.Enqueue("decline");

        public void CloseQuestion() => Heard.Enqueue("close");

        public void AllowBeside(int viewer, ShownText shown)
        {
            Shown = shown;
            Heard.Enqueue($"allow {viewer}");
        }

        public void DeclineBeside(int viewer) => Heard.Enqueue($"decline {viewer}");

        public void SendAway(int colleague) => Heard.Enqueue($"send away {colleague}");

        public void GiveFile(int question, string path) => Heard.Enqueue($"give {question} {path}");

        public void CancelTransfer(int number) => Heard.Enqueue($"cancel {number}");

        public void TakeBack(Scope scope) => Heard.Enqueue($"take back {scope}");

        public void Say(string text) => Heard.Enqueue($"say {text}");

        public void ShareChanged() => Heard.Enqueue("share");

        public void Rate(Rating rating) => Heard.Enqueue($"rate {rating}");

        public void Pause() => Heard.Enqueue("pause");

        public void Resume() => Heard.Enqueue("resume");

        public void Stop() => Heard.Enqueue("stop");

        public void Dismiss() => Heard.Enqueue("dismiss");
    }
}
