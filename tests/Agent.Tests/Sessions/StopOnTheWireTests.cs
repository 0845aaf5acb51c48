using Microsoft.Extensions.Logging.Abstractions;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>Stop, through the real connection: what a stalled network still holds must not follow later.</summary>
public sealed class StopOnTheWireTests
{
    // Noise does not shrink: the first frame has about this many bytes, more than the systems on both sides buffer.
    private const int Side = 2048;
    private const int FrameBytes = Side * Side * 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task NoByteOfAPictureLeavesOnceTheLastWordsTimeIsOver()
    {
        var clock = new ManualClock();
        await using var relay = await SmallRelay.Start(clock);
        using var network = new PausedNetwork(relay.Address);
        var windows = new FakeWindows();
        using var session = await Live(network.Address, clock, windows, () => network.PauseAfter(1024 * 1024));
        await network.Paused.WaitAsync(Patience);

        session.Stop();
        session.State.Should().Be(SessionState.Ended);
        clock.Advance(TimeSpan.FromMilliseconds(250));
        await session.Told.WaitAsync(Patience);

        // Whatever the network takes from now on had left the Agent before.
        var left = network.Waiting;
        using var limit = new CancellationTokenSource(Patience);
        var rest = await network.TakeTheRest(limit.Token);
        rest.Should().BeLessThanOrEqualTo(left);
        (Interlocked.Read(ref relay.Heard.FrameBytes) + rest).Should().BeLessThan(FrameBytes / 2, "pictures were still waiting when the customer stopped");
        session.WaitForCapture(Patience).Should().BeTrue();
    }

    [Fact]
    public async Task OnAHealthyConnectionTheRelayHearsThatTheCustomerStopped()
    {
        var clock = new ManualClock();
        await using var relay = await SmallRelay.Start(clock);
        var windows = new FakeWindows();
        using var session = await Live(relay.Address, clock, windows, () => { });
        await Eventually.Is(() => Interlocked.Read(ref relay.Heard.FrameBytes) > FrameBytes / 2, "pictures arrive");

        session.Stop();
        await session.Told.WaitAsync(Patience);
        (await relay.Heard.Gone.Task.WaitAsync(Patience)).Should().BeNull("the Agent said good-bye");
        var last = relay.Heard.Reports.Last();
        (last.Event, last.Reason).Should().Be((SessionEvent.End, EndReason.StoppedByCustomer));
        session.WaitForCapture(Patience).Should().BeTrue();
    }

    private static async Task<AgentSession> Live(Uri relay, ManualClock clock, FakeWindows windows, Action beforeAllow)
    {
        var session = new AgentSession(
            windows,
            new HubDialer(relay, NullLoggerFactory.Instance, clock),
            () => new NoisyScreen(),
            clock,
            PlatformRandom.Instance,
            NullLogger<AgentSession>.Instance);
        session.TypeCode(Some.Code);
        await Eventually.Is(() => windows.Shown.LastOrDefault() is CustomerScreen.Question, "the question is asked");
        clock.Advance(SessionTimes.AllowDelay);
        beforeAllow();
        session.Allow([Scope.View]);
        await Eventually.Is(() => session.State == SessionState.Live, "it is live");
        return session;
    }

    private sealed class NoisyScreen : IScreenSource
    {
        private readonly SemaphoreSlim wake = new(0);
        private readonly Frame picture = new(Side, Side);

        public NoisyScreen()
        {
            var noise = new Lcg(7);
            for (var y = 0; y < Side; y++)
            {
                noise.Bytes(Side * 4).CopyTo(picture.Row(0, y, Side));
            }
        }

        public void Sleep(TimeSpan? atMost, bool untilChange) => wake.Wait();

        public void Wake() => wake.Release();

        public ScreenChange Fetch() =>
            new(picture, [new ScreenRect(0, 0, Side, Side)], [], new PointerPosition(0, 0, true), null, Side);

        public void Dispose() => wake.Dispose();
    }
}
