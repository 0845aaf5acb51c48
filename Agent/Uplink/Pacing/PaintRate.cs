namespace RemoteAssist.Agent.Uplink.Pacing;

/// <summary>How many frames a second a Viewer paints while frames come.</summary>
internal sealed class PaintRate
{
    // A longer pause says nothing about the Viewer: there was nothing to paint.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private const double Weight = 0.25;

    private double secondsAFrame = Longest.TotalSeconds;
    private TimeSpan? last;

    /// <summary>Frames that it paints in this time.</summary>
    public double During(TimeSpan time) => time.TotalSeconds / secondsAFrame;

    /// <summary>So many frames more are on its screen.</summary>
    public void Take(int frames, TimeSpan now)
    {
        if (last is { } before)
        {
            var gap = now - before < Longest ? now - before : Longest;
            secondsAFrame += Weight * ((Math.Max(gap.TotalSeconds, 0.001) / frames) - secondsAFrame);
        }

        last = now;
    }
}
