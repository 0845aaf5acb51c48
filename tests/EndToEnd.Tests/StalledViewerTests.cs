using System.Diagnostics;
using RemoteAssist.EndToEnd.Tests.Stalled;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Tests.Support;
using Xunit.Abstractions;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>One page that stops reading, and what that costs the Relay and everybody else who watches.</summary>
[Collection(ProvedRelay.Tests)]
public sealed class StalledViewerTests(ITestOutputHelper output)
{
    private const int OtherPages = 2;
    private const int PartBytes = 32 * 1024;
    private const int PictureBytes = 256 * 1024;
    private const long MostHeld = 8 * 1024 * 1024;

    // How much longer the others may take: a tenth, or what two clocks of a busy machine differ by.
    private const double MostLonger = 1.1;
    private const double Noise = 1;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(1);

    // Below some seconds there are too few parts for a p95 that means anything.
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(Tried.Count(60, smoke: 1));
    private static readonly bool Judges = Stall >= TimeSpan.FromSeconds(6);

    [Fact]
    [Trait("Promise", "18")]
    public async Task AViewerThatReadsNothingCostsLittleAndTheOthersNothing()
    {
        using var held = new Tried(18, "looks at what is held for a viewer that reads nothing");
        using var others = new Tried(18, "other viewers, no slower by more than a tenth (p95) and without a gap");
        using var back = new Tried(18, "newest pictures within a second of reading again");

        // 1 a session with three pages that read
        await using var proved = await ProvedRelay.Take();
        var (relay, watch, technician) = (proved.Relay, proved.Watch, proved.Technician);
        var session = await technician.StartSession("stalled");
        await using var seat = await Seat.Take(relay.Address, technician, session, [1], static (_, _, _) => { }, TimeProvider.System);
        await using var agent = await SyntheticAgent.Join(relay.Address, await seat.Code);
        await agent.Allow();
        await agent.Must(SessionEvent.Show);
        agent.BeginUpload();
        agent.Say(agent.Content.ToBytes());
        var sender = new Sender(agent);
        var readers = new List<Onlooker>();
        try
        {
            for (var page = 0; page < OtherPages; page++)
            {
                readers.Add(await Onlooker.Come(relay, technician, session, agent.Content));
            }

            sender.Begin();
            await Task.WhenAll(readers.Select(one => one.First));

            // 2 half the time without, all of it with one that does not read, and again half of it without
            await Spend(Stall / 4, watch);
            var (_, before) = await Measured(Stall / 2);
            await using var stalled = await StalledPage.Come(relay, technician, session, agent.Content);
            var (during, late) = await Measured(Stall, stalled);
            using var metronome = new Metronome();
            var again = Stopwatch.GetTimestamp();
            var isThere = await stalled.ReadsAgain();
            if (!isThere)
            {
                // It was given up, and comes back as the page does: on a new connection.
                await using var page = await Onlooker.Come(relay, technician, session, agent.Content);
                await page.First.WaitAsync(TimeSpan.FromSeconds(60));
            }

            // What the machine stood still by itself is not the Relay's.
            var took = Stopwatch.GetElapsedTime(again) - metronome.StoodStill;
            var (_, after) = await Measured(Stall / 2);

            // 3 the judgement
            var usual = before.Heap.Concat(after.Heap).Order().ElementAt((before.Heap.Count + after.Heap.Count) / 2);
            foreach (var (heap, kernel) in during)
            {
                held.Try(heap - usual + kernel <= MostHeld, $"{heap - usual} bytes more in the Relay and {kernel} in its kernel");
            }

            for (var page = 0; page < OtherPages; page++)
            {
                var without = P95([.. before.Delays[page], .. after.Delays[page]]);
                var with = P95(late.Delays[page]);
                output.WriteLine($"page {page}: p95 {without:0.00} ms without, {with:0.00} ms with; {readers[page].Gaps} gaps");
                others.Try(readers[page].Gaps == 0 && (!Judges || with <= Math.Max(without * MostLonger, without + Noise)), $"{without:0.00} ms became {with:0.00} ms; {readers[page].Gaps} gaps");
            }

            back.Try(took <= BackWithin, $"{took.TotalMilliseconds:0} ms");
            output.WriteLine($"held at most {during.Max(one => one.Heap - usual):N0} bytes in the Relay and {during.Max(one => one.Kernel):N0} in its kernel; still connected: {isThere}; back after {took.TotalMilliseconds:0} ms");
        }
        finally
        {
            await sender.DisposeAsync();
            foreach (var reader in readers)
            {
                await reader.DisposeAsync();
            }
        }

        sender.Sent.Should().BePositive();
        held.MustHold();
        others.MustHold();
        back.MustHold();

        async Task<(List<(long Heap, long Kernel)> Looks, (List<long> Heap, List<IReadOnlyList<double>> Delays) All)> Measured(TimeSpan length, StalledPage? stalled = null)
        {
            readers.ForEach(one => one.TakeDelays());
            var looks = await Spend(length, watch, () => stalled?.QueuedInKernel(relay) ?? 0);
            return (looks, ([.. looks.Select(one => one.Heap)], [.. readers.Select(one => one.TakeDelays())]));
        }
    }

    // Looks as often with as without, since each look holds the Relay up for a moment.
    private static async Task<List<(long Heap, long Kernel)>> Spend(TimeSpan length, RelayWatch watch, Func<long>? kernel = null)
    {
        var looks = new List<(long, long)>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1) < length ? TimeSpan.FromSeconds(1) : length);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < length)
        {
            await timer.WaitForNextTickAsync();
            looks.Add(((await watch.Ask()).HeapBytes, kernel?.Invoke() ?? 0));
        }

        return looks;
    }

    private static double P95(IReadOnlyList<double> delays) =>
        delays.Order().ElementAt(Math.Min(delays.Count - 1, (int)Math.Ceiling(delays.Count * 0.95) - 1));

    /// <summary>Sends a part at each beat, and a whole picture where one is needed.</summary>
    private sealed class Sender(SyntheticAgent agent) : IAsyncDisposable
    {
        private readonly CancellationTokenSource leaving = new();
        private Task sending = Task.CompletedTask;
        private int needsPicture = 1;

        public int Sent { get; private set; }

        public void Begin()
        {
            agent.KeyFrameNeeded = () => Interlocked.Exchange(ref needsPicture, 1);
            sending = Send();
        }

        public async ValueTask DisposeAsync()
        {
            await leaving.CancelAsync();
            await sending;
            leaving.Dispose();
        }

        private async Task Send()
        {
            using var timer = new PeriodicTimer(Pace);
            try
            {
                while (await timer.WaitForNextTickAsync(leaving.Token))
                {
                    var isPicture = Interlocked.Exchange(ref needsPicture, 0) == 1;
                    await agent.Send(isPicture, Stamped.Part(Sent++, isPicture ? PictureBytes : PartBytes));
                }
            }
            catch (OperationCanceledException)
            {
                // It was over.
            }
        }
    }
}
