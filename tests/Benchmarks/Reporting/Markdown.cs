using System.Globalization;
using RemoteAssist.Benchmarks.Lines;
using RemoteAssist.Benchmarks.Peers;
using RemoteAssist.Benchmarks.Relay;
using RemoteAssist.Benchmarks.Runs;
using RemoteAssist.Benchmarks.Sealing;

namespace RemoteAssist.Benchmarks.Reporting;

/// <summary>A report for people.</summary>
internal static class Markdown
{
    public static void Write(TextWriter to, Report report)
    {
        to.WriteLine(Text($"{report.Date:yyyy-MM-dd HH:mm} UTC, {report.Machine}{(report.Quick ? ", quick run" : "")}; load before: {report.LoadBefore:0.0}."));
        if (report.Ratios is { } ratios)
        {
            Goals.Write(to, report, ratios);
        }

        Workloads(to, "Ours, with our own drawings", report.Ours);
        if (report.OursOnPeersDrawings is { } same)
        {
            Workloads(to, "Ours, with the drawings that the peers were measured with", same);
            PeerTable(to, report.Peers!);
        }

        Session(to, report);
        Page(to, report);
        if (report.Lines is { } lines)
        {
            Lines(to, lines);
        }

        to.WriteLine(Text($"""

            ## Limits of this machine

            A whole screen through shared memory {report.Limits.FetchMs:0.00} ms; two equal screens compared {report.Limits.CompareMs:0.00} ms; a byte
            there and back over loopback TCP {report.Limits.LoopbackMicroseconds:0} µs.
            """));
        if (report.Relay is { } relay)
        {
            to.WriteLine("\n## The Relay alone\n\nForwarding, in CPU seconds per GB; the ratio to the smallest forwarder that is worst counts.\n");
            RelayRun.Write(to, relay);
        }

        if (report.Sealing is { } sealing)
        {
            to.WriteLine();
            SealingMarkdown.Write(to, sealing, report.SealTimes!);
        }
    }

    private static void Workloads(TextWriter to, string title, OwnFigures own)
    {
        to.WriteLine(Text($"""

            ## {title}

            1920×1080 on Xvfb; the Agent, the Relay and a headless viewer, sealed, on one machine. Bytes: Relay to viewer, all framing included, within
            the workload's time and until 2 s after its last step. Delay: from just before a step is drawn to the decoded picture.

            | workload | steps | kB a step | until settled | delay ms: median / p95 / most | shown % | Agent CPU s | Relay CPU s | X CPU s (alone) | torn | moving | wrong at rest | others % |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """));
        foreach (var w in own.Workloads)
        {
            to.WriteLine(Text(
                $"| {w.Name}, {w.Seconds:0} s | {w.Steps} | {w.BytesPerStep / 1000:0.00} | {w.BytesSettled / 1000.0 / w.Steps:0.00} | {w.DelayMedianMs:0.0} / {w.DelayP95Ms:0.0} / {w.DelayMaxMs:0.0} | {w.StepsShownPercent:0} | {w.AgentCpuMs / 1000:0.000} | {w.RelayCpuMs / 1000:0.000} | {w.XCpuMs / 1000:0.000}{(w.XAloneCpuMs is { } x ? Text($" ({x / 1000:0.000})") : "")} | {w.Torn} | {Moving(w)} | {w.Settled.WrongPixels} of {w.Settled.Pixels} | {w.ForeignPercent:0} |"));
        }

        if (own.Workloads.FirstOrDefault(w => w.StepsAgain > 0) is { } shown)
        {
            to.WriteLine(Text($"""

                {shown.Name}: {(shown.Bytes - shown.BytesAgain) / 1000.0 / (shown.Steps - shown.StepsAgain):0.0} kB a step in the first round, {shown.BytesAgain / 1000.0 / shown.StepsAgain:0.00} kB a step after it.
                """));
        }
    }

