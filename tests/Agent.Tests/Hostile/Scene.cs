using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Hostile;

/// <summary>Where in a session's life the Relay turns hostile; what comes before is honest.</summary>
internal enum Act
{
    /// <summary>From the typed code on.</summary>
    Code,

    /// <summary>While the customer reads the question.</summary>
    Question,

    /// <summary>While pictures flow.</summary>
    Live,

    /// <summary>When the technician's page is loaded again, for the second time.</summary>
    Reload,

    /// <summary>When the Agent's connection is lost, for the second time.</summary>
    Rejoin,

    /// <summary>When the technician introduces somebody.</summary>
    Introduce,
}

/// <summary>
/// One session of the real Agent with a customer who allows whatever is asked, genuine pages, and a
/// <see cref="HostileRelay"/> between them.
/// </summary>
internal sealed class Scene : ILogger<AgentSession>, IDisposable
{
    // A second of the scene's time.
    private const int MostWaits = 4;

    private const int Rounds = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeWindows windows = new();
    private readonly AgentSession session;
    private readonly ConcurrentQueue<string> faults = new();
    private readonly Act act;
    private readonly Action<Scene> arm;
    private int partsBefore;
    private int unreadableBefore;
    private ulong pings;

    private Scene(Act act, Action<Scene> arm, bool pinned)
    {
        this.act = act;
        this.arm = arm;
        Relay = new HostileRelay(Clock);
        session = new AgentSession(
            windows, Relay, Open, Clock, PlatformRandom.Instance, this,
            pinned ? AskingStatement.Fingerprint(HostileRelay.PublicKey) : null);
    }

    public ManualClock Clock { get; } = new();

    public HostileRelay Relay { get; }

    public TrueScreen Screen { get; } = new();

    /// <summary>The page that <see cref="Act.Introduce"/> lets in; null elsewhere.</summary>
    public SealedViewer? Newcomer { get; private set; }

    /// <summary>The genuine page that the act is about.</summary>
    public SealedViewer Victim => Newcomer ?? Relay.Technician;

    /// <summary>How many parts of frames the victim has opened since the Relay is hostile.</summary>
    public int Opened => Victim.Parts.Count - partsBefore;

    /// <summary>How often the screen was opened, all in all and before the customer had allowed it.</summary>
    public int ScreenOpened { get; private set; }

    public int ScreenOpenedTooEarly { get; private set; }

    public IEnumerable<CustomerScreen> Shown => windows.Shown;

