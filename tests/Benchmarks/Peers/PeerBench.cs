using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Peers;

/// <summary>Drives the peers' own harness: one peer, one workload, one encoding at a time.</summary>
/// <param name="folder">Where it was built.</param>
internal sealed class PeerBench(string folder)
{
    private readonly List<PeerFigures> all = [];

    /// <summary>All that was measured.</summary>
    public IReadOnlyList<PeerFigures> Figures => all;

    /// <summary>Measures one.</summary>
    public async Task Run(string peer, string workload, string encoding, double seconds)
    {
        var results = Path.Combine(folder, "runs", $"{Guid.NewGuid():n}.jsonl");
        var (display, port) = (FreeDisplay(), FreePorts());
        await using var harness = ChildProcess.Start(
            Path.Combine(folder, "bench.py"),
            [
                "run", "--peers", peer, "--workloads", workload, "--encs", encoding, "--secs", seconds.ToString(CultureInfo.InvariantCulture),
                "--disp", Text(display), "--port", Text(port), "--out", results,
            ]);
        await harness.Exit(TimeSpan.FromSeconds(120));
        var rows = File.Exists(results) ? await File.ReadAllLinesAsync(results) : [];
        all.Add(rows.Length > 0
            ? PeerFigures.Read(rows[^1])
            : throw new InvalidOperationException($"The peers' harness left no result: {string.Join(" | ", harness.Output.TakeLast(5))}"));
    }

    // It uses this display and the hundredth after it.
    private static int FreeDisplay() =>
        Enumerable.Range(200, 90).First(n => !File.Exists($"/tmp/.X11-unix/X{n}") && !File.Exists($"/tmp/.X11-unix/X{n + 100}"));

    // It uses this port, and those a thousand and two thousand further on.
    private static int FreePorts() =>
        Enumerable.Range(15_950, 900).First(port => IsFree(port) && IsFree(port + 1000) && IsFree(port + 2000));

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