    private static void PeerTable(TextWriter to, IReadOnlyList<PeerFigures> peers)
    {
        to.WriteLine("""

            ## The peers, on the same drawings in the same run

            | peer | encoding | workload | steps | kB a step | delay ms: median / p95 | shown % | server CPU s | torn | moving | others % |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
        foreach (var p in peers)
        {
            to.WriteLine(Text(
                $"| {p.Peer} | {p.Encoding} | {p.Workload} | {p.Steps} | {p.Bytes / 1000.0 / p.Steps:0.00} | {p.DelayMedianMs:0.0} / {p.DelayP95Ms:0.0} | {p.StepsShownPercent:0} | {p.ServerCpuMs / 1000:0.000} | {p.Torn} | {Psnr(p.MovingPsnr)} | {p.ForeignPercent:0} |"));
        }
    }

    private static void Session(TextWriter to, Report report)
    {
        to.WriteLine(Text($"""

            ## A session

            From the click on Allow to the first decoded picture, over a screen full of text: {report.FirstPictureMs:0} ms (median of {report.Ours.FirstPictureMs.Count}: {string.Join(", ", report.Ours.FirstPictureMs.Select(ms => Text($"{ms:0}")))}).
            """));
        if (report.Ours.Idle is { } idle)
        {
            to.WriteLine(Text(
                $"While a caret blinks, for {idle.Seconds:0} s: Agent {idle.AgentCpuPercent:0.00} % of a core, Relay {idle.RelayCpuPercent:0.00} %, {idle.BytesPerMinute / 1000:0.0} kB a minute."));
        }

        to.WriteLine(Text($"The Agent's memory after all workloads: {report.Ours.Memory.ResidentMb:0} MB resident, {report.Ours.Memory.ProportionalMb:0} MB with shared pages by their share."));
    }

    private static void Page(TextWriter to, Report report)
    {
        if (report.Page is not { } page)
        {
            return;
        }

        to.WriteLine(Text($"""

            ## In Chromium

            Our page over the whole of a second display of 1920×1200, which is as much higher as its bar needs; the picture stands at {page.PictureAt},
            pixel for pixel. Delay: from just before a step is drawn to its pixels on that display, looked at every 2 ms (noVNC: every 4 ms).
            The floor, a page that paints the marker by itself: {page.FloorMedianMs:0.0} ms, p95 {page.FloorP95Ms:0.0} ms.

            | workload | steps | delay ms: median / p95 / most | shown % | wrong at rest | others % | noVNC: median / p95 |
            | --- | --- | --- | --- | --- | --- | --- |
            """));
        foreach (var w in page.Workloads)
        {
            var peer = report.Peers?.FirstOrDefault(p => p.Peer == "novnc" && p.Workload == w.Name);
            to.WriteLine(Text(
                $"| {w.Name} | {w.Steps} | {w.DelayMedianMs:0.0} / {w.DelayP95Ms:0.0} / {w.DelayMaxMs:0.0} | {w.StepsShownPercent:0} | {w.WrongPixels} | {w.ForeignPercent:0} | {(peer is null ? "" : Text($"{peer.DelayMedianMs:0.0} / {peer.DelayP95Ms:0.0}"))} |"));
        }
    }

    /// <summary>The figures over slow lines as a table.</summary>
    public static void Lines(TextWriter to, IReadOnlyList<LineFigures> lines)
    {
        to.WriteLine("""

            ## Over slow lines, between Relay and viewer

            "both" is typing while a film plays elsewhere on the screen: the delay is that of the letters.

            | line | workload | delay ms: median / p95 | seen before | newest after the stall | shown % | pictures/s | kB | wrong at rest |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
        foreach (var l in lines)
        {
            to.WriteLine(Text(
                $"| {l.Line} | {l.Workload} | {l.DelayMedianMs:0} / {l.DelayP95Ms:0} | {l.AgainMedianMs:0} | {l.NewestAfterStallMs:0} | {l.StepsShownPercent:0} | {l.PicturesPerSecond:0.0} | {l.Bytes / 1000.0:0} | {l.WrongPixels} |"));
        }
    }

    private static string Moving(WorkloadFigures figures) => figures.Moving.Count == 0
        ? "not seen"
        : figures.Moving.All(m => m.Psnr is null) ? "exact" : Psnr(figures.Moving.Min(m => m.Psnr ?? 99));

    private static string Psnr(double? psnr) => psnr is { } value ? Text($"{value:0.0} dB") : "exact";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
