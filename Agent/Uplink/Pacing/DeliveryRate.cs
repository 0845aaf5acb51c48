namespace RemoteAssist.Agent.Uplink.Pacing;

/// <summary>
/// How many bytes a second arrive while the line is busy. Single samples lie both ways: a held-up one looks slow, what
/// arrives in a bunch behind it looks fast; so it is the upper quarter of the last few.
/// </summary>
internal sealed class DeliveryRate
{
    /// <summary>Less than this, and less than the line carries in <see cref="LeastSpan"/>, is no sample: its time is all wobble.</summary>
    public const int LeastBytes = 4096;

    /// <inheritdoc cref="LeastBytes"/>
    public static readonly TimeSpan LeastSpan = TimeSpan.FromMilliseconds(20);

    private const int Remembered = 8;

    // No clock is better than this through two processes; also keeps the rate finite.
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(0.2);

    // What came in a bunch behind something that was held up looks far too fast. A line that has become fast says so again.
    private const double MostRise = 4;

    private readonly List<double> samples = [];
    private int slowInARow;

    /// <summary>Bytes a second; null before the first sample.</summary>
    public double? Value { get; private set; }

    /// <summary>Takes what arrived.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="busy">For how long the line was busy with it.</param>
    /// <param name="waited">Whether it took visibly longer than the round trip. What did not was too little to fill the line, and proves no slowness.</param>
    public void Take(long bytes, TimeSpan busy, bool waited)
    {
        if (bytes < Math.Min(LeastBytes, Value * LeastSpan.TotalSeconds ?? LeastBytes))
        {
            return;
        }

        var rate = bytes / Math.Max(busy.TotalSeconds, LeastTime.TotalSeconds);
        Enter((Value, waited) switch
        {
            (null, _) => rate,
            ({ } known, true) => Math.Min(rate, MostRise * known),
            ({ } known, false) => Math.Clamp(rate, known, MostRise * known),
        });
    }

    private void Enter(double rate)
    {
        slowInARow = rate < Value / 2 ? slowInARow + 1 : 0;
        samples.Add(rate);
        if (samples.Count > Remembered)
        {
            samples.RemoveAt(0);
        }

        if (slowInARow == 2)
        {
            // One may have been held up. Two in a row: it is another line now.
            samples.RemoveRange(0, samples.Count - 2);
            slowInARow = 0;
        }

        Value = samples.OrderDescending().ElementAt(samples.Count / 4);
    }
}
