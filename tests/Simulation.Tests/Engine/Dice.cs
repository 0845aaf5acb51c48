namespace RemoteAssist.Simulation.Tests.Engine;

/// <summary>All chance of one run comes from its seed (SplitMix64), so that a run can be had again.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>Dice for somebody else: what one draws does not change what the other will.</summary>
    public Dice Fork() => new(Next());

    public int Below(int end) => (int)((Next() >> 33) % (ulong)end);

    public bool Chance(double share) => (Next() >> 11) * (1.0 / (1UL << 53)) < share;

    public TimeSpan Between(double fromSeconds, double toSeconds) =>
        TimeSpan.FromMilliseconds(Math.Round(1000 * (fromSeconds + ((toSeconds - fromSeconds) * Below(1 << 20) / (1 << 20)))));

    public T Pick<T>(params ReadOnlySpan<T> from) => from[Below(from.Length)];

    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
