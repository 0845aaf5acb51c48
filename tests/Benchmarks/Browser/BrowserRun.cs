using RemoteAssist.Benchmarks.Runs;
using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Browser;

/// <summary>
/// The same workloads, watched by the real page in Chromium over the whole of a second display. That display is as much
/// higher as the page's bar needs, so that the picture stands in it pixel for pixel.
/// </summary>
internal sealed class BrowserRun(Studio studio, TimeProvider clock, Action<string> say)
{
    // 1080 and room for the bar; what is left over stands above and below the picture.
    private const int Height = 1200;
    private const double LookEveryMs = 2;
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(2);

    /// <summary>Runs all: 1 a session in a browser   2 the floor   3 warm   4 the workloads.</summary>
    public async Task<BrowserReport> Measure(IReadOnlyList<string> names, double seconds, Func<string, Task>? before = null)
    {
        // 1
        say("a session in Chromium");
        await using var screen = await VirtualScreen.Start();
        await using var glass = await VirtualScreen.Start(1920, Height);
        await using var relay = await RelayProcess.Start();
        await using var technician = await TechnicianBrowser.StartOn(relay, glass, 1920, Height);

        // 2
        var floor = await Floor.Measure(technician.Page, glass.Display, clock);
        await technician.SetUp();
        await technician.OpenCase();
        var code = await technician.StartSession();
        await using var agent = AgentProcess.Start(screen, relay.Address);
        await agent.TypeCode(code);
        await screen.Window(WindowTitles.Question);
        await agent.Allow();
        await technician.Reaches("live");
        var banner = await screen.Window(WindowTitles.Banner);
        await screen.Hands("windowmove", banner.Id, "480", "1079");
        await Until.True("the page shows the whole picture", async () =>
            await technician.Page.EvaluateAsync<int>("() => document.querySelector('#screen').width") == 1920);
        var place = await technician.Page.EvaluateAsync<double[]>(
            "() => { const r = document.querySelector('#screen').getBoundingClientRect(); return [r.left, r.top, r.width, r.height]; }");
        if (place is not [var left, var top, 1920, 1080] || left % 1 != 0 || top % 1 != 0)
        {
            throw new InvalidOperationException($"The page does not show the picture pixel for pixel: {string.Join(", ", place)}.");
        }

        var stage = new Stand(screen, glass, relay, agent, technician, (int)place[0], (int)place[1]);

        // 3
        foreach (var name in new[] { "scroll", "video", "typing" })
        {
            using var drawing = await new Studio(null).Draw(name, 3, screen.Display, 77);
            await drawing.Run();
        }

        // 4
        var figures = new List<BrowserFigures>();
        foreach (var name in names)
        {
            await (before?.Invoke(name) ?? Task.CompletedTask);
            say($"{name} in Chromium");
            figures.Add(await Run(stage, name, OwnRun.SecondsOf(name, seconds)));
        }

        return new BrowserReport(Figures.Quantile(floor, 0.5), Figures.Quantile(floor, 0.95), $"{stage.X},{stage.Y}", figures);
    }

    private async Task<BrowserFigures> Run(Stand stage, string name, double seconds)
    {
        using var drawing = await studio.Draw(name, seconds, stage.Screen.Display);
        using var watch = new Watch(stage.Glass.Display, stage.X, stage.Y, drawing.EndMarker, LookEveryMs);
        await Until.True($"the page shows \"{name}\"", () => watch.Corner == 0);
        await Task.Delay(SettledAfter);

        var machine = new MachineTime(clock);
        var steps = await drawing.Run();
        var foreign = machine.ForeignPercent();
        await Task.Delay(SettledAfter);
        var seen = watch.Seen.Where(s => s.At >= steps[0].At).ToList();
        var delays = Delays.Of(steps, seen, clock);
        var masks = await stage.Technician.Page.EvaluateAsync<int[][]>(
            "() => [...document.querySelectorAll('.mask')].map(m => { const r = m.getBoundingClientRect(); return [r.left, r.top, r.width, r.height].map(Math.round); })");
        return new BrowserFigures
        {
            Name = name,
            Steps = steps.Count,
            DelayMedianMs = Figures.Quantile(delays, 0.5),
            DelayP95Ms = Figures.Quantile(delays, 0.95),
            DelayMaxMs = delays.Max(),
            StepsShownPercent = 100.0 * seen.Where(s => s.Step > 0 && !s.IsTorn).Select(s => s.Step).Distinct().Count() / steps.Count,
            StepsNever = steps.Count - delays.Count,
            WrongPixels = Wrong(stage, [.. masks.Select(m => new ScreenRect(m[0] - stage.X, m[1] - stage.Y, m[2], m[3]))]),
            ForeignPercent = foreign,
        };
    }

    private static int Wrong(Stand stage, IReadOnlyList<ScreenRect> masks)
    {
        using var eye = new ScreenEye(stage.Glass.Display, 1920, 1080);
        eye.Look(stage.X, stage.Y);
        var screen = Comparing.Screen(stage.Screen.Display);
        return Comparing.Judge(0, screen, eye.Picture, new ScreenRect(0, 0, 1920, 1080), masks).WrongPixels;
    }

    private sealed record Stand(
        VirtualScreen Screen, VirtualScreen Glass, RelayProcess Relay, AgentProcess Agent, TechnicianBrowser Technician, int X, int Y);
}
