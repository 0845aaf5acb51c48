using System.Globalization;

namespace RemoteAssist.Benchmarks.Sealing;

/// <summary>What sealing costs, for people.</summary>
internal static class SealingMarkdown
{
    public static void Write(TextWriter to, SealingReport report, IReadOnlyList<SealTime> times)
    {
        var (clear, shut) = (report.Clear, report.Sealed);
        to.WriteLine(Text($"""
            ## What sealing costs on a scrolling page

            1920×1080 on Xvfb, a page of 1440×960 scrolled by 54 pixels {1000 / ScrollRounds.IntervalMs} times a second. The Agent's screen, capture
            loop and encoder; parts in clear or sealed envelopes; a loopback TCP line; a process that opens, decodes and
            acknowledges. {clear.Rounds} rounds of {clear.Steps / clear.Rounds} steps for each, in the order clear, sealed, sealed, clear.

            | | clear | sealed |
            | --- | --- | --- |
            | sending CPU, ms a step: mean ± deviation (least–most round) | {Of(clear.CpuMsPerStep)} | {Of(shut.CpuMsPerStep)} |
            | sending CPU, % of a core | {clear.CpuPercentOfCore.Mean:0.0} | {shut.CpuPercentOfCore.Mean:0.0} |
            | delay drawn to decoded, ms: median / 95th percentile of all steps | {clear.DelayMedianMs:0.00} / {clear.DelayP95Ms:0.00} | {shut.DelayMedianMs:0.00} / {shut.DelayP95Ms:0.00} |
            | the rounds' medians, ms: mean ± deviation (least–most) | {Of(clear.RoundDelayMedianMs)} | {Of(shut.RoundDelayMedianMs)} |
            | kB a step | {clear.KilobytesPerStep:0.0} | {shut.KilobytesPerStep:0.0} |
            | step 4 alone, ms a frame | {clear.ClosingMsPerFrame:0.000} | {shut.ClosingMsPerFrame:0.000} |
            | step 8 alone, ms a frame | {clear.OpeningMsPerFrame:0.000} | {shut.OpeningMsPerFrame:0.000} |
            | steps shown by a picture of their own | {clear.StepsShown} of {clear.Steps} | {shut.StepsShown} of {shut.Steps} |

            | cost of sealing | measured | 95 % interval | limit | |
            | --- | --- | --- | --- | --- |
            | sending CPU, whole process | {report.CpuPercent.Difference:+0.0;-0.0} % | {report.CpuPercent.From:+0.0;-0.0} to {report.CpuPercent.To:+0.0;-0.0} % | ≤ {report.CpuPercent.Limit:0} % | {Verdict(report.CpuPercent)} |
            | sending CPU, by timing step 4 alone | {report.TimedAlone.CpuPercent:+0.0;-0.0} % | | ≤ {SealingReport.CpuLimitPercent} % | {Verdict(report.TimedAlone.CpuPercent, SealingReport.CpuLimitPercent)} |
            | delay, drawn to decoded | {report.DelayMs.Difference:+0.00;-0.00} ms | {report.DelayMs.From:+0.00;-0.00} to {report.DelayMs.To:+0.00;-0.00} ms | ≤ {report.DelayMs.Limit:0} ms | {Verdict(report.DelayMs)} |
            | delay, by timing steps 4 and 8 alone | {report.TimedAlone.DelayMs:+0.00;-0.00} ms | | ≤ {SealingReport.DelayLimitMs} ms | {Verdict(report.TimedAlone.DelayMs, SealingReport.DelayLimitMs)} |

            Timed alone is time on the clock, so it is never too little. A clear envelope costs an array and a copy; had it cost
            nothing, sealing would be {report.AgainstNothing.CpuPercent:+0.0;-0.0} % and {report.AgainstNothing.DelayMs:+0.00;-0.00} ms.

            {Conditions(report)}

            ## Sealing one part

            | KiB | FrameSealer.Seal, µs | AES-256-GCM alone, µs | ratio |
            | --- | --- | --- | --- |
            """));
        foreach (var time in times)
        {
            to.WriteLine(Text(
                $"| {time.KiB} | {time.SealerMicroseconds:0.00} | {time.AesGcmMicroseconds:0.00} | {time.SealerMicroseconds / time.AesGcmMicroseconds:0.00} |"));
        }

        to.WriteLine(Text($"""

            Alone means into memory that is already there; the sealer makes a new array for every envelope.
            """));
    }

    private static string Conditions(SealingReport report)
    {
        var wrong = report.Rounds.Count(r => !r.PictureIsTrue);
        var torn = report.Rounds.Sum(r => r.Torn);
        var (least, most) = (report.Rounds.Min(r => r.ForeignPercent), report.Rounds.Max(r => r.ForeignPercent));
        var busy = most > SealingRun.QuietPercent
            ? " The machine was busy with other work: these figures are to be measured again on a quiet one."
            : "";
        return Text($"""
            Last pictures that were not the screen, pixel by pixel: {wrong} of {report.Rounds.Count}. Pictures with two different markers
            (fetched in the middle of drawing): {torn}. Others used
            {least:0} to {most:0} % of a core during the rounds. Blocks of four rounds
            that do not count because others used more: {report.BlocksSetAside}.{busy}
            """);
    }

    private static string Verdict(Cost cost) =>
        cost.WithinSpread ? $"{cost.Verdict}; the difference is within the spread of the rounds" : cost.Verdict;

    private static string Verdict(double measured, double limit) => measured <= limit ? "holds" : "falls short";

    private static string Of(Spread spread) =>
        Text($"{spread.Mean:0.00} ± {spread.Deviation:0.00} ({spread.Least:0.00}–{spread.Most:0.00})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
