using RemoteAssist.Benchmarks.Stage;

namespace RemoteAssist.Benchmarks.Relay;

/// <summary>What forwarding costs at one size of message, in CPU seconds per GB (10^9 bytes), user and system, of the process in the middle.</summary>
/// <param name="MessageBytes">The size.</param>
/// <param name="Relay">Our Relay.</param>
/// <param name="Forwarder">The minimal Kestrel forwarder.</param>
/// <param name="Proxy">HAProxy in TCP mode; null where it is not installed.</param>
internal sealed record RelayFigures(int MessageBytes, double Relay, double Forwarder, double? Proxy)
{
    /// <summary>The Relay's by the forwarder's.</summary>
    public double Ratio => Relay / Forwarder;
}

/// <summary>Measures the Relay's forwarding against the least that could be done, in turns.</summary>
internal static class RelayRun
{
    private static readonly int[] Sizes = [4 * 1024, 64 * 1024, 512 * 1024];

    private const int WarmUpRounds = 4;
    private const int WarmUpMegabytes = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Rounds of each size through each way; the median counts.</summary>
    public static async Task<IReadOnlyList<RelayFigures>> Measure(bool quick)
    {
        using var limit = new CancellationTokenSource(Patience);
        await using var relay = await RelayWay.Open(limit.Token);
        await using var forwarder = await ForwarderWay.Open(limit.Token);
        await using var proxy = await ProxyWay.Open(limit.Token);
        Way[] ways = proxy is null ? [relay, forwarder] : [relay, forwarder, proxy];
        for (var round = 0; round < WarmUpRounds; round++)
        {
            // Code is compiled anew some time after it was found to be busy; that is no cost of forwarding.
            foreach (var (way, size) in ways.SelectMany(_ => Sizes, (way, size) => (way, size)))
            {
                await way.Carry(size, WarmUpMegabytes * 1_000_000 / size, limit.Token);
            }
        }

        var figures = new List<RelayFigures>();
        foreach (var size in Sizes)
        {
            var costs = ways.ToDictionary(way => way, _ => new List<double>());
            for (var round = 0; round < (quick ? 3 : 5); round++)
            {
                foreach (var way in ways)
                {
                    costs[way].Add(await Cost(way, size, megabytes: quick ? 100 : 300, limit.Token));
                }
            }

            figures.Add(new RelayFigures(size, Median(costs[relay]), Median(costs[forwarder]), proxy is null ? null : Median(costs[proxy])));
        }

        return figures;
    }

    /// <summary>The ratio at the size where it is worst; null where nothing was measured.</summary>
    public static double? Worst(IReadOnlyList<RelayFigures>? figures) => figures?.Max(row => row.Ratio);

    /// <summary>The figures as a table.</summary>
    public static void Write(TextWriter to, IReadOnlyList<RelayFigures> figures)
    {
        to.WriteLine("| message | Relay, CPU s/GB | Kestrel forwarder | ratio | HAProxy (TCP) |");
        to.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var row in figures)
        {
            to.WriteLine(FormattableString.Invariant(
                $"| {row.MessageBytes / 1024} KiB | {row.Relay:F2} | {row.Forwarder:F2} | {row.Ratio:F2} | {row.Proxy:F2} |"));
        }
    }

    private static async Task<double> Cost(Way way, int size, int megabytes, CancellationToken cancel)
    {
        var count = megabytes * 1_000_000 / size;
        var before = ProcessCost.CpuMs(way.Process);
        await way.Carry(size, count, cancel);
        return (ProcessCost.CpuMs(way.Process) - before) / 1000 / ((double)count * size / 1e9);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
