using RemoteAssist.Agent.Encode;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink.Pacing;

/// <summary>
/// How fast, how large and how good frames may be. Everybody gets the same frames, so the fastest Viewer sets the pace:
/// whoever is slower loses frames at the Relay, and nobody waits for it. Not thread-safe.
/// </summary>
internal sealed class Pace(TimeProvider clock)
{
    /// <summary>A line that carries this much needs no loss: 100 Mbit/s, a screen full of photographs in a third of a second.</summary>
    public const double Fast = 12_500_000;

    /// <summary>What a frame's photographs may take of the line while frames follow each other: it is the most that text behind them waits.</summary>
    public static readonly TimeSpan FrameTime = ViewerLine.Queue;

    /// <summary>The same after a rest: another page or window has come up, and is looked at before anything follows.</summary>
    public static readonly TimeSpan FirstFrameTime = TimeSpan.FromMilliseconds(150);

    private const int LeastRepairs = 100_000;
    private static readonly TimeSpan RepairTime = TimeSpan.FromMilliseconds(8);

    private const int BestQuality = 92;
    private const int WorstQuality = 20;

    // Half the bytes of the quality that looks untouched; blurred while it moves, and repaired when it rests.
    private const int SmoothQuality = 60;

    // Where nothing is known of the line yet. A frame of this size is there in a quarter of a second at 4 Mbit/s.
    private const int UnknownQuality = 75;
    private const int UnknownBytes = 128 * 1024;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly long began = clock.GetTimestamp();
    private readonly Dictionary<int, ViewerLine> lines = [];
    private double expected;
    private TimeSpan lastSent;

    /// <summary>The time that all of this is counted in.</summary>
    public TimeSpan Now => clock.GetElapsedTime(began);

    /// <summary>Bytes a second that the line of whoever sets the pace carries; null while that is not known.</summary>
    public double? Rate => Fastest()?.Rate;

    /// <summary>Whether a frame may follow now; true where nobody is there to be waited for.</summary>
    public bool HasRoom
    {
        get
        {
            var now = Now;
            return lines.Count == 0 || lines.Values.Any(line => line.HasRoom(expected, now));
        }
    }

    /// <summary>A Viewer gets the frames from now on.</summary>
    public void Admit(int viewer) => lines[viewer] = new ViewerLine(Now);

    /// <summary>A Viewer would have the picture so; it counts while that Viewer's line is the one that sets the pace.</summary>
    public void Prefer(int viewer, ViewQuality wish)
    {
        if (lines.TryGetValue(viewer, out var line))
        {
            line.Wish = wish;
        }
    }

    /// <summary>A Viewer is gone.</summary>
    public void Remove(int viewer) => lines.Remove(viewer);

    /// <summary>All Viewers are gone.</summary>
    public void Clear() => lines.Clear();

    /// <summary>A frame has been sent to everybody.</summary>
    public void Sent(uint frame, long bytes, bool keyFrame)
    {
        lastSent = Now;
        expected += (bytes - expected) / 4;
        foreach (var line in lines.Values)
        {
            line.Sent(frame, bytes, keyFrame, lastSent);
        }
    }

    /// <summary>A Viewer has this frame on its screen.</summary>
    public void Painted(int viewer, uint frame, TimeSpan held)
    {
        if (lines.TryGetValue(viewer, out var line))
        {
            line.Painted(frame, held, Now);
        }
    }

    /// <summary>What the next frame should be like.</summary>
    public SendPlan Plan(bool keyFrame, IReadOnlyList<TileRun> heal)
    {
        if (Fastest() is not { Rate: { } rate } line)
        {
            return new SendPlan(keyFrame, UnknownQuality, UnknownBytes, RepairBytes: 0, heal);
        }

        var now = Now;
        var repair = line.InFlight <= rate * ViewerLine.Queue.TotalSeconds / 2 ? RepairsAt(rate) : 0;
        var rested = line.IsIdle && now - lastSent > Rest;
        if (!rested && line.WantsProbe(now))
        {
            return new SendPlan(keyFrame, QualityAt(rate), BytesIn(ViewerLine.ProbeTime), repair, heal);
        }

        return line.Wish switch
        {
            ViewQuality.Sharp => new SendPlan(keyFrame, BestQuality, int.MaxValue, repair, heal),
            ViewQuality.Smooth => new SendPlan(keyFrame, Math.Min(QualityAt(rate), SmoothQuality), BytesIn(FrameTime / 2), repair, heal),
            _ when rate >= Fast => new SendPlan(keyFrame, BestQuality, int.MaxValue, repair, heal),
            _ => new SendPlan(keyFrame, QualityAt(rate), BytesIn(rested ? FirstFrameTime : FrameTime), repair, heal),
        };

        int BytesIn(TimeSpan time) => (int)(rate * time.TotalSeconds);
    }

    /// <summary>JPEG quality that goes with a line: 30 at 1 Mbit/s, 65 at 5, 90 from 16 on.</summary>
    public static int QualityAt(double bytesPerSecond) =>
        (int)Math.Clamp(25 + (15 * Math.Log2(bytesPerSecond / 100_000)), WorstQuality, BestQuality);

    /// <summary>
    /// Bytes of repairs in one frame: what a change that comes meanwhile waits 8 ms for at the most, or 100 kB on a slower line,
    /// if that makes no queue.
    /// </summary>
    public static int RepairsAt(double bytesPerSecond) =>
        (int)Math.Min(bytesPerSecond * ViewerLine.Queue.TotalSeconds, Math.Max(LeastRepairs, bytesPerSecond * RepairTime.TotalSeconds));

    private ViewerLine? Fastest()
    {
        var now = Now;
        return lines.Values
            .Where(line => line.Rate is not null)
            .OrderByDescending(line => line.IsAnswering(now))
            .ThenByDescending(line => line.Rate)
            .FirstOrDefault();
    }
}
