using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using RemoteAssist.EndToEnd.Tests.Churn;
using Xunit.Abstractions;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>Sessions that come and go for long, and what the Relay keeps of them that it should not.</summary>
[Collection(ProvedRelay.Tests)]
public sealed class ChurnTests(ITestOutputHelper output)
{
    private const double MostMiBAnHour = 1;
    private const double MiB = 1024 * 1024;
    private const int Looks = 90;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(Tried.Count(3600, smoke: 2));

    // In a moment nothing has a slope, and fifty sessions would be more than the moment.
    private static readonly bool IsShort = Length < TimeSpan.FromMinutes(1);
    private static readonly int AtOnce = IsShort ? 3 : 50;
    private static readonly TimeSpan Pace = IsShort ? TimeSpan.FromMilliseconds(40) : TimeSpan.FromMilliseconds(500);
    private static readonly int Parts = IsShort ? 3 : 50;

    // Code is compiled, pools fill, and what is remembered for half an hour is so.
    private static readonly TimeSpan WarmUp = Length / 4;

    [Fact]
    [Trait("Promise", "39")]
    public async Task SessionsThatComeAndGoLeaveNothingBehind()
    {
        using var visits = new Tried(39, "sessions that came, paused, went on and went");
        using var growth = new Tried(39, "slopes of the Relay's memory of at most 1 MiB an hour");
        using var silent = new Tried(39, "looks for exceptions that nobody saw and for errors in its log");
        await using var proved = await ProvedRelay.Take();
        var (relay, watch) = (proved.Relay, proved.Watch);
        var began = Stopwatch.GetTimestamp();
        var ways = new ConcurrentDictionary<Leaving, int>();
        var guests = Enumerable.Range(1, AtOnce).Select(async seed =>
        {
            var guest = new Guest(relay, proved.Technician, seed);
            do
            {
                try
                {
                    ways.AddOrUpdate(await guest.Visit(Pace, Parts), 1, (_, count) => count + 1);
                    visits.Try(true);
                }
                catch (Exception wrong) when (wrong is not OutOfMemoryException)
                {
                    visits.Try(false, wrong.ToString());
                }
            }
            while (Stopwatch.GetElapsedTime(began) < Length);
        }).ToList();

        var heap = new List<(TimeSpan At, double Value)>();
        var resident = new List<(TimeSpan At, double Value)>();
        using (var timer = new PeriodicTimer(Length / Looks))
        {
            while (Stopwatch.GetElapsedTime(began) is var at && at < Length)
            {
                await timer.WaitForNextTickAsync();
                if (at >= WarmUp && !IsShort)
                {
                    var memory = await watch.Ask();
                    heap.Add((at, memory.HeapBytes / MiB));
                    resident.Add((at, memory.ResidentBytes / MiB));
                }
            }
        }

        await Task.WhenAll(guests);
        var last = await watch.Ask();
        var errors = Errors(relay.Data);
        silent.Try(last.Unseen == 0, $"{last.Unseen} were not seen: {string.Join(" | ", relay.Process.Output.Where(line => line.StartsWith("watch: ", StringComparison.Ordinal)).Take(3))}");
        silent.Try(errors.Count == 0, $"{errors.Count} errors: {string.Join(" | ", errors.Take(3))}");
        silent.Try((await relay.Verify()).ExitCode == 0, "the log does not verify");
        if (!IsShort)
        {
            growth.Try(Slope.PerHour(heap) <= MostMiBAnHour, $"{Slope.PerHour(heap):0.00} MiB an hour");
            growth.MustHold();
        }

        output.WriteLine($"{string.Join(", ", ways.OrderBy(way => way.Key).Select(way => $"{way.Key} {way.Value}"))}");
        output.WriteLine($"heap {Slope.PerHour(heap):0.00} MiB/h to {last.HeapBytes / MiB:0.0} MiB, resident {Slope.PerHour(resident):0.00} MiB/h to {last.ResidentBytes / MiB:0.0} MiB");
        visits.MustHold();
        silent.MustHold();
    }

    [Fact]
    public void TheSlopeIsThatOfTheLineThroughWhatWasMeasured()
    {
        Slope.PerHour([.. Enumerable.Range(0, 10).Select(minute => (TimeSpan.FromMinutes(minute), 50 + (minute / 30.0)))]).Should().BeApproximately(2, 1e-9);
        Slope.PerHour([(TimeSpan.Zero, 3)]).Should().Be(0);
    }

    private static List<string> Errors(string data) =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(data, "logs"))
           from line in File.ReadLines(file)
           where JsonDocument.Parse(line).RootElement.TryGetProperty("Level", out var level) && level.GetString() is "Error" or "Fatal"
           select line,
    ];
}
