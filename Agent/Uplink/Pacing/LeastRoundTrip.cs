namespace RemoteAssist.Agent.Uplink.Pacing;

/// <summary>The least round trip of the last while: what the line takes when nothing waits on it. All times are of one clock.</summary>
internal sealed class LeastRoundTrip
{
    /// <summary>A sample counts for this long, and at least for half of it: routes change, and then the least must rise too.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    // Two halves, so that no sample must be remembered by itself.
    private TimeSpan? present;
    private TimeSpan? before;
    private TimeSpan began;
    private TimeSpan last;

    /// <summary>Null before the first sample.</summary>
    public TimeSpan? Value => present is { } a && before is { } b ? (a < b ? a : b) : present ?? before;

    /// <summary>Whether a new sample is wanted.</summary>
    public bool IsOld(TimeSpan now) => Value is null || now - last > Window / 2;

    /// <summary>Takes a sample.</summary>
    public void Take(TimeSpan sample, TimeSpan now)
    {
        if (now - began >= Window / 2)
        {
            before = present;
            present = null;
            began = now;
        }

        last = now;
        present = present is { } least && least < sample ? least : sample;
    }
}
