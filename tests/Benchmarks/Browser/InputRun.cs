using System.Diagnostics;
using System.Text.Json;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Tests.Platform;
using RemoteAssist.Benchmarks.Runs;
using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Browser;

/// <summary>
/// From the technician's browser to the customer's X server, while a video plays there: keys that are tapped and a pointer
/// that is moved on the display of a real Chromium. The beginning is the browser's own time of its event, the end the X
/// server's own time of the input that it took.
/// </summary>
internal sealed class InputRun(TimeProvider clock, Action<string> say)
{
    private const double MostMedianMs = 15, MostP95Ms = 40;
    private const int Width = 1920, Height = 1200;
    private const uint RightArrow = 114;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    /// <summary>Measures and prints; 0 where both goals are met and nothing was lost.</summary>
    public async Task<int> Measure(double seconds)
    {
        say("a session in Chromium, under control");
        await using var screen = await VirtualScreen.Start();
        await using var desk = await VirtualScreen.Start(Width, Height);
        await using var relay = await RelayProcess.Start();
        await using var technician = await TechnicianBrowser.StartOn(relay, desk, Width, Height);
        await technician.SetUp();
        await technician.OpenCase();
        var code = await technician.StartSession();
        await using var agent = AgentProcess.Start(screen, relay.Address);
        await agent.TypeCode(code);
        await screen.Window(WindowTitles.Question);
        await agent.Allow();
        await technician.Reaches("live");
        var page = technician.Page;
        await technician.TakeControl(screen);

        // Keys need a window that is not the Agent's own.
        screen.Run("xterm", ["-T", "keys", "-geometry", "20x4+10+900"]);
        await screen.Window("^keys$");
        await page.EvaluateAsync(
            """
            () => {
              window.inputs = [];
              for (const kind of ['keydown', 'pointermove']) {
                addEventListener(kind, e => window.inputs.push([kind === 'keydown' ? 1 : 0, performance.timeOrigin + e.timeStamp]), true);
              }
            }
            """);

        say($"{seconds} s of video, with keys and movements");
        using var hand = new Hand(desk.Display);
        using var witness = new InputWitness(screen.Display);
        using var drawing = await new Studio(null).Draw("video", seconds + 2, screen.Display);
        var playing = drawing.Run();
        hand.Move(Width / 2, Height / 2);
        hand.Tap(RightArrow);
        await Task.Delay(TimeSpan.FromSeconds(1), clock);
        witness.TookWhen();
        await page.EvaluateAsync("() => { window.inputs.length = 0; }");
        var machine = new MachineTime(clock);
        using var timer = new PeriodicTimer(Apart, clock);
        for (var i = 0; i < seconds / Apart.TotalSeconds && await timer.WaitForNextTickAsync(); i++)
        {
            if (i % 2 == 0)
            {
                hand.Tap(RightArrow);
            }
            else
            {
                hand.Move((Width / 2) + (i % 400), Height / 2);
            }
        }

        await Task.Delay(TimeSpan.FromMilliseconds(500), clock);
        var took = witness.TookWhen();
        var foreign = machine.ForeignPercent();
        var felt = await page.EvaluateAsync<JsonElement>("() => window.inputs");
        await playing;
        var ofKeys = Delays(felt, took, key: true);
        var ofMoves = Delays(felt, took, key: false);
        Print("keys", ofKeys);
        Print("movements", ofMoves);
        var all = ofKeys.Concat(ofMoves).ToArray();
        Print("both", all);
        Console.WriteLine($"Others used {foreign:0} % of a core meanwhile.");
        return Figures.Quantile(all, 0.5) <= MostMedianMs && Figures.Quantile(all, 0.95) <= MostP95Ms ? 0 : 1;
    }

    // In their order: they come so far apart that none is merged with another. One that is missing would shift all others.
    private double[] Delays(JsonElement felt, IReadOnlyList<(int Kind, int Which, uint Time)> took, bool key)
    {
        var begun = felt.EnumerateArray().Where(item => item[0].GetInt32() == 1 == key).Select(item => item[1].GetDouble()).ToArray();
        var done = took.Where(t => t.Kind == (key ? XInput.RawKeyPress : XInput.RawMotion)).Select(t => t.Time).ToArray();
        if (begun.Length != done.Length)
        {
            throw new InvalidOperationException($"{begun.Length} events in the browser, {done.Length} at the X server.");
        }

        // Both on the wall clock: what the monotonic one says now belongs to what that says now.
        var wall = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        var monotonic = unchecked((uint)(Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000)));
        return [.. begun.Zip(done, (began, at) => wall - unchecked((int)(monotonic - at)) - began)];
    }

    private static void Print(string what, double[] delays) => Console.WriteLine(
        $"{what}: {delays.Length}, median {Figures.Quantile(delays, 0.5):0.0} ms, p95 {Figures.Quantile(delays, 0.95):0.0} ms, most {delays.Max():0.0} ms");
}
