using RemoteAssist.Benchmarks.Watching;

namespace RemoteAssist.Benchmarks.Runs;

/// <summary>How long steps took to be seen.</summary>
internal static class Delays
{
    /// <summary>For each step the ms to the first picture that shows it or a later one, in full; steps that none showed are left out.</summary>
    /// <param name="steps">When they were drawn, in order.</param>
    /// <param name="seen">Pictures, in order.</param>
    /// <param name="clock">Whose timestamps both are.</param>
    public static List<double> Of(IReadOnlyList<Step> steps, IReadOnlyList<Seen> seen, TimeProvider clock)
    {
        var delays = new List<double>(steps.Count);
        var (next, best, at) = (0, -1, 0L);
        foreach (var step in steps)
        {
            while (next < seen.Count && best < step.Number)
            {
                if (seen[next].Step > best)
                {
                    (best, at) = (seen[next].Step, seen[next].At);
                }

                next++;
            }

            if (best >= step.Number)
            {
                delays.Add(clock.GetElapsedTime(step.At, at).TotalMilliseconds);
            }
        }

        return delays;
    }
}
