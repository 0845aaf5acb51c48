using System.Collections.Concurrent;
using System.Globalization;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Tests.Platform;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>
/// Real windows of the Agent on a real display, and a technician's hands on them: nothing arrives. The same places and
/// keys in the customer's hands do arrive.
/// </summary>
[Collection(GtkTests.Name)]
public sealed class OwnWindowPromiseTests(GtkStage stage) : IAsyncLifetime
{
    private const int Full = 1_000;
    private const int KeyDown = 13, ButtonDown = 15;

    private static readonly ComparisonWords Words = new(0, 1);
    private static readonly ScreenRect Everywhere = new(0, 0, 1024, 768);

    // Enter, Escape, Space, Tab, arrows, letters of both languages' mnemonics.
    private static readonly int[] Keys = [40, 41, 44, 43, 79, 80, 81, 82, 4, 22, 7, 28, 88];

    private readonly Customer customer = new();
    private readonly OwnWindows own = new();
    private GtkCustomerWindows windows = null!;
    private Task running = Task.CompletedTask;
    private nint watcher;
    private MaskFinder masks = null!;
    private XTestSink sink = null!;
    private InputWitness witness = null!;

    public async Task InitializeAsync()
    {
        watcher = Xlib.XOpenDisplay(stage.Server.Display);
        masks = new MaskFinder(watcher, Xlib.XDefaultRootWindow(watcher), own);
        await stage.Do(() => windows = new GtkCustomerWindows(
            Text.For("en", _ => null), "relay.example", own, new SharedScreen(), new CustomerWindowsStage.SomeDesktop(), dark: false));
        running = stage.Do(() => windows.Run(customer));
        sink = XTestSink.Open(own, TimeProvider.System, stage.Server.Display)!;
        witness = new InputWitness(stage.Server.Display);
    }

    public async Task DisposeAsync()
    {
        witness.Dispose();
        sink.Dispose();
        GtkCustomerWindows.Quit();
        await running;
        _ = Xlib.XCloseDisplay(watcher);
    }

    [Fact]
    [Trait("Promise", "5")]
    public async Task NoClickAndNoKeyOfATechnicianReachesTheQuestion()
    {
        windows.Show(new CustomerScreen.Question(SomeOffer(), Words, AllowIn: 0, Answered: false));
        await Eventually.Is(() => masks.Find(Everywhere).Count == 1, "the question is there");
        await GtkStage.Settled();
        await HasKeyboard("question");
        Aim("clicks and keys of a technician at the question", masks.Find(Everywhere), keys: true);
        customer.Heard.Should().BeEmpty();

        stage.Server.Run("xdotool", "key", "Escape");
        await Eventually.Is(() => !customer.Heard.IsEmpty, "the customer's own key arrives");
    }

    [Fact]
    [Trait("Promise", "5")]
    public async Task NoClickAndNoKeyOfATechnicianReachesTheBarOrTheQuestionBesideIt()
    {
        windows.Show(Banner(new BesideQuestion.FurtherViewer(1, "Ana Pop", "Northwind IT", 0, Answered: false)));
        await Eventually.Is(() => masks.Find(Everywhere).Count == 2, "both are there");
        await GtkStage.Settled();
        await HasKeyboard("further viewer");
        Aim("clicks and keys of a technician at the bar and the question beside it", masks.Find(Everywhere), keys: true);
        customer.Heard.Should().BeEmpty();

        // Every key at the question beside the bar declines it, and Stop is the bar's last button.
        stage.Server.Run("xdotool", "key", "Return");
        await Eventually.Is(() => !customer.Heard.IsEmpty, "the customer's own key arrives");
        var bar = masks.Find(Everywhere)[0];
        stage.Server.Run("xdotool", "mousemove", Text10(bar.Right - 60), Text10(bar.Y + 18), "click", "1");
        await Eventually.Is(() => customer.Heard.Contains("stop"), "the customer's own click arrives");
    }

    [Fact]
    [Trait("Promise", "5")]
    public async Task NoClickAndNoKeyOfATechnicianReachesThePanel()
    {
        windows.Show(Banner(null));
        await Eventually.Is(() => masks.Find(Everywhere).Count == 1, "the bar is there");
        await GtkStage.Settled();

        // Details is the first of the bar's buttons; in the panel, the customer begins to write.
        var bar = masks.Find(Everywhere)[0];
        stage.Server.Run("xdotool", "mousemove", Text10(bar.Right - 260), Text10(bar.Y + 18), "click", "1");
        await Eventually.Is(() => masks.Find(Everywhere).Count == 2, "the customer has opened the panel");
        await GtkStage.Settled();
        var panel = masks.Find(Everywhere).MaxBy(place => place.Bottom);
        stage.Server.Run("xdotool", "mousemove", Text10(panel.X + 100), Text10(panel.Bottom - 40), "click", "1");
        await HasKeyboard("details");
        Aim("clicks and keys of a technician at the bar and the panel that it opens", masks.Find(Everywhere), keys: true);
        customer.Heard.Should().BeEmpty();

        stage.Server.Run("xdotool", "key", "y", "Return");
        await Eventually.Is(() => customer.Heard.Contains("say"), "what the customer writes arrives");
    }

