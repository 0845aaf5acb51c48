using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Tests.Platform;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>
/// A whole Agent but for its windows, on a real display, by the real clock: a Relay that takes pictures and answers nothing
/// any more, a technician who goes on using the pointer, and a customer who stops.
/// </summary>
public sealed class StopPromiseTests : IDisposable
{
    private static readonly TimeSpan Promised = TimeSpan.FromMilliseconds(250);

    // So long after it everything is looked at.
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan MostStandstill = TimeSpan.FromMilliseconds(50);

    private const int KeyDown = 13, Movement = 17, End = 115;

    private readonly XServer server = new();

    public void Dispose() => server.Dispose();

    [Theory]
    [Trait("Promise", "6")]
    [InlineData("the key")]
    [InlineData("the key, in front of a full-screen program that has the keyboard")]
    [InlineData("the button")]
    public async Task StopHoldsWithin250MillisecondsWhileTheRelayIsFrozen(string how)
    {
        using var tried = new Tried(6, $"stops by {how} with a frozen Relay");
        for (var i = 0; i < Tried.Count(20, 1); i++)
        {
            var (frames, last, input) = await StopOnAMachineThatRuns(how);
            frames.Should().BeGreaterThan(0, "pictures have come before");
            tried.Try(last <= Promised && input <= Promised, $"the last frame came {last.TotalMilliseconds:0} ms after, the last input {input.TotalMilliseconds:0} ms");
        }

        tried.MustHold();
    }

    // What a machine does that stood still by itself says nothing of the Agent. Where it does so each time, the last counts.
    private async Task<(int Frames, TimeSpan LastFrame, TimeSpan LastInput)> StopOnAMachineThatRuns(string how)
    {
        for (var left = 5; ; left--)
        {
            using var metronome = new Metronome();
            var stopped = await Stop(how);
            if (metronome.Latest <= MostStandstill || left == 0)
            {
                return stopped;
            }
        }
    }

    private async Task<(int Frames, TimeSpan LastFrame, TimeSpan LastInput)> Stop(string how)
    {
        var relay = new FakeRelay(TimeProvider.System) { Offer = Some.Offer(Scope.View, Scope.Control) };
        var windows = new FakeWindows();
        var own = new OwnWindows();
        using var session = new AgentSession(
            windows,
            relay,
            () => new X11ScreenSource(own, server.Display),
            TimeProvider.System,
            PlatformRandom.Instance,
            NullLogger<AgentSession>.Instance,
            openInput: () => XTestSink.Open(own, TimeProvider.System, server.Display));
        using var key = StopKey.Open(session.Stop, server.Display)!;
        session.Begin();
        session.TypeCode(Some.Code);
        await Eventually.Is(() => windows.Now is CustomerScreen.Question { AllowIn: 0 }, "it can be allowed");
        session.Allow([Scope.View, Scope.Control]);
        await Eventually.Is(() => session.State == SessionState.Live && relay.Holder.Parts.Count > 0, "a picture comes");

        using var over = new CancellationTokenSource();
        var technician = Work(relay, over.Token);
        var eyes = Watch(relay, over.Token);
        await Eventually.Is(() => eyes.Value.Frames > 5 && eyes.Value.Inputs > 5, "it is at work");
        using var program = how.Contains("full-screen", StringComparison.Ordinal) ? new GrabbingProgram(server.Display) : null;
        relay.Frozen = true;

        // From the moment at which the X server took the key, by its own clock, or the button was pressed.
        var before = Stopwatch.GetTimestamp();
        if (how == "the button")
        {
            session.Stop();
        }
        else
        {
            server.Run("xdotool", "key", "ctrl+alt+End");
        }

        await Eventually.Is(() => Stopwatch.GetElapsedTime(before) > Watched, "it has been watched for long enough");
        await over.CancelAsync();
        await technician;
        var seen = eyes.Value;
        await seen.Done;
        session.State.Should().Be(SessionState.Ended);
        session.Quit();
        session.WaitForCapture(TimeSpan.FromSeconds(60)).Should().BeTrue();
        var stopped = how == "the button" ? Milliseconds(before) : seen.StopKey ?? throw new InvalidOperationException("The server took no key.");
        return (seen.Frames, After(stopped, seen.LastFrame), After(stopped, seen.LastInput));
    }

    // Both clocks are the computer's monotonic one; the server tells 32 bits of it.
    private static uint Milliseconds(long timestamp) => unchecked((uint)(timestamp / (Stopwatch.Frequency / 1_000)));

    private static TimeSpan After(uint stopped, uint then) => TimeSpan.FromMilliseconds(Math.Max(0, unchecked((int)(then - stopped))));

    // Moves the pointer and says that it sees, as fast as it can.
    private static Task Work(FakeRelay relay, CancellationToken cancel) => Task.Run(
        () =>
        {
            var seen = 0;
            for (var i = 0; !cancel.IsCancellationRequested; i++)
            {
                relay.Send(relay.Holder, relay.Holder.Command(new ViewerCommand.Input([new InputEvent.Move(i % XServer.Width, i / 7 % XServer.Height)])));
                if (relay.Holder.Parts is { Count: var parts } all && parts > seen)
                {
                    seen = parts;
                    relay.Send(relay.Holder, new ControlMessage.Painted(all[^1].Delta.Number, 0));
                }

                cancel.WaitHandle.WaitOne(1);
            }
        },
        CancellationToken.None);

    private Lazy<Sighting> Watch(FakeRelay relay, CancellationToken cancel)
    {
        var sighting = new Sighting();
        sighting.Done = Task.Run(
            () =>
            {
                using var witness = new InputWitness(server.Display);
                var envelopes = 0;
                while (!cancel.IsCancellationRequested)
                {
                    foreach (var (kind, which, time) in witness.TookWhen())
                    {
                        if (kind == Movement)
                        {
                            sighting.Inputs++;
                            sighting.LastInput = time;
                        }
                        else if (kind == KeyDown && which == End)
                        {
                            sighting.StopKey ??= time;
                        }
                    }

                    var now = relay.Frames.Count();
                    if (now > envelopes)
                    {
                        (envelopes, sighting.Frames, sighting.LastFrame) = (now, now, Milliseconds(Stopwatch.GetTimestamp()));
                    }

                    cancel.WaitHandle.WaitOne(1);
                }
            },
            CancellationToken.None);
        return new Lazy<Sighting>(sighting);
    }

    private sealed class Sighting
    {
        public volatile int Frames;
        public volatile int Inputs;
        public uint LastFrame;
        public uint LastInput;
        public uint? StopKey;

        public Task Done { get; set; } = Task.CompletedTask;
    }
}