    /// <summary>Why anybody stopped, by name; empty where nobody has.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. faults,
        .. Relay.Refusals,
        .. Genuine.Where(p => p.Fault is not null).Select(p => $"{p.Fault}"),
        .. Victim.Refusal is { } refusal ? [$"{refusal}"] : Array.Empty<string>(),
        .. Victim.Unreadable > unreadableBefore ? ["NoKey"] : Array.Empty<string>(),
        .. windows.Shown.OfType<CustomerScreen.CodeEntry>().Where(c => c.Trouble is not null).Select(c => $"{c.Trouble}"),
        .. windows.Shown.OfType<CustomerScreen.Goodbye>().Select(g => $"{g.Reason}"),
    ];

    /// <summary>Pages that are what they say.</summary>
    public IEnumerable<SealedViewer> Genuine => Newcomer is null ? [Relay.Technician] : [Relay.Technician, Newcomer];

    /// <summary>Plays a session up to the act, lets the Relay become hostile, and plays on.</summary>
    /// <param name="act">What is played.</param>
    /// <param name="arm">Sets the Relay's hooks.</param>
    /// <param name="pinned">Whether the Agent was told the Relay's key.</param>
    public static async Task<Scene> Play(Act act, Action<Scene> arm, bool pinned = false)
    {
        var scene = new Scene(act, arm, pinned);
        await scene.Play();
        return scene;
    }

    /// <summary>The names of the pictures that a page showed.</summary>
    public static List<string> Pictures(SealedViewer page)
    {
        var names = new List<string>();
        var decoder = new FrameDecoder();
        foreach (var body in page.Bodies)
        {
            var decoded = decoder.Take(body, FrameParts.Read(body)!.StartsKeyFrame);
            decoded.Should().NotBe(Decoded.BadPart, "what opens was made by the Agent");
            decoded.Should().NotBe(Decoded.BadSection, "what opens was made by the Agent");
            if (decoded == Decoded.Shown)
            {
                names.Add(TrueScreen.Name(decoder.Picture));
            }
        }

        return names;
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error)
        {
            faults.Enqueue(formatter(state, exception));
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
        session.Quit();
        session.WaitForCapture(Patience).Should().BeTrue("the capture thread ends with the session");
        session.Dispose();
    }

    private TrueScreen Open()
    {
        ScreenOpened++;
        return Screen;
    }

    private bool Over => Victim.Fault is not null || session.State == SessionState.Ended;

    private async Task Play()
    {
        session.Begin();
        if (act == Act.Code)
        {
            Arm();
        }

        if (!await Agree())
        {
            return;
        }

        if (act == Act.Question)
        {
            Arm();
        }

        ScreenOpenedTooEarly = ScreenOpened;
        Clock.Advance(SessionTimes.AllowDelay);
        session.Allow([Scope.View]);
        await Some3();
        switch (act)
        {
            case Act.Live:
                Arm();
                await Go();
                break;
            case Act.Reload:
                Relay.Go(Relay.Technician);
                Relay.Come(Relay.Technician);
                await Some3();
                Relay.Go(Relay.Technician);
                Arm();
                Relay.Come(Relay.Technician);
                await Go();
                break;
            case Act.Rejoin:
                Relay.Lose();
                await Rejoin();
                await Some3();
                Relay.Lose();
                Arm();
                await Rejoin();
                await Go();
                break;
            case Act.Introduce:
                await Introduce();
                break;
            default:
                break;
        }

        // Whatever became of it has been noticed then.
        Relay.CarryAll();
    }

    private void Arm()
    {
        partsBefore = Victim.Parts.Count;
        unreadableBefore = Victim.Unreadable;
        Relay.Refusals.Clear();
        arm(this);
    }

    private async Task<bool> Agree()
    {
        session.TypeCode(Some.Code);
        var watch = Stopwatch.StartNew();
        while (windows.Now is CustomerScreen.CodeEntry { Busy: true } && watch.Elapsed < Patience)
        {
            // Somebody waits for what does not come.
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return windows.Now is CustomerScreen.Question;
    }

    private async Task Rejoin()
    {
        var watch = Stopwatch.StartNew();
        while (windows.Now is CustomerScreen.Banner { State: BannerState.Away } && watch.Elapsed < Patience)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }
    }

    private async Task Introduce()
    {
        var secret = PlatformRandom.Instance.Bytes(ViewerCommand.Introduce.SecretBytes);
        Newcomer = new SealedViewer(Some.Session, Clock);
        Relay.Come(Newcomer);
        Newcomer.Secret = ResumptionSecret.OfIntroduction([.. secret]);
        Arm();
        var command = new ViewerCommand.Introduce((uint)Newcomer.Number, secret, "Maria Rossi", "Northwind IT");
        Relay.Send(Relay.Technician, Relay.Technician.Command(command));
        await Go();
    }

    private async Task Some3()
    {
        for (var i = 0; i < 3; i++)
        {
            await Round();
        }
    }

    private async Task Go()
    {
        for (var i = 0; i < Rounds && !Over; i++)
        {
            await Round();
        }
    }

    // Everybody says what they have to say, the customer allows what is asked, and one frame is made.
    private async Task Round()
    {
        if (windows.Now is CustomerScreen.Banner { Beside: { } further })
        {
            Clock.Advance(SessionTimes.AllowDelay);
            session.AllowBeside(further.Number);
        }

        var missed = false;
        var heard = false;
        foreach (var page in Relay.Pages.Values.Where(p => p.HasKeys && p.Fault is null))
        {
            if (page.Parts is { Count: > 0 } parts)
            {
                Relay.Send(page, new ControlMessage.Painted(parts[^1].Delta.Number, 0));
            }

            heard = true;
            Relay.Send(page, new ControlMessage.Ping(++pings));
            if (page == Victim && page.Unreadable > unreadableBefore)
            {
                missed = true;
                Relay.Send(page, new ControlMessage.KeyFrameRequest());
            }
        }

        var frames = Relay.Frames;
        Clock.Advance(missed ? Agent.Uplink.Pacing.KeyFrameTurns.Apart * 2 : TimeSpan.FromMilliseconds(17));

        // Where no page acknowledges anything, the Agent does not go on. A key frame may have to wait for its turn: time goes on.
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var waited = 0;
        await Eventually.Is(
            () =>
            {
                if (Relay.Frames > frames || Over || !heard || windows.Now is not CustomerScreen.Banner { State: BannerState.Watched })
                {
                    return true;
                }

                if (waited < MostWaits && watch.ElapsedMilliseconds > 100 * (waited + 1))
                {
                    waited++;
                    Clock.Advance(Agent.Uplink.Pacing.KeyFrameTurns.Apart);
                }

                return false;
            },
            "a frame is carried");
    }
}
