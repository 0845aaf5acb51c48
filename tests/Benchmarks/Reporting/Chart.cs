using System.Globalization;
using System.Text;

namespace RemoteAssist.Benchmarks.Reporting;

/// <summary>Bytes, delay and CPU of each workload beside the peers', as an SVG. Every panel has a logarithmic scale of its own.</summary>
internal static class Chart
{
    private const int PanelWidth = 1000;
    private const int PanelHeight = 240;
    private const int Left = 70;
    private const int Top = 56;
    private const int BarWidth = 34;

    private static readonly (string Name, string Colour)[] Series =
        [("RemoteAssist", "#0f6b6b"), ("x0vncserver", "#b8862d"), ("RemoteAssist in Chromium", "#5fb3b3"), ("noVNC in Chromium", "#d9b26a")];

    private sealed record Panel(string Title, IReadOnlyList<(string Workload, double?[] Values)> Groups);

    /// <summary>Draws it.</summary>
    public static string Of(Report report)
    {
        Panel[] panels = [Bytes(report), Delay(report), Cpu(report)];
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PanelWidth} {(panels.Length * PanelHeight) + 40}" font-family="sans-serif" font-size="12">""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<rect width="100%" height="100%" fill="#ffffff"/>""");
        var x = Left;
        foreach (var (name, colour) in Series)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<rect x="{x}" y="12" width="12" height="12" fill="{colour}"/><text x="{x + 18}" y="22">{name}</text>""");
            x += 60 + (name.Length * 7);
        }

        for (var i = 0; i < panels.Length; i++)
        {
            Draw(svg, panels[i], 30 + (i * PanelHeight));
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private static Panel Bytes(Report report) => new("kB a step", [.. report.Ratios!.Workloads.Select(r => (r.Workload, new[]
    {
        Ours(report, r.Workload)?.BytesSettled / 1000.0 / Ours(report, r.Workload)?.Steps, Peer(report, r)?.Bytes / 1000.0 / Peer(report, r)?.Steps, null, null,
    }))]);

    private static Panel Delay(Report report) => new("median delay, ms", [.. report.Ratios!.Workloads.Select(r => (r.Workload, new[]
    {
        Ours(report, r.Workload)?.DelayMedianMs, Peer(report, r)?.DelayMedianMs,
        report.Page?.Workloads.FirstOrDefault(w => w.Name == r.Workload)?.DelayMedianMs,
        report.Peers!.FirstOrDefault(p => p.Peer == "novnc" && p.Workload == r.Workload)?.DelayMedianMs,
    }))]);

    private static Panel Cpu(Report report) => new("CPU of Agent or server, ms a step", [.. report.Ratios!.Workloads.Select(r => (r.Workload, new[]
    {
        Ours(report, r.Workload)?.AgentCpuMs / Ours(report, r.Workload)?.Steps, Peer(report, r)?.ServerCpuMs / Peer(report, r)?.Steps, null, null,
    }))]);

    private static Runs.WorkloadFigures? Ours(Report report, string workload) =>
        report.OursOnPeersDrawings!.Workloads.FirstOrDefault(w => w.Name == workload);

    private static Peers.PeerFigures? Peer(Report report, Peers.WorkloadRatio ratio) =>
        report.Peers!.FirstOrDefault(p => p.Peer == "x0vncserver" && p.Workload == ratio.Workload && p.Encoding == ratio.Encoding);

    private static void Draw(StringBuilder svg, Panel panel, int top)
    {
        var values = panel.Groups.SelectMany(g => g.Values).OfType<double>().Where(v => v > 0).ToList();
        var (low, high) = (Math.Pow(10, Math.Floor(Math.Log10(values.Min()))), Math.Pow(10, Math.Ceiling(Math.Log10(values.Max()))));
        var height = PanelHeight - Top - 34;
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left}" y="{top + Top - 14}" font-weight="bold">{panel.Title}</text>""");
        for (var line = low; line <= high * 1.001; line *= 10)
        {
            var y = top + Top + height - At(line);
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{Left}" x2="{PanelWidth - 20}" y1="{y:0.0}" y2="{y:0.0}" stroke="#dddddd"/><text x="{Left - 8}" y="{y + 4:0.0}" text-anchor="end">{line:0.###}</text>""");
        }

        for (var i = 0; i < panel.Groups.Count; i++)
        {
            var (workload, bars) = panel.Groups[i];
            var x = Left + 14 + (i * (PanelWidth - Left - 20) / panel.Groups.Count);
            for (var j = 0; j < bars.Length; j++)
            {
                if (bars[j] is > 0 and var value)
                {
                    var tall = Math.Max(1, At(value));
                    svg.AppendLine(CultureInfo.InvariantCulture, $"""<rect x="{x}" y="{top + Top + height - tall:0.0}" width="{BarWidth - 4}" height="{tall:0.0}" fill="{Series[j].Colour}"/><text x="{x + ((BarWidth - 4) / 2)}" y="{top + Top + height - tall - 4:0.0}" text-anchor="middle" font-size="10">{Short(value)}</text>""");
                    x += BarWidth;
                }
            }

            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left + 14 + (i * (PanelWidth - Left - 20) / panel.Groups.Count)}" y="{top + Top + height + 18}">{workload}</text>""");
        }

        double At(double value) => height * (Math.Log10(value) - Math.Log10(low)) / Math.Max(1, Math.Log10(high) - Math.Log10(low));
    }

    private static string Short(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
