using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Benchmarks.Log;

/// <summary>
/// What an entry costs until it is on disk, beside the least that anything costs there: 4 KiB written and synced. And how long
/// it takes to check a large log, to search it, and to start with one.
/// </summary>
/// <param name="folder">On the disk that is measured.</param>
/// <param name="say">Told how far it is.</param>
internal sealed class LogRun(string folder, Action<string> say)
{
    private const int Writes = 1_000;
    private const int AtOnce = 16;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(8);

    /// <summary>Measures and prints Markdown.</summary>
    /// <param name="entries">In the large log.</param>
    public async Task<int> Measure(int entries)
    {
        Console.WriteLine("| | p50 | p99 | a second |");
        Console.WriteLine("| --- | --- | --- | --- |");
        var bare = new List<double>();
        bare.AddRange(Bare());
        var one = await Append(1, "one");
        var many = await Append(AtOnce, "many");
        bare.AddRange(Bare());
        Row("4 KiB written and synced", bare, bare.Count / bare.Sum() * 1000);
        Row("an entry, one writer", one.Times, one.Rate);
        Row($"an entry, {AtOnce} writers at once", many.Times, many.Rate);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\np99 of an entry under load is {Figures.Quantile(many.Times, 0.99) / Figures.Quantile(bare, 0.99):0.0} times that of the bare write.\n"));
        await Large(entries);
        return 0;
    }

    // Both halves, before and after, so that a disk whose pace changes is seen in both.
    private List<double> Bare()
    {
        say("bare writes");
        var times = new List<double>();
        var block = new byte[4096];
        using var file = File.OpenHandle(Path.Combine(folder, "bare"), FileMode.Create, FileAccess.Write);
        for (var at = 0; at < Writes; at++)
        {
            var start = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, block, (long)at * block.Length);
            RandomAccess.FlushToDisk(file);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private async Task<(List<double> Times, double Rate)> Append(int writers, string name)
    {
        say($"entries, {writers} at once");
        var database = Path.Combine(folder, $"{name}.db");
        StorageSetup.Prepare(database, TimeProvider.System);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddStorage(database).AddSingleton<IAuditLog, AuditLog>().BuildServiceProvider();
        var log = services.GetRequiredService<IAuditLog>();
        for (var warm = 0; warm < 300; warm++)
        {
            await log.Append(Entry());
        }

        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (watch.Elapsed < Long)
            {
                var start = Stopwatch.GetTimestamp();
                await log.Append(Entry());
                own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return own;
        })));
        var all = times.SelectMany(own => own).ToList();
        return (all, all.Count / watch.Elapsed.TotalSeconds);
    }

    private async Task Large(int entries)
    {
        say($"a log of {entries} entries");
        var data = Directory.CreateDirectory(Path.Combine(folder, "large")).FullName;
        LargeLog.Write(DataFolder.DatabaseIn(data), entries);

        var watch = Stopwatch.StartNew();
        var said = await RelayProgram.Run("audit", "verify", "--data", data);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Checking {entries} entries: {watch.Elapsed.TotalSeconds:0.0} s. {said}"));

        await new SearchRun(DataFolder.DatabaseIn(data), say).Measure();
        var empty = await RelayProgram.StartTime(Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName);
        var full = await RelayProgram.StartTime(data);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"A start with them, until the Relay listens and has made its checkpoint: {full.TotalSeconds:0.0} s; with none: {empty.TotalSeconds:0.0} s."));
    }

    private static void Row(string what, List<double> times, double rate) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {what} | {Figures.Quantile(times, 0.5):0.00} ms | {Figures.Quantile(times, 0.99):0.00} ms | {rate:0} |"));

    private static PendingEntry Entry() => LargeLog.Entry;
}
