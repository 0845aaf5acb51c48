using System.Collections.Concurrent;
using System.Globalization;
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
[Collection(GtkTests.Name)]
public sealed class CustomerWindowsTests(GtkStage stage) : IAsyncLifetime
{
    private static readonly ComparisonWords Words = new(0, 1);

    // Larger than the screen, so that what hangs over an edge is seen to.
    private static readonly ScreenRect Everywhere = new(0, 0, 4096, 4096);

    private readonly Customer customer = new();
    private readonly OwnWindows own = new();
    private GtkCustomerWindows windows = null!;
    private Task running = Task.CompletedTask;
    private nint watcher;
    private MaskFinder masks = null!;

    public async Task InitializeAsync()
    {
        watcher = Xlib.XOpenDisplay(stage.Server.Display);
        masks = new MaskFinder(watcher, Xlib.XDefaultRootWindow(watcher), own);
        await stage.Do(() => windows = new GtkCustomerWindows(Text.For("en", _ => null), "relay.example", own));
        running = stage.Do(() => windows.Run(customer));
    }

    public async Task DisposeAsync()
    {
        GtkCustomerWindows.Quit();
        await running;
        own.Ids.Should().BeEmpty("all windows go with the Agent");
        _ = Xlib.XCloseDisplay(watcher);
    }

    [Fact]
    public async Task TheQuestionAboutAFurtherViewerStandsBesideTheBarAndIsMaskedToo()
    {
        var (bar, question) = await AskAbout(7, allowIn: 3);
        bar.Intersect(question).IsEmpty.Should().BeTrue();
        question.Bottom.Should().BeLessThanOrEqualTo(768);
    }

    [Fact]
    public async Task WhereTheBarWasDraggedDownTheQuestionStandsAboveIt()
    {
        windows.Show(Banner(null));
        await Eventually.Is(() => Places().Count == 1, "the bar is there");
        stage.Server.Run("xdotool", "windowmove", own.Ids[0].ToString(CultureInfo.InvariantCulture), "30", "720");
        await Eventually.Is(() => Places()[0].Y == 720, "the bar is down there");
        await GtkStage.Settled();
        var (bar, question) = await AskAbout(7, allowIn: 3);
        question.Bottom.Should().BeLessThanOrEqualTo(bar.Y);
        question.Y.Should().BeGreaterThanOrEqualTo(0);
    }

    [Theory]
    [InlineData("Escape")]
    [InlineData("Return")]
    [InlineData("space")]
    public async Task EveryKeyAtTheQuestionAboutAFurtherViewerDeclines(string key)
    {
        await AskAbout(7, allowIn: 0);
        await Eventually.Is(() => Active().Contains("further viewer"), "the question has the keyboard");
        stage.Server.Run("xdotool", "key", key);
        await Eventually.Is(() => !customer.Heard.IsEmpty, "the answer is heard");
        customer.Heard.Should().Equal("decline 7");
    }

    [Fact]
    public async Task ClosingTheQuestionAboutAFurtherViewerDeclines()
    {
        var (_, question) = await AskAbout(7, allowIn: 0);

        // The last button of openbox's title bar.
        Click(question.Right - 10, question.Y + 10);
        await Eventually.Is(() => !customer.Heard.IsEmpty, "the answer is heard");
        customer.Heard.Should().Equal("decline 7");
    }

    [Fact]
    public async Task AFurtherViewerIsAllowedByTheButtonAndNotBeforeTheCountdownIsOver()
    {
        var (_, question) = await AskAbout(7, allowIn: 3);
        ClickAllow(question);
        await GtkStage.Settled();
        windows.Show(Banner(new FurtherViewer(7, "Ada Okafor", "Northwind IT", 0, Answered: false)));
        await GtkStage.Settled();
        ClickAllow(question);
        await Eventually.Is(() => !customer.Heard.IsEmpty, "the answer is heard");
        customer.Heard.Should().Equal("allow 7");
    }

    [Fact]
    public async Task AnAnswerThatIsBeingWrittenDownIsNotTakenTwice()
    {
        var (bar, question) = await AskAbout(7, allowIn: 0);
        windows.Show(Banner(new FurtherViewer(7, "Ada Okafor", "Northwind IT", 0, Answered: true)));
        await GtkStage.Settled();
        ClickAllow(question);
        stage.Server.Run("xdotool", "key", "Escape");
        ClickStop(bar);
        await Eventually.Is(() => !customer.Heard.IsEmpty, "Stop is heard, as the bar stays in reach");
        customer.Heard.Should().Equal("stop");
    }

