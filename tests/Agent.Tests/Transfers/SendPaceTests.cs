using RemoteAssist.Agent.Transfers;
using RemoteAssist.Shared.Transfers;

namespace RemoteAssist.Agent.Tests.Transfers;

/// <summary>How much of a file is on its way at a time.</summary>
public sealed class SendPaceTests
{
    [Theory]
    [InlineData(250_000, 10, 60)]
    [InlineData(250_000, 100, 60)]
    [InlineData(1_250_000, 20, 80)]
    public void OnASlowLineLittleWaitsBehindEachOtherAndTheLineIsUsed(int bytesPerSecond, int roundTripMs, int mostWaitingMs)
    {
        var (waited, rate) = Play(bytesPerSecond, roundTripMs);
        waited.Should().BeLessThan(TimeSpan.FromMilliseconds(mostWaitingMs + (TransferLimits.ChunkBytes * 1000.0 / bytesPerSecond)), "a picture would wait as long");
        rate.Should().BeGreaterThan(0.85 * bytesPerSecond);
    }

    [Fact]
    public void OnAFastLineAllThatMayBeOnItsWayIs()
    {
        var (_, rate) = Play(100_000_000, 10);
        rate.Should().BeGreaterThan(0.8 * TransferLimits.WindowBytes / 0.010 * 0.9);
    }

    // A line that carries one chunk after the other, for 20 s; what the last half of it was like.
    private static (TimeSpan Waited, double Rate) Play(int bytesPerSecond, int roundTripMs)
    {
        var clock = new ManualClock();
        var pace = new SendPace(clock);
        var answers = new Queue<(double At, long End)>();
        double now = 0, free = 0, worst = 0;
        long sent = 0, received = 0, half = 0;
        while (now < 20)
        {
            while (pace.Room(sent - received) is > 0 and var room)
            {
                sent += room;
                pace.Sent(sent);
                worst = now > 10 ? Math.Max(worst, free - now) : worst;
                free = Math.Max(free, now) + (room / (double)bytesPerSecond);
                answers.Enqueue((free + (roundTripMs / 1000.0), sent));
            }

            var (at, end) = answers.Dequeue();
            clock.Advance(TimeSpan.FromSeconds(Math.Max(0, at - now)));
            now = Math.Max(now, at);
            pace.Received(received = end);
            half = now < 10 ? end : half;
        }

        return (TimeSpan.FromSeconds(worst), (received - half) / 10.0);
    }
}
