using Microsoft.Extensions.Logging.Abstractions;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A session with everything around it made up.</summary>
internal sealed class Stage : IDisposable
{
    private int opened;

    public Stage()
    {
        Session = new AgentSession(Windows, Relay, Open, Clock, NullLogger<AgentSession>.Instance);
        Session.Begin();
    }

    public ManualClock Clock { get; } = new();

    public FakeWindows Windows { get; } = new();

    public FakeRelay Relay { get; } = new();

    public FakeScreen Screen { get; } = new();

    public AgentSession Session { get; }

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

    public async Task ToLive(int viewer = 1)
    {
        await ToConsented();
        Come(viewer);
        await Eventually.Is(() => Session.State == SessionState.Live && Relay.Frames.Any(), "a frame arrives");
    }

    public void Come(int viewer)
    {
        Relay.Agent!.ViewerJoined(viewer);
        Relay.Agent.Exchanged(viewer, Some.Hello());
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