    [Fact]
    public async Task TheQuestionGoesWithItsViewer()
    {
        await AskAbout(7, allowIn: 0);
        var (bar, first) = (own.Ids[0], own.Ids[1]);
        windows.Show(Banner(new FurtherViewer(8, "Bo Lind", "Northwind IT", 3, Answered: false)));
        await Eventually.Is(() => own.Ids.Length == 2 && own.Ids[1] != first, "the other one is asked about");
        windows.Show(Banner(null));
        await Eventually.Is(() => own.Ids.Length == 1, "nobody is asked about");
        own.Ids.Should().Equal(bar);
        customer.Heard.Should().BeEmpty();
    }

    [Fact]
    public async Task TheQuestionAboutAFurtherViewerGoesWithTheSession()
    {
        await AskAbout(7, allowIn: 0);
        windows.Show(new CustomerScreen.Goodbye(EndReason.TechnicianLost, "Lin Wei"));
        await Eventually.Is(() => own.Ids.Length == 1 && Active().Contains("good-bye"), "only the good-bye is there");
    }

    [Fact]
    public async Task TheLongestQuestionFitsOnASmallScreen()
    {
        var offer = new CheckedOffer(
            Guid.Empty,
            Long(100),
            Long(100),
            Long(40),
            Long(200),
            Long(200),
            Enum.GetValues<Scope>(),
            TimeSpan.FromHours(1),
            TimeSpan.FromMinutes(2));
        windows.Show(new CustomerScreen.Question(offer, Words, AllowIn: 0, Answered: false));
        await Eventually.Is(() => Places().Count == 1, "the question is there");
        var place = Places().Single();
        (place.Right <= 1024 && place.Bottom <= 768).Should().BeTrue($"it stands at {place}");

        // The button is where it is always.
        await GtkStage.Settled();
        ClickAllow(place, fromBottom: 110);
        await Eventually.Is(() => !customer.Heard.IsEmpty, "the answer is heard");
        customer.Heard.Should().Equal("allow View");
    }

    private static string Long(int length) => string.Concat(Enumerable.Repeat("printer ", 30))[..length];

    private static CustomerScreen.Banner Banner(FurtherViewer? further) =>
        new("Lin Wei", BannerState.Watched, 12, Words, further);

    private async Task<(ScreenRect Bar, ScreenRect Question)> AskAbout(int viewer, int allowIn)
    {
        windows.Show(Banner(null));
        await Eventually.Is(() => Places().Count == 1, "the bar is there");
        windows.Show(Banner(new FurtherViewer(viewer, "Ada Okafor", "Northwind IT", allowIn, Answered: false)));
        await Eventually.Is(() => Places().Count == 2, "both are there");
        await GtkStage.Settled();
        return (Places()[0], Places()[1]);
    }

    private IReadOnlyList<ScreenRect> Places() => masks.Find(Everywhere);

    private string Active() => System.Text.Encoding.UTF8.GetString(stage.Server.Run("sh", "-c", "xdotool getactivewindow getwindowname || true"));

    // Right half, one margin and half a button above the lower edge.
    private void ClickAllow(ScreenRect question, int fromBottom = 45) => Click(question.Right - 120, question.Bottom - fromBottom);

    private void ClickStop(ScreenRect bar) => Click(bar.Right - 60, bar.Y + 18);

    private void Click(int x, int y) => stage.Server.Run(
        "xdotool", "mousemove", x.ToString(CultureInfo.InvariantCulture), y.ToString(CultureInfo.InvariantCulture), "click", "1");

    private sealed class Customer : ICustomerActions
    {
        public ConcurrentQueue<string> Heard { get; } = new();

        public void TypeCode(SessionCode code) => Heard.Enqueue("code");

        public void Leave() => Heard.Enqueue("leave");

        public void Allow(IReadOnlyCollection<Scope> scopes) => Heard.Enqueue("allow " + string.Join(' ', scopes));

        public void Decline() => Heard.Enqueue("decline");

        public void CloseQuestion() => Heard.Enqueue("close");

        public void AllowViewer(int viewer) => Heard.Enqueue($"allow {viewer}");

        public void DeclineViewer(int viewer) => Heard.Enqueue($"decline {viewer}");

        public void Pause() => Heard.Enqueue("pause");

        public void Resume() => Heard.Enqueue("resume");

        public void Stop() => Heard.Enqueue("stop");

        public void Dismiss() => Heard.Enqueue("dismiss");
    }
}
