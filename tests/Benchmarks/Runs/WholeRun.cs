using RemoteAssist.Benchmarks.Browser;
using RemoteAssist.Benchmarks.Limits;
using RemoteAssist.Benchmarks.Lines;
using RemoteAssist.Benchmarks.Peers;
using RemoteAssist.Benchmarks.Relay;
using RemoteAssist.Benchmarks.Reporting;
using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Runs;

/// <summary>
/// Everything that was asked for, in one run: 1 limits   2 ours   3 the peers and ours in turns   4 our page in Chromium, and noVNC
/// 5 slow lines   6 sealing, and the Relay alone   7 the report.
/// </summary>
internal sealed class WholeRun(Options options, TimeProvider clock, Action<string> say)
{
    // Long enough to tell 0.1 % of a core.
    private const double IdleSeconds = 30;

    // Of sealing: quiet blocks of four rounds that are enough, how many are run at most to have them, and steps a round, ten a second.
    private const int Blocks = 4;
    private const int MostBlocks = 8;
    private const int StepsARound = 100;

    /// <summary>Runs it.</summary>
    /// <returns>0 where every picture at rest was the screen, pixel by pixel.</returns>
    public async Task<int> Measure()
    {
        // 1
        var (date, load) = (clock.GetUtcNow(), MachineTime.Load);
        var limits = await MachineLimits.Measure(clock);

        // 2
        var ours = await new OwnRun(new Studio(null), clock, say).Measure(
            options.Workloads, options.Seconds, IdleSeconds, options.Sessions, alone: !options.Quick);

        // 3, 4
        var peers = options.Peers is { } folder ? new PeerBench(folder) : null;
        var same = peers is null ? null : await new OwnRun(new Studio(options.Peers), clock, say).Measure(
            options.Workloads, options.Seconds, idleSeconds: 0, sessions: 1, alone: false, name => Headless(peers, name));
        var page = options.Quick ? null : await new BrowserRun(new Studio(options.Peers), clock, say).Measure(
            options.Workloads, options.Seconds, name => peers is null ? Task.CompletedTask : Peer(peers, "novnc", name, "tight-q8"));

        // 5, 6
        var lines = options.Lines ? await new LinesRun(clock, say).Measure(options.Seconds) : null;
        var sealing = options.Quick ? null : await SealingRun.Measure(Blocks, MostBlocks, StepsARound, clock);

        var relay = peers is null ? null : await RelayRun.Measure(options.Quick);

        // 7
        var report = new Report
        {
            Date = date,
            Quick = options.Quick,
            Machine = Report.ThisMachine(),
            LoadBefore = load,
            Limits = limits,
            Ours = ours,
            OursOnPeersDrawings = same,
            Peers = peers?.Figures,
            Page = page,
            Lines = lines,
            Relay = relay,
            Sealing = sealing,
            SealTimes = options.Quick ? null : Sealing.SealTimes.Measure(quick: false),
            Ratios = same is null ? null : Ratios.Of(same.Workloads, peers!.Figures, page, RelayRun.Worst(relay)),
        };
        Tell(report);
        return report.WrongPixels == 0 && sealing?.Rounds.All(r => r.PictureIsTrue) != false ? 0 : 1;
    }

    private async Task Headless(PeerBench peers, string name)
    {
        await Peer(peers, "x0vncserver", name, "tight-lossless");
        if (name is "video")
        {
            await Peer(peers, "x0vncserver", name, "tight-q8");
        }
    }

    private Task Peer(PeerBench peers, string peer, string name, string encoding)
    {
        say($"{name}: {peer}, {encoding}");
        return peers.Run(peer, name, encoding, OwnRun.SecondsOf(name, options.Seconds));
    }

    private void Tell(Report report)
    {
        Markdown.Write(Console.Out, report);
        if (options.Json is { } path)
        {
            Report.Save(report, path);
        }

        // Kept is a run with the peers only: figures without them say little on another machine.
        if (report.Ratios is not null)
        {
            var folder = Path.Combine(Repository.Root, "tests", "Benchmarks");
            using var results = new StreamWriter(Path.Combine(folder, "RESULTS.md"));
            results.WriteLine("# Results\n\nThe last run of `scripts/bench.sh --peers`. On another machine compare ratios, not milliseconds.\n\n![Bytes, delay and CPU against the peers](results.svg)\n");
            Markdown.Write(results, report);
            File.WriteAllText(Path.Combine(folder, "results.svg"), Chart.Of(report));
        }
    }
}