    [Fact]
    public async Task BesideTheAgentsWindowsEverythingArrives()
    {
        windows.Show(Banner(null));
        await Eventually.Is(() => masks.Find(Everywhere).Count == 1, "the bar is there");
        var bar = masks.Find(Everywhere)[0];
        witness.Took();
        sink.Do(new InputEvent.Move(20, bar.Bottom + 200)).Should().BeNull();
        sink.Do(new InputEvent.Button(3, true)).Should().BeNull();
        sink.Do(new InputEvent.Button(3, false)).Should().BeNull();
        witness.Took().Should().Contain((ButtonDown, 3));

        // Dragged things are not dropped on it either.
        sink.Do(new InputEvent.Button(9, true)).Should().BeNull();
        sink.Do(new InputEvent.Move(bar.X + 30, bar.Y + 10)).Should().Be(CommandRefusal.OwnWindow);
        witness.Pointer().Should().Be((20, bar.Bottom + 200));
        sink.Do(new InputEvent.Button(9, false)).Should().BeNull();
        sink.Do(new InputEvent.Move(bar.X + 30, bar.Y + 10)).Should().BeNull("going over it is no harm");
    }

    private void Aim(string what, IReadOnlyList<ScreenRect> places, bool keys)
    {
        using var tried = new Tried(5, what);
        var dice = new Lcg(5);
        witness.Took();
        for (var i = 0; i < Tried.Count(Full / 2, 50); i++)
        {
            // Its edges are frames of the window manager, its corners are round.
            var place = places[dice.Next(places.Count)];
            var (x, y) = (place.X + dice.Next(place.Width), place.Y + dice.Next(place.Height));
            sink.Do(new InputEvent.Move(x, y));
            InputEvent aimed = dice.Next(keys ? 4 : 2) switch
            {
                0 => new InputEvent.Button(1 + dice.Next(3), true),
                1 => new InputEvent.Wheel(0, 120),
                2 => new InputEvent.Key(Keys[dice.Next(Keys.Length)], true),
                _ => new InputEvent.Text(dice.Next(2) == 0 ? "\n" : "y中"),
            };
            var answer = sink.Do(aimed);
            var took = witness.Took().Where(e => e.Kind is KeyDown or ButtonDown).ToArray();
            sink.ReleaseAll();
            tried.Try(
                answer == CommandRefusal.OwnWindow && took.Length == 0 && customer.Heard.IsEmpty,
                $"{aimed} at {x},{y}: {answer}, the server took {string.Join(' ', took)}, the customer seems to have said {string.Join(' ', customer.Heard)}");
        }

        tried.MustHold();
    }

    private Task HasKeyboard(string title) => Eventually.Is(
        () => System.Text.Encoding.UTF8.GetString(stage.Server.Run("sh", "-c", "xdotool getactivewindow getwindowname || true")).Contains(title), "it has the keyboard");

    private static string Text10(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static CheckedOffer SomeOffer() => CheckedOffer.From(Some.Offer(Scope.View, Scope.Control))!;

    private static CustomerScreen.Banner Banner(BesideQuestion? beside) =>
        new("Lin Wei", BannerState.Watched, Doing.MovingPointer, 12, Words, [new(Scope.View, true), new(Scope.Control, true)], DateTimeOffset.UnixEpoch, false, [], [], [], beside);

    private sealed class Customer : ICustomerActions
    {
        public ConcurrentQueue<string> Heard { get; } = new();

        public void TypeCode(SessionCode code) => Heard.Enqueue("code");

        public void Leave() => Heard.Enqueue("leave");

        public void Allow(IReadOnlyCollection<Scope> scopes, ShownText shown) => Heard.Enqueue("allow");

        public void Decline() => Heard.Enqueue("decline");

        public void CloseQuestion() => Heard.Enqueue("close");

        public void AllowBeside(int question, ShownText shown) => Heard.Enqueue("allow beside");

        public void DeclineBeside(int question) => Heard.Enqueue("decline beside");

        public void SendAway(int colleague) => Heard.Enqueue($"send away {colleague}");

        public void GiveFile(int question, string path) => Heard.Enqueue("give file");

        public void CancelTransfer(int number) => Heard.Enqueue("cancel transfer");

        public void TakeBack(Scope scope) => Heard.Enqueue("take back");

        public void Say(string text) => Heard.Enqueue("say");

        public void ShareChanged() => Heard.Enqueue("share");

        public void Rate(Rating rating) => Heard.Enqueue("rate");

        public void Pause() => Heard.Enqueue("pause");

        public void Resume() => Heard.Enqueue("resume");

        public void Stop() => Heard.Enqueue("stop");

        public void Dismiss() => Heard.Enqueue("dismiss");
    }
}
