namespace RemoteAssist.Benchmarks.Sealing;

/// <summary>A figure over several rounds.</summary>
/// <param name="Mean">Of the rounds.</param>
/// <param name="Deviation">Standard deviation from round to round.</param>
internal sealed record Spread(double Mean, double Deviation, double Least, double Most)
{
    public static Spread Over(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var squares = values.Sum(v => (v - mean) * (v - mean));
        return new Spread(mean, Math.Sqrt(squares / Math.Max(1, values.Count - 1)), values.Min(), values.Max());
    }
}

/// <summary>How much more one of two figures is, and how well that is known.</summary>
/// <param name="Difference">Between the means.</param>
/// <param name="From">Lower end of the 95 % confidence interval.</param>
/// <param name="To">Upper end.</param>
/// <param name="Limit">What it may be.</param>
internal sealed record Cost(double Difference, double From, double To, double Limit)
{
    /// <summary>Rounds of one kind differ among themselves as much as the two kinds do.</summary>
    public bool WithinSpread => From <= 0 && To >= 0;

    /// <summary>"holds" and "falls short" where the whole interval says so; otherwise nobody can tell.</summary>
    public string Verdict => To <= Limit ? "holds" : From > Limit ? "falls short" : "not decided by this run";

    /// <summary>Student's interval for two means of as many rounds each.</summary>
    /// <param name="without">The rounds without.</param>
    /// <param name="with">The rounds with.</param>
    /// <param name="unit">What counts as one: 1, or a mean to be relative to.</param>
    /// <param name="limit">In that unit.</param>
    public static Cost Of(IReadOnlyList<double> without, IReadOnlyList<double> with, double unit, double limit)
    {
        var (a, b) = (Spread.Over(without), Spread.Over(with));
        var error = Math.Sqrt(((a.Deviation * a.Deviation) + (b.Deviation * b.Deviation)) / with.Count);
        var reach = Figures.Student95((2 * with.Count) - 2) * error;
        var difference = b.Mean - a.Mean;
        return new Cost(difference / unit, (difference - reach) / unit, (difference + reach) / unit, limit);
    }
}

/// <summary>Small statistics.</summary>
internal static class Figures
{
    // Two-sided 95 % quantiles of Student's distribution for 1, 2, 3 … degrees of freedom.
    private static readonly double[] Student =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074,
    ];

    /// <summary>For more degrees than the table has, its last: a little too careful.</summary>
    public static double Student95(int degrees) => Student[Math.Clamp(degrees, 1, Student.Length) - 1];

    /// <summary>The smallest value that at least this share of the values does not exceed.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}
