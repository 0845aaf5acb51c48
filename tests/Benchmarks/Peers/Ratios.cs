using RemoteAssist.Benchmarks.Browser;
using RemoteAssist.Benchmarks.Runs;

namespace RemoteAssist.Benchmarks.Peers;

/// <summary>Ours by theirs for one workload, on the same drawing in the same run.</summary>
/// <param name="Workload">Which.</param>
/// <param name="Encoding">Of the peer that it is held against.</param>
/// <param name="Bytes">Ours until all is without loss, by theirs within the workload's time.</param>
/// <param name="DelayMedian">Drawn to decoded.</param>
/// <param name="DelayP95">The same.</param>
/// <param name="Cpu">The Agent's by their server's.</param>
/// <param name="SameFidelity">Whether ours is as good: exact where theirs is, else at least their PSNR.</param>
internal sealed record WorkloadRatio(
    string Workload, string Encoding, double Bytes, double DelayMedian, double DelayP95, double Cpu, bool SameFidelity);

/// <summary>What the goal is about. Below one is better than the peer.</summary>
internal sealed record Ratios
{
    public required double BytesGeoMean { get; init; }

    public required double ScrollBytes { get; init; }

    public required double DragBytes { get; init; }

    /// <summary>Of a step after the first round, by a step of theirs.</summary>
    public required double SwitchBytes { get; init; }

    /// <summary>The worst workload's.</summary>
    public required double DelayMedianMax { get; init; }

    public required double DelayP95Max { get; init; }

    public required double CpuGeoMean { get; init; }

    public required double CpuMax { get; init; }

    /// <summary>Against the smallest forwarder that can be written with the same server; null where it was not measured.</summary>
    public required double? RelayCpuPerGb { get; init; }

    /// <summary>Drawn to painted in Chromium, the worst workload's, against noVNC; null where it was not measured.</summary>
    public double? BrowserDelayMedianMax { get; init; }

    public double? BrowserDelayP95Max { get; init; }

    public required IReadOnlyList<WorkloadRatio> Workloads { get; init; }

    /// <summary>Compares what ran in one run.</summary>
    public static Ratios Of(
        IReadOnlyList<WorkloadFigures> ours, IReadOnlyList<PeerFigures> theirs, BrowserReport? page, double? relayCpuPerGb)
    {
        var each = ours.Select(own => Compare(own, Counterpart(own.Name, theirs))).ToList();
        var pages = page is null ? [] : page.Workloads
            .Select(own => (Own: own, Peer: theirs.FirstOrDefault(t => t.Peer == "novnc" && t.Workload == own.Name)))
            .Where(pair => pair.Peer is not null).ToList();
        var shown = ours.FirstOrDefault(o => o.Name == "switch");
        return new Ratios
        {
            BytesGeoMean = GeoMean(each.Select(r => r.Bytes)),
            ScrollBytes = Bytes("scroll"),
            DragBytes = Bytes("drag"),
            SwitchBytes = shown is null or { StepsAgain: 0 }
                ? double.NaN
                : (double)shown.BytesAgain / shown.StepsAgain / PerStep(Counterpart("switch", theirs)),
            DelayMedianMax = each.Max(r => r.DelayMedian),
            DelayP95Max = each.Max(r => r.DelayP95),
            CpuGeoMean = GeoMean(each.Select(r => r.Cpu)),
            CpuMax = each.Max(r => r.Cpu),
            RelayCpuPerGb = relayCpuPerGb,
            BrowserDelayMedianMax = pages.Count > 0 ? pages.Max(p => p.Own.DelayMedianMs / p.Peer!.DelayMedianMs) : null,
            BrowserDelayP95Max = pages.Count > 0 ? pages.Max(p => p.Own.DelayP95Ms / p.Peer!.DelayP95Ms) : null,
            Workloads = each,
        };

        double Bytes(string name) => each.FirstOrDefault(r => r.Workload == name)?.Bytes ?? double.NaN;
    }

    /// <summary>The geometric mean.</summary>
    public static double GeoMean(IEnumerable<double> values)
    {
        var logs = values.Select(v => Math.Log(v)).ToList();
        return Math.Exp(logs.Average());
    }

    /// <summary>Whom a workload is held against: the lossless scraper, but for the film, which it sends as JPEG.</summary>
    public static PeerFigures Counterpart(string workload, IReadOnlyList<PeerFigures> theirs) => theirs.First(t =>
        t.Peer == "x0vncserver" && t.Workload == workload && t.Encoding == (workload is "video" ? "tight-q8" : "tight-lossless"));

    private static WorkloadRatio Compare(WorkloadFigures own, PeerFigures peer) => new(
        own.Name,
        peer.Encoding,
        (double)own.BytesSettled / own.Steps / PerStep(peer),
        own.DelayMedianMs / peer.DelayMedianMs,
        own.DelayP95Ms / peer.DelayP95Ms,
        own.AgentCpuMs / peer.ServerCpuMs,
        own.Settled.WrongPixels == 0 && own.Moving.All(m => m.Psnr is null || m.Psnr >= peer.MovingPsnr));

    private static double PerStep(PeerFigures peer) => (double)peer.Bytes / peer.Steps;
}
