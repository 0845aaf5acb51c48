using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A session with everything around it made up.</summary>
internal sealed class Stage : IDisposable
{
    private readonly LogLines<AgentSession> log = new();
    private int opened;

    /// <param name="relayKey">The fingerprint that the Agent was told to expect.</param>
    /// <param name="rehearse">What runs while the customer reads the question.</param>
    public Stage(string? relayKey = null, Action? rehearse = null)
    {
        Relay = new FakeRelay(Clock);
        Session = new AgentSession(
            Windows, Relay, Open, Clock, PlatformRandom.Instance, log, relayKey, rehearse: rehearse);
        Session.Begin();
    }

    public ManualClock Clock { get; } = new();

    public FakeWindows Windows { get; } = new();

    public FakeRelay Relay { get; }

    /// <summary>The page that holds the code; viewer 1.</summary>
    public SealedViewer Technician => Relay.Holder;

    public CustomerScreen.Banner Banner => (CustomerScreen.Banner)Windows.Now;

    public FakeScreen Screen { get; } = new();

    public AgentSession Session { get; }

    public IReadOnlyCollection<string> Log => log.Lines;

    /// <summary>How often the screen was opened.</summary>
    public int Opened => Volatile.Read(ref opened);

    public IEnumerable<(SessionEvent Event, EndReason? Reason)> Steps => Relay.Reports.Select(r => (r.Event, r.Reason));

    public async Task ToQuestion()
    {
        Session.TypeCode(Some.Code);
        await Eventually.Is(() => Windows.Now is CustomerScreen.Question, "the question is asked");
        Clock.Advance(SessionTimes.AllowDelay);
    }

    public async Task ToConsented()
    {
        await ToQuestion();
        Session.Allow([Scope.View]);
        await Eventually.Is(() => Windows.Now is CustomerScreen.Banner, "the banner is there");
    }

    public async Task ToLive()
    {
        await ToConsented();
        await Eventually.Is(() => Session.State == SessionState.Live && Technician.Parts.Count > 0, "a frame arrives");
    }

    /// <summary>A page that is not known yet.</summary>
    public SealedViewer Stranger() => new(Some.Session, Clock);

    /// <summary>The technician's page is loaded again: it has what it keeps, and a new seat.</summary>
    public int Reload(SealedViewer viewer)
    {
        Relay.Go(viewer);
        return Relay.Come(viewer);
    }

    /// <summary>Moves the clock in small steps, each after what the one before set off, until something holds that must hold by then.</summary>
    public async Task AdvanceUntil(TimeSpan atMost, Func<bool> condition)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; passed < atMost && !condition(); passed += step)
        {
            Clock.Advance(step);
            await Task.Yield();
        }

        await Eventually.Is(condition, $"it holds within {atMost}");
    }

    /// <summary>Lets the capture thread do whatever it still would: it must go to sleep, or be gone, twice over.</summary>
    public async Task LetCaptureSettle()
    {
        for (var i = 0; i < 2; i++)
        {
            var sleeps = Screen.Sleeps;
            Screen.Wake();
            await Eventually.Is(() => Screen.Closed || Screen.Sleeps > sleeps, "the capture thread sleeps");
        }
    }

    public void Dispose()
    {
        Session.Quit();
        Session.WaitForCapture(TimeSpan.FromSeconds(5)).Should().BeTrue("the capture thread ends with the session");
        Session.Dispose();
    }

    private FakeScreen Open()
    {
        Interlocked.Increment(ref opened);
        return Screen;
    }
}
