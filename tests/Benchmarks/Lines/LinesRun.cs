using RemoteAssist.Benchmarks.Runs;
using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Benchmarks.Workloads;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Lines;

/// <summary>Measures over slow lines between Relay and viewer.</summary>
internal sealed class LinesRun(TimeProvider clock, Action<string> say)
{
    private static readonly (string Words, LineQuality Quality, string[] Workloads, bool Stalls)[] Plan =
    [
        ("5 Mbit/s, 40 ms round trip", Quality(5, 40), ["scroll", "video", "switch"], false),
        ("1 Mbit/s, 100 ms round trip", Quality(1, 100), ["typing", "both", "scroll"], false),
        ("20 Mbit/s, stalled for 2 s", Quality(20, 40), ["video", "scroll"], true),
    ];

    /// <summary>Runs all of them.</summary>
    public async Task<IReadOnlyList<LineFigures>> Measure(double seconds)
    {
        var figures = new List<LineFigures>();
        foreach (var (words, quality, workloads, stalls) in Plan)
        {
            await using var screen = await VirtualScreen.Start();
            await using var session = await LiveSession.Open(screen, clock, quality);
            foreach (var name in workloads)
            {
                say($"{name} over {words}");
                figures.Add(await Run(session, words, name, OwnRun.SecondsOf(name is "both" ? "video" : name, seconds), stalls));
            }
        }

        return figures;
    }

    private async Task<LineFigures> Run(LiveSession session, string line, string name, double seconds, bool stalls)
    {
        var viewer = session.Viewer;
        using var drawing = await new Studio(null).Draw(name, seconds, session.Screen.Display);
        viewer.Begin(drawing.EndMarker);
        await session.Until($"the viewer shows \"{name}\"", () => viewer.Corner == 0, TimeSpan.FromSeconds(60));
        await viewer.Rest();
        var before = viewer.Wire!.Received;
        var running = drawing.Run();
        var reopened = stalls ? await Stall(session.Line!) : 0;
        var steps = await running;
        await Task.Delay(TimeSpan.FromSeconds(2));

        var frames = viewer.Frames.Where(f => f.At >= steps[0].At).ToList();
        var judged = name is "both" ? [.. steps.Where(s => Both.IsLetter(s.Number))] : steps;
        var delays = Delays.Of(judged, frames, clock);
        var again = name is "switch" ? Delays.Of([.. steps.Where(s => s.Number >= Switch.Round)], frames, clock) : [];
        return new LineFigures
        {
            Line = line,
            Workload = name,
            Steps = steps.Count,
            DelayMedianMs = Figures.Quantile(delays, 0.5),
            DelayP95Ms = Figures.Quantile(delays, 0.95),
            StepsShownPercent = 100.0 * frames.Where(f => f.Step > 0 && !f.IsTorn).Select(f => f.Step).Distinct().Count() / steps.Count,
            PicturesPerSecond = frames.Count(f => f.At <= steps[^1].At) / clock.GetElapsedTime(steps[0].At, steps[^1].At).TotalSeconds,
            Bytes = viewer.Wire.Received - before,
            AgainMedianMs = again.Count > 0 ? Figures.Quantile(again, 0.5) : null,
            NewestAfterStallMs = stalls ? Newest(steps, frames, reopened) : null,
            WrongPixels = Comparing.Judge(
                steps.Count, Comparing.Screen(session.Screen.Display), viewer.Picture(), new ScreenRect(0, 0, 1920, 1080), viewer.Masks).WrongPixels,
        };
    }

    // When the line opened again.
    private async Task<long> Stall(ImpairedLine line)
    {
        await Task.Delay(TimeSpan.FromSeconds(2));
        await line.Stall(TimeSpan.FromSeconds(2));
        return clock.GetTimestamp();
    }

    // What was on the screen when the line opened again, or something newer.
    private double? Newest(IReadOnlyList<Step> steps, IReadOnlyList<Watching.Seen> frames, long reopened)
    {
        var newest = steps.LastOrDefault(s => s.At <= reopened).Number;
        foreach (var frame in frames)
        {
            if (frame.At >= reopened && frame.Step >= newest)
            {
                return clock.GetElapsedTime(reopened, frame.At).TotalMilliseconds;
            }
        }

        return null;
    }

    private static LineQuality Quality(double megabits, double roundTripMs) =>
        new(Delay: TimeSpan.FromMilliseconds(roundTripMs / 2), BytesPerSecond: (int)(megabits * 1_000_000 / 8));
}
