using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Inject;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A session with everything around it made up.</summary>
internal sealed class Stage : IDisposable
{
    private readonly LogLines<AgentSession> log = new();
    private int opened;

    /// <param name="relayKey">The fingerprint that the Agent was told to expect.</param>
    /// <param name="rehearse">What runs while the customer reads the question.</param>
    /// <param name="noInput">The computer cannot be controlled.</param>
    /// <param name="input">Its real pointer and keyboard, in place of <see cref="Input"/>.</param>
    /// <param name="screen">Its real screen, in place of <see cref="Screen"/>.</param>
    /// <param name="noClipboard">Its clipboard cannot be shared.</param>
    /// <param name="organisationKey">The fingerprint of the only key that may certify auditors.</param>
    /// <param name="checksRecord">It asks at the end for a proof of what it stated.</param>
    public Stage(
        string? relayKey = null, Action? rehearse = null, bool noInput = false, Func<IInputSink?>? input = null, Func<IScreenSource>? screen = null,
        bool noClipboard = false, string? organisationKey = null, bool checksRecord = false)
    {
        Relay = new FakeRelay(Clock);
        Session = new AgentSession(
            Windows,
            Relay,
            screen ?? Open,
            Clock,
            PlatformRandom.Instance,
            log,
            relayKey,
            rehearse: rehearse,
            openInput: noInput ? null : input ?? Input.Open,
            overlay: Overlay,
            shared: Shared,
            ratings: Ratings,
            facts: Facts,
            downloads: () => Downloads,
            openClipboard: noClipboard ? null : Clipboard.Open,
            organisationKey: organisationKey,
            proofs: checksRecord ? new ProofLink(Relay, Clock, log) : null);

        // Whoever reads the state waits for whoever changes it.
        Windows.Settle = () => _ = Session.State;
        Session.Begin();
    }

    public ManualClock Clock { get; } = new();

    public FakeWindows Windows { get; } = new();

    public FakeRelay Relay { get; }

    /// <summary>The page that holds the code; viewer 1.</summary>
    public SealedViewer Technician => Relay.Holder;

    public CustomerScreen.Banner Banner => (CustomerScreen.Banner)Windows.Now;

    /// <summary>Why it is over, as the customer reads it.</summary>
    public EndReason Farewell => ((CustomerScreen.Goodbye)Windows.Now).Reason;

    public FakeScreen Screen { get; } = new();

    public FakeInput Input { get; } = new();

    public FakeOverlay Overlay { get; } = new();

    public SharedScreen Shared { get; } = new();

    public FakeRatings Ratings { get; } = new();

    public FakeFacts Facts { get; } = new();

    public FakeClipboard Clipboard { get; } = new();

    /// <summary>Where files go; made by the first.</summary>
    public string Downloads { get; init; } = Path.Combine(Path.GetTempPath(), "remoteassist-downloads-" + Path.GetRandomFileName());

    public AgentSession Session { get; }

    /// <summary>Why the technician's commands were refused, in order.</summary>
    public IEnumerable<CommandRefusal> Refused => Technician.Heard.OfType<ControlMessage.Refused>().Select(r => r.Why);

    /// <summary>What the technician was told last of what is allowed.</summary>
    public ControlMessage.Standing Told => Technician.Heard.OfType<ControlMessage.Standing>().Last();

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

    public async Task ToConsented(params Scope[] more)
    {
        Relay.Offer = Relay.Offer with { Scopes = [Scope.View, .. more] };
        await ToQuestion();
        Session.Allow([Scope.View, .. more]);
        await Eventually.Is(() => Windows.Now is CustomerScreen.Banner, "the banner is there", () => Windows.Now);
    }

    /// <param name="more">What is asked for and allowed, beside seeing the screen.</param>
    public async Task ToLive(params Scope[] more)
    {
        await ToConsented(more);
        await Eventually.Is(() => Session.State == SessionState.Live && Technician.Parts.Count > 0, "a frame arrives");
    }

    /// <summary>The technician says something, and the Agent is done with it.</summary>
    public void Say(ViewerCommand command) => Say(Technician, command);

    /// <summary>A viewer says something, and the Agent is done with it.</summary>
    public void Say(SealedViewer viewer, ViewerCommand command) => Relay.Send(viewer, viewer.Command(command));

    /// <summary>The technician uses pointer or keyboard.</summary>
    public void Use(params InputEvent[] events) => Say(new ViewerCommand.Input(events));

    /// <summary>The customer answers the question beside the bar, as soon as it can be answered.</summary>
    public void AnswerBeside(bool allowed)
    {
        Clock.Advance(SessionTimes.AllowDelay);
        var question = Banner.Beside!.Number;
        if (allowed)
        {
            Session.AllowBeside(question);
        }
        else
        {
            Session.DeclineBeside(question);
        }
    }

    /// <summary>Another window of the technician's is vouched for and allowed: what they may do, they may do there.</summary>
    public Task<SealedViewer> OtherWindow() => Second(Banner.Technician, Some.Offer().Organisation);

    /// <summary>A second technician is vouched for and allowed, and then these things too, each by its own question.</summary>
    public async Task<SealedViewer> SecondWith(params Scope[] scopes)
    {
        var second = await Second();
        foreach (var scope in scopes)
        {
            Say(second, new ViewerCommand.Ask(scope));
            AnswerBeside(allowed: true);
            await Eventually.Is(
                () => second.Heard.OfType<ControlMessage.Standing>().Last().Scopes.Contains(scope), "the second may do it");
        }

        return second;
    }

    /// <summary>A second technician is vouched for and allowed.</summary>
    public async Task<SealedViewer> Second(string name = "Ana Pop", string organisation = "Northwind IT")
    {
        var second = Stranger();
        Relay.Come(second);
        var secret = Enumerable.Repeat((byte)second.Number, 32).ToArray();
        second.Secret = ResumptionSecret.OfIntroduction([.. secret]);
        Say(new ViewerCommand.Introduce((uint)second.Number, secret, name, organisation));
        AnswerBeside(allowed: true);
        await Eventually.Is(
            () => second.HasKeys && second.Heard.OfType<ControlMessage.Standing>().Any(), "the second has keys and is told how things stand");
        return second;
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

            // Real time, for what the step set off: on a busy machine the clock would be at its end before that has begun to wait.
            await Task.Delay(10);
        }

        await Eventually.Is(condition, $"it holds within {atMost}");
    }

    /// <summary>
    /// Lets the capture thread do whatever it still would: it must go to sleep, or be gone, twice over. What it has sent has arrived then.
    /// </summary>
    public async Task LetCaptureSettle()
    {
        for (var i = 0; i < 2; i++)
        {
            var sleeps = Screen.Sleeps;
            Screen.Wake();
            await Eventually.Is(() => Screen.Closed || Screen.Sleeps > sleeps, "the capture thread sleeps");
        }

        Relay.CarryAll();
    }

    public void Dispose()
    {
        Session.Quit();
        Session.WaitForCapture(TimeSpan.FromSeconds(60)).Should().BeTrue("the capture thread ends with the session");
        Session.Dispose();
        if (Directory.Exists(Downloads))
        {
            Directory.Delete(Downloads, recursive: true);
        }
    }

    private FakeScreen Open()
    {
        Interlocked.Increment(ref opened);
        return Screen;
    }
}
