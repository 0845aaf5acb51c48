using System.Diagnostics;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Load;

/// <summary>
/// How many sessions one Relay bears, a process of its own as it is released: steps up until a session is lost or parts take too long.
/// Its limits against floods from one address are raised by its ordinary settings, since all customers here have the same one.
/// </summary>
/// <param name="say">Hears how far it is.</param>
internal sealed class LoadRun(Action<string> say)
{
    // A Relay keeps twenty connections of one address that have not joined yet; each takes one for a moment.
    private const int JoinAtOnce = 8;

    private static readonly int[] Steps = [100, 250, 500, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000];

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    private static readonly string[] Limits =
    [
        "--Limits:AgentsPerMinute=1000000", "--Limits:RequestsPerMinute=1000000", "--Accounts:TriesPerMinute=1000000", "--Sessions:LongestSession=08:00:00",
    ];

    /// <summary>The steps up to this many sessions.</summary>
    public static IReadOnlyList<int> UpTo(int most) => [.. Steps.Where(step => step < most), most];

    /// <summary>Climbs.</summary>
    /// <param name="most">The last step, if none breaks before.</param>
    public async Task<IReadOnlyList<LoadFigures>> Measure(int most)
    {
        var figures = new List<LoadFigures>();
        var sessions = new List<LoadSession>();
        var arrivals = new Arrivals();
        await using var relay = await RelayProcess.Start(Limits);
        using var technician = await Technician.SetUp(relay);
        try
        {
            _ = await Join(relay, technician, sessions, 1, arrivals); // what the first one warms up is no cost of sessions
            var empty = ProcessCost.ResidentMb(relay.Process.Id);
            foreach (var step in UpTo(most))
            {
                var (joined, failed) = await Join(relay, technician, sessions, step, arrivals);
                say(FormattableString.Invariant($"{sessions.Count} sessions are live"));
                var figure = await Measure(relay, sessions, arrivals, empty);
                figures.Add(figure with { JoinedPerSecond = joined, Lost = figure.Lost + failed });
                if (figures[^1].IsBroken)
                {
                    say(FormattableString.Invariant($"it breaks at {step}: {figures[^1].Lost} sessions lost, p95 {figures[^1].P95:F0} ms"));
                    break;
                }
            }

            return figures;
        }
        finally
        {
            await Parallel.ForEachAsync(sessions, async (one, _) => await one.DisposeAsync());
        }
    }

    private async Task<(double PerSecond, int Failed)> Join(RelayProcess relay, Technician technician, List<LoadSession> sessions, int upTo, Arrivals arrivals)
    {
        var began = Stopwatch.GetTimestamp();
        var missing = Enumerable.Range(sessions.Count, upTo - sessions.Count).ToList();
        var failed = 0;
        await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = JoinAtOnce }, async (number, _) =>
        {
            try
            {
                var one = await LoadSession.Open(relay, technician, number, arrivals);
                lock (sessions)
                {
                    sessions.Add(one);
                }
            }
            catch (Exception wrong) when (wrong is not OutOfMemoryException)
            {
                say(FormattableString.Invariant($"session {number} did not begin: {wrong.Message}"));
                Interlocked.Increment(ref failed);
            }
        });
        return ((missing.Count - failed) / Stopwatch.GetElapsedTime(began).TotalSeconds, failed);
    }

    private static async Task<LoadFigures> Measure(RelayProcess relay, List<LoadSession> sessions, Arrivals arrivals, double empty)
    {
        await Task.Delay(Settle);
        arrivals.Reset();
        var (began, cpu, own) = (Stopwatch.GetTimestamp(), ProcessCost.CpuMs(relay.Process.Id), ProcessCost.CpuMs(Environment.ProcessId));
        await Task.Delay(Look);
        var (delays, bytes, late) = arrivals.Reset();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var cores = (ProcessCost.CpuMs(relay.Process.Id) - cpu) / 1000 / seconds;
        var resident = ProcessCost.ResidentMb(relay.Process.Id);
        return new LoadFigures(
            sessions.Count, sessions.Count(one => one.IsLost), resident, (resident - empty) * 1000 / sessions.Count, cores, cores * 1000 / sessions.Count,
            delays.Count / seconds, bytes / 1e6 / seconds, At(delays, 0.5), At(delays, 0.95), At(delays, 0.99), late,
            (ProcessCost.CpuMs(Environment.ProcessId) - own) / 1000 / seconds, 0);
    }

    private static double At(IReadOnlyList<float> rising, double share) =>
        rising.Count == 0 ? double.PositiveInfinity : rising[Math.Min(rising.Count - 1, (int)Math.Ceiling(rising.Count * share) - 1)];
}
