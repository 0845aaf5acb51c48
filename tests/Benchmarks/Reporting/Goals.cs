using System.Globalization;
using RemoteAssist.Benchmarks.Peers;

namespace RemoteAssist.Benchmarks.Reporting;

/// <summary>What was aimed at, and what came of it.</summary>
internal static class Goals
{
    private sealed record Goal(string What, double? Measured, double AtLeast, double Aim, string Format);

    public static void Write(TextWriter to, Report report, Ratios ratios)
    {
        var worst = ratios.Workloads.Where(r => r.Workload is not ("typing" or "idle")).Select(r => r.Bytes).DefaultIfEmpty(double.NaN).Max();
        var small = ratios.Workloads.Where(r => r.Workload is "typing" or "idle").Select(r => r.Bytes).DefaultIfEmpty(double.NaN).Max();
        Goal[] goals =
        [
            new("bytes against x0vncserver, geometric mean", ratios.BytesGeoMean, 0.5, 0.25, "0.000×"),
            new("the worst workload's, typing and idle apart", worst, 1.2, 1.2, "0.00×"),
            new("typing and idle, the worse", small, 2.5, 1.5, "0.00×"),
            new("scroll bytes", ratios.ScrollBytes, 0.12, 0.06, "0.000×"),
            new("drag bytes", ratios.DragBytes, 0.12, 0.06, "0.000×"),
            new("switch bytes after the first round", ratios.SwitchBytes, 0.05, 0.01, "0.0000×"),
            new("median delay, drawn to decoded, the worst", ratios.DelayMedianMax, 1.0, 0.6, "0.00×"),
            new("95th percentile of it, the worst", ratios.DelayP95Max, 1.2, 0.7, "0.00×"),
            new("median delay in Chromium against noVNC, the worst", ratios.BrowserDelayMedianMax, 0.9, 0.75, "0.00×"),
            new("95th percentile of it, the worst", ratios.BrowserDelayP95Max, 1.2, 0.7, "0.00×"),
            new("Agent CPU, geometric mean", ratios.CpuGeoMean, 1.2, 0.8, "0.00×"),
            new("Agent CPU, the worst", ratios.CpuMax, 2.5, 1.5, "0.00×"),
            new("Relay CPU per GB against the smallest forwarder", ratios.RelayCpuPerGb, 1.5, 1.15, "0.00×"),
            new("idle: Agent CPU, % of a core", report.IdleCpuPercent, 0.5, 0.2, "0.00"),
            new("idle: kB a minute", report.IdleBytesPerMinute / 1000, 30, 12, "0.0"),
            new("first picture, ms", report.FirstPictureMs, 150, 60, "0"),
            new("wrong pixels at rest", report.WrongPixels, 0, 0, "0"),
            new("torn frames", report.TornFrames, 0, 0, "0"),
            new("Agent memory, MB resident", report.Ours.Memory.ResidentMb, 150, 150, "0"),
        ];
        to.WriteLine("""

            ## Against the goal

            Bytes: ours until all is without loss, by the peer's within the workload's time. The film is held against JPEG of quality 8, the others
            against lossless.

            | | measured | at least | aim | |
            | --- | --- | --- | --- | --- |
            """);
        foreach (var goal in goals)
        {
            to.WriteLine($"| {goal.What} | {Say(goal.Measured, goal.Format)} | ≤ {Say(goal.AtLeast, "0.###")} | ≤ {Say(goal.Aim, "0.###")} | {Verdict(goal)} |");
        }

        to.WriteLine("""

            | ours by theirs | bytes | delay median | delay p95 | CPU | as good a picture |
            | --- | --- | --- | --- | --- | --- |
            """);
        foreach (var ratio in ratios.Workloads)
        {
            to.WriteLine(
                $"| {ratio.Workload} ({ratio.Encoding}) | {Say(ratio.Bytes, "0.000")} | {Say(ratio.DelayMedian, "0.00")} | {Say(ratio.DelayP95, "0.00")} | {Say(ratio.Cpu, "0.00")} | {(ratio.SameFidelity ? "yes" : "no")} |");
        }
    }

    private static string Verdict(Goal goal) => goal.Measured is not { } measured || double.IsNaN(measured)
        ? "not measured"
        : measured <= goal.Aim ? "aim" : measured <= goal.AtLeast ? "holds" : "falls short";

    private static string Say(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
