using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Benchmarks.Watching;
using RemoteAssist.Benchmarks.Workloads;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Runs;

/// <summary>Measures workloads in a session: 1 drawn and settled   2 run   3 settled again   4 compared.</summary>
/// <param name="session">The session.</param>
/// <param name="studio">What draws.</param>
/// <param name="spare">Another display, where steps are drawn anew for comparison.</param>
/// <param name="clock">The clock.</param>
internal sealed class WorkloadRun(LiveSession session, Studio studio, VirtualScreen spare, TimeProvider clock)
{
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(2);

    private readonly HeadlessViewer viewer = session.Viewer;

    /// <summary>Runs one.</summary>
    public async Task<WorkloadFigures> Measure(string name, double seconds)
    {
        // 1
        using var drawing = await studio.Draw(name, seconds, session.Screen.Display);
        viewer.Begin(drawing.EndMarker, Math.Max(1, drawing.Steps / 3), Math.Max(1, 2 * drawing.Steps / 3));
        await session.Until($"the viewer shows \"{name}\"", () => viewer.Corner == 0);
        await viewer.Rest();

        // 2
        var machine = new MachineTime(clock);
        var before = Costs.Now(session);
        var steps = await drawing.Run();
        var after = Costs.Now(session);
        var foreign = machine.ForeignPercent();

        // 3
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        var bytes = viewer.Wire!.Received - before.Bytes;
        var left = SettledAfter - clock.GetElapsedTime(steps[^1].At);
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);

        // 4
        var settled = Comparing.Judge(
            steps.Count, Comparing.Screen(session.Screen.Display), viewer.Picture(), new ScreenRect(0, 0, 1920, 1080), viewer.Masks);
        var frames = viewer.Frames.Where(f => f.At >= steps[0].At).ToList();
        var delays = Delays.Of(steps, frames, clock);
        var again = Again(name, steps, frames, before.Bytes + bytes);
        return new WorkloadFigures
        {
            Name = name,
            Seconds = seconds,
            Steps = steps.Count,
            Bytes = bytes,
            BytesSettled = viewer.Wire.Received - before.Bytes,
            BytesAgain = again.Bytes,
            StepsAgain = again.Steps,
            AgentCpuMs = after.AgentMs - before.AgentMs,
            RelayCpuMs = after.RelayMs - before.RelayMs,
            XCpuMs = after.XMs - before.XMs,
            ViewerCpuMs = after.ViewerMs - before.ViewerMs,
            DelayMedianMs = Figures.Quantile(delays, 0.5),
            DelayP95Ms = Figures.Quantile(delays, 0.95),
            DelayMaxMs = delays.Count > 0 ? delays.Max() : double.NaN,
            StepsShownPercent = 100.0 * frames.Where(f => f.Step > 0 && !f.IsTorn).Select(f => f.Step).Distinct().Count() / steps.Count,
            StepsNever = steps.Count - delays.Count,
            Frames = frames.Count,
            Torn = frames.Count(f => f.IsTorn),
            Moving = await Moving(name, seconds),
            Settled = settled,
            ForeignPercent = foreign,
        };
    }

    private static (long Bytes, int Steps) Again(string name, IReadOnlyList<Step> steps, List<Seen> frames, long total)
    {
        if (name is not "switch" || steps.Count < Switch.Round)
        {
            return (0, 0);
        }

        // The first screen is there before step 1, so the round is over with the step before the one that shows it again.
        var first = steps[Switch.Round - 1];
        var before = frames.LastOrDefault(f => f.At < first.At);
        return (total - before.Bytes, steps.Count - Switch.Round + 1);
    }

    private async Task<IReadOnlyList<Fidelity>> Moving(string name, double seconds)
    {
        var judged = new List<Fidelity>();
        foreach (var kept in viewer.Pictures)
        {
            using var truth = await studio.DrawUpTo(kept.Step, name, seconds, spare.Display);
            judged.Add(Comparing.Judge(kept.Step, Comparing.Screen(spare.Display), kept.Picture, Workload.Changing(name), viewer.Masks));
        }

        return judged;
    }

    private sealed record Costs(double AgentMs, double RelayMs, double XMs, double ViewerMs, long Bytes)
    {
        public static Costs Now(LiveSession session) => new(
            ProcessCost.CpuMs(session.Agent.Process.Id),
            ProcessCost.CpuMs(session.Relay.Process.Id),
            ProcessCost.CpuMs(session.Screen.Server!.Id),
            Environment.CpuUsage.TotalTime.TotalMilliseconds,
            session.Viewer.Wire!.Received);
    }
}
