namespace RemoteAssist.EndToEnd.Tests.Churn;

/// <summary>How fast something grows: the straight line through all that was measured, by least squares.</summary>
internal static class Slope
{
    /// <summary>Units an hour; 0 where there are fewer than two.</summary>
    public static double PerHour(IReadOnlyList<(TimeSpan At, double Value)> measured)
    {
        if (measured.Count < 2)
        {
            return 0;
        }

        var middle = (At: measured.Average(one => one.At.TotalHours), Value: measured.Average(one => one.Value));
        var spread = measured.Sum(one => Math.Pow(one.At.TotalHours - middle.At, 2));
        return measured.Sum(one => (one.At.TotalHours - middle.At) * (one.Value - middle.Value)) / spread;
    }
}
