using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Benchmarks.Workloads;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Runs;

/// <summary>A blinking caret, for a while: what a session costs when nothing happens.</summary>
internal sealed record IdleFigures(double Seconds, double AgentCpuPercent, double RelayCpuPercent, double BytesPerMinute);

/// <summary>Memory of the Agent after all workloads, MB.</summary>
internal sealed record MemoryFigures(double ResidentMb, double ProportionalMb);

/// <summary>What our own workloads cost and show with a headless viewer.</summary>
internal sealed record OwnFigures(
    IReadOnlyList<double> FirstPictureMs, IReadOnlyList<WorkloadFigures> Workloads, IdleFigures? Idle, MemoryFigures Memory)
{
    public double FirstPictureMedianMs => Figures.Quantile(FirstPictureMs, 0.5);

    /// <summary>Wrong pixels at rest, over all workloads.</summary>
    public long WrongPixels => Workloads.Sum(w => (long)w.Settled.WrongPixels);

    public int TornFrames => Workloads.Sum(w => w.Torn);
}

/// <summary>Measures with a headless viewer: 1 first pictures   2 warm   3 the workloads   4 idle   5 memory.</summary>
/// <param name="studio">What draws.</param>
/// <param name="clock">The clock.</param>
/// <param name="say">Told what is under way.</param>
internal sealed class OwnRun(Studio studio, TimeProvider clock, Action<string> say)
{
    // What is drawn to warm up must not be remembered from there.
    private const uint OtherSeed = 77;

    /// <summary>The length of a workload: the film has 200 pictures.</summary>
    public static double SecondsOf(string name, double seconds) => name is "video" ? Math.Min(seconds, Video.Pictures / 25.0) : seconds;

    /// <summary>Runs all of it.</summary>
    /// <param name="names">Workloads.</param>
    /// <param name="seconds">For each.</param>
    /// <param name="idleSeconds">For the caret that only blinks; 0 leaves it out.</param>
    /// <param name="sessions">How many sessions are opened for the first picture, the measured one included.</param>
    /// <param name="alone">Also draw each with nobody watching, to know what the X server needs for that.</param>
    public async Task<OwnFigures> Measure(
        IReadOnlyList<string> names, double seconds, double idleSeconds, int sessions, bool alone, Func<string, Task>? before = null)
    {
        await using var screen = await VirtualScreen.Start();
        await using var spare = await VirtualScreen.Start();

        // 1
        var first = await FirstPictures(screen, sessions - 1);
        await using var session = await OverText(screen);
        first.Add(session.FirstPicture.TotalMilliseconds);
        var run = new WorkloadRun(session, studio, spare, clock);

        // 2
        say("warming up");
        foreach (var name in new[] { "switch", "scroll", "video", "typing" })
        {
            using var drawing = await new Studio(null).Draw(name, 3, screen.Display, OtherSeed);
            await drawing.Run();
            await session.Viewer.Rest();
        }

        // 3
        var figures = new List<WorkloadFigures>();
        foreach (var name in names)
        {
            await (before?.Invoke(name) ?? Task.CompletedTask);
            say(name);
            var measured = await run.Measure(name, SecondsOf(name, seconds));
            figures.Add(alone ? measured with { XAloneCpuMs = await Alone(name, SecondsOf(name, seconds), spare) } : measured);
        }

        // 4, 5
        var idle = idleSeconds > 0 ? await Idle(session, idleSeconds) : null;
        var agent = session.Agent.Process.Id;
        return new OwnFigures(first, figures, idle, new MemoryFigures(ProcessCost.ResidentMb(agent), ProcessCost.ProportionalMb(agent)));
    }

    /// <summary>First pictures alone, each of a session of its own.</summary>
    public async Task<IReadOnlyList<double>> FirstPictures(int sessions)
    {
        await using var screen = await VirtualScreen.Start();
        return await FirstPictures(screen, sessions);
    }

    private async Task<List<double>> FirstPictures(VirtualScreen screen, int sessions)
    {
        var first = new List<double>();
        for (var i = 0; i < sessions; i++)
        {
            await using var session = await OverText(screen);
            first.Add(session.FirstPicture.TotalMilliseconds);
        }

        return first;
    }

    private async Task<LiveSession> OverText(VirtualScreen screen)
    {
        say("a session, to its first picture");
        using var text = await Drawing.Open("text", Helper.Role(screen.Display, "draw", "text", "--wait", "--beneath"));
        return await LiveSession.Open(screen, clock);
    }

    private async Task<double> Alone(string name, double seconds, VirtualScreen spare)
    {
        using var drawing = await studio.Draw(name, seconds, spare.Display);
        var before = ProcessCost.CpuMs(spare.Server!.Id);
        await drawing.Run();
        return ProcessCost.CpuMs(spare.Server.Id) - before;
    }

    private async Task<IdleFigures> Idle(LiveSession session, double seconds)
    {
        say("idle");
        using var drawing = await new Studio(null).Draw("idle", seconds, session.Screen.Display);
        await session.Viewer.Rest();
        var (agent, relay) = (session.Agent.Process.Id, session.Relay.Process.Id);
        var (agentBefore, relayBefore, bytes) = (ProcessCost.CpuMs(agent), ProcessCost.CpuMs(relay), session.Viewer.Wire!.Received);
        var began = clock.GetTimestamp();
        await drawing.Run();
        var elapsed = clock.GetElapsedTime(began).TotalSeconds;
        return new IdleFigures(
            elapsed,
            (ProcessCost.CpuMs(agent) - agentBefore) / elapsed / 10,
            (ProcessCost.CpuMs(relay) - relayBefore) / elapsed / 10,
            (session.Viewer.Wire.Received - bytes) / elapsed * 60);
    }
}
