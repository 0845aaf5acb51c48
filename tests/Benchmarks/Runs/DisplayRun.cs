using RemoteAssist.Benchmarks.Browser;
using RemoteAssist.Benchmarks.Reporting;
using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Benchmarks.Watching;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Runs;

/// <summary>A step of somebody else's marker: ns of the machine's monotonic clock.</summary>
/// <param name="Step">Which.</param>
/// <param name="SeenAt">When it was seen on the display.</param>
/// <param name="DecodedAt">When a decoded picture showed it or a later one; null where none did.</param>
/// <param name="DelayMs">Between the two.</param>
internal sealed record SeenStep(int Step, long SeenAt, long? DecodedAt, double? DelayMs);

/// <summary>What our Agent made of a display where somebody else drew.</summary>
internal sealed record DisplayFigures
{
    public required DateTimeOffset Date { get; init; }

    public required string Machine { get; init; }

    public required string Display { get; init; }

    public required double Seconds { get; init; }

    public required double FirstPictureMs { get; init; }

    public required long Bytes { get; init; }

    public required double AgentCpuMs { get; init; }

    public required double RelayCpuMs { get; init; }

    public required MemoryFigures Memory { get; init; }

    public required int Frames { get; init; }

    public required int Torn { get; init; }

    public required double? DelayMedianMs { get; init; }

    public required double? DelayP95Ms { get; init; }

    /// <summary>At the end, against the display, the Agent's own windows left out; null where the display went on changing.</summary>
    public required int? WrongPixels { get; init; }

    public required IReadOnlyList<SeenStep> Steps { get; init; }
}

/// <summary>
/// Measures on a display where somebody else draws the marker. A step counts as drawn when it is first seen there, looked at
/// more than once a ms: the figures leave out what the X server needed until then.
/// </summary>
internal sealed class DisplayRun(TimeProvider clock, Action<string> say)
{
    private const double LookEveryMs = 0.5;

    /// <summary>Opens a session there, and looks for that long.</summary>
    public async Task<int> Measure(string display, double seconds, string? json)
    {
        await using var screen = await VirtualScreen.On(display);
        say($"a session on {display}");
        await using var session = await LiveSession.Open(screen, clock);
        var viewer = session.Viewer;
        viewer.Begin(endMarker: null);
        using var watch = new Watch(display, 0, 0, null, LookEveryMs);
        await Until.True("somebody draws the marker there", () => watch.Corner is not null, TimeSpan.FromSeconds(60));
        say($"looking for {seconds:0} s");
        var (agent, relay) = (session.Agent.Process.Id, session.Relay.Process.Id);
        var (agentBefore, relayBefore, bytes) = (ProcessCost.CpuMs(agent), ProcessCost.CpuMs(relay), viewer.Wire!.Received);
        var begun = clock.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var ended = clock.GetTimestamp();
        var (agentMs, relayMs) = (ProcessCost.CpuMs(agent) - agentBefore, ProcessCost.CpuMs(relay) - relayBefore);
        bytes = viewer.Wire.Received - bytes;
        await Task.Delay(TimeSpan.FromSeconds(2));

        var frames = viewer.Frames.Where(f => f.At >= begun).ToList();
        var steps = watch.Seen.Where(s => s.At >= begun && s.At <= ended && s.Corner is > 0).Select(s => Shown(s, frames)).ToList();
        var delays = steps.Select(s => s.DelayMs).OfType<double>().ToList();
        var figures = new DisplayFigures
        {
            Date = clock.GetUtcNow(),
            Machine = Report.ThisMachine(),
            Display = display,
            Seconds = clock.GetElapsedTime(begun, ended).TotalSeconds,
            FirstPictureMs = session.FirstPicture.TotalMilliseconds,
            Bytes = bytes,
            AgentCpuMs = agentMs,
            RelayCpuMs = relayMs,
            Memory = new MemoryFigures(ProcessCost.ResidentMb(agent), ProcessCost.ProportionalMb(agent)),
            Frames = frames.Count,
            Torn = frames.Count(f => f.Corner is null),
            DelayMedianMs = delays.Count > 0 ? Figures.Quantile(delays, 0.5) : null,
            DelayP95Ms = delays.Count > 0 ? Figures.Quantile(delays, 0.95) : null,
            WrongPixels = AtRest(display, viewer),
            Steps = steps,
        };
        await Console.Out.WriteLineAsync(FormattableString.Invariant(
            $"{steps.Count} steps in {figures.Seconds:0.0} s: delay {figures.DelayMedianMs:0.0} ms, p95 {figures.DelayP95Ms:0.0} ms; {bytes / 1000.0:0.0} kB; Agent {agentMs / 1000:0.000} s CPU; wrong pixels at the end: {figures.WrongPixels?.ToString() ?? "the screen did not rest"}"));
        if (json is not null)
        {
            Report.Save(figures, json);
        }

        return figures.WrongPixels is null or 0 ? 0 : 1;
    }

    private SeenStep Shown(Seen drawn, List<Seen> frames)
    {
        var shown = frames.FirstOrDefault(f => f.At >= drawn.At && f.Corner >= drawn.Corner);
        return shown.At == 0
            ? new SeenStep(drawn.Corner!.Value, Nanoseconds(drawn.At), null, null)
            : new SeenStep(drawn.Corner!.Value, Nanoseconds(drawn.At), Nanoseconds(shown.At), clock.GetElapsedTime(drawn.At, shown.At).TotalMilliseconds);
    }

    private long Nanoseconds(long timestamp) => (long)(timestamp * (1e9 / clock.TimestampFrequency));

    private static int? AtRest(string display, HeadlessViewer viewer)
    {
        var before = Comparing.Screen(display);
        var picture = viewer.Picture();
        var whole = new ScreenRect(0, 0, picture.Width, picture.Height);
        return before.ShowsTheSameAs(Comparing.Screen(display)) ? Comparing.Judge(0, before, picture, whole, viewer.Masks).WrongPixels : null;
    }
}
