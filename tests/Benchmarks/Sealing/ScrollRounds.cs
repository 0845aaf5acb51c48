using System.Globalization;
using System.Text.Json;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Benchmarks.Line;
using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Benchmarks.Stage;

namespace RemoteAssist.Benchmarks.Sealing;

/// <summary>
/// Runs rounds on one display with one sending and one receiving process, both compiled and warm; every round draws
/// the same steps with a program of its own.
/// </summary>
internal sealed class ScrollRounds : IDisposable
{
    /// <summary>Ten steps a second, as fast as a hand on a mouse wheel goes on for long.</summary>
    public const int IntervalMs = 100;

    private readonly TimeProvider clock;
    private readonly Helper server;
    private readonly Helper receiver;
    private readonly Helper sender;
    private readonly string display;

    private ScrollRounds(Helper server, string display, Helper receiver, Helper sender, TimeProvider clock)
    {
        this.server = server;
        this.display = display;
        this.receiver = receiver;
        this.sender = sender;
        this.clock = clock;
    }

    /// <summary>Starts a display of its own and both ends.</summary>
    public static async Task<ScrollRounds> Open(TimeProvider clock)
    {
        var server = Helper.Start(
            "Xvfb",
            ["-displayfd", "1", "-screen", "0", $"{Layout.ScreenWidth}x{Layout.ScreenHeight}x24", "-nolisten", "tcp", "-noreset"]);
        var display = ":" + await server.Line();
        var receiver = Helper.Role(display, "receive");
        var port = (await receiver.Line()).Split(' ')[1];
        return new ScrollRounds(server, display, receiver, Helper.Role(display, "send", port), clock);
    }

    /// <summary>Runs one round.</summary>
    public async Task<Round> Run(Composition composition, int steps)
    {
        using var page = Helper.Role(display, "scroll-page", Text(steps), Text(IntervalMs));
        await page.Expect("ready");
        await sender.Say(composition.ToString());
        await sender.Expect("ready");

        var machine = new MachineTime(clock);
        var began = clock.GetTimestamp();
        await sender.Say("begin");
        await page.Say("begin");
        var (shown, drawn) = (await Shown(steps), await Drawn(page, steps));
        await sender.Say("end");
        var sent = JsonSerializer.Deserialize<Sent>(await sender.Line())!;
        var seconds = clock.GetElapsedTime(began).TotalSeconds;
        var foreign = machine.ForeignPercent();
        var received = JsonSerializer.Deserialize<Received>(await receiver.Line())!;

        var delays = Delays(drawn, shown);
        return new Round
        {
            Composition = composition,
            Steps = steps,
            StepsShown = shown.Count,
            Frames = sent.Frames,
            Bytes = sent.Bytes,
            CpuMsPerStep = sent.CpuMs / steps,
            CpuPercentOfCore = sent.CpuMs / 10 / seconds,
            DelayMedianMs = Figures.Quantile(delays, 0.5),
            DelayP95Ms = Figures.Quantile(delays, 0.95),
            ClosingMsPerFrame = sent.ClosingMs / sent.Frames,
            OpeningMsPerFrame = received.OpeningMs / received.Frames,
            Torn = received.Torn,
            PictureIsTrue = string.Equals(received.Picture, Screen(), StringComparison.Ordinal),
            ForeignPercent = foreign,
            DelaysMs = delays,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        sender.Dispose();
        receiver.Dispose();
        server.Dispose();
    }

    // Step and moment of each picture that showed a further step, up to the last step.
    private async Task<List<(int Step, long At)>> Shown(int last)
    {
        var shown = new List<(int Step, long At)>();
        while (shown.Count == 0 || shown[^1].Step < last)
        {
            shown.Add(Moment(await receiver.Line(), "shown"));
        }

        return shown;
    }

    private static async Task<List<(int Step, long At)>> Drawn(Helper page, int steps)
    {
        var drawn = new List<(int Step, long At)>();
        for (var i = 0; i < steps; i++)
        {
            drawn.Add(Moment(await page.Line(), "step"));
        }

        await page.Expect("done");
        return drawn;
    }

    private static (int Step, long At) Moment(string line, string word) =>
        line.Split(' ') is [var first, var step, var at] && string.Equals(first, word, StringComparison.Ordinal)
            ? (int.Parse(step, CultureInfo.InvariantCulture), long.Parse(at, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"\"{line}\" is not a moment.");

    // All processes read the machine's one monotonic clock.
    private List<double> Delays(List<(int Step, long At)> drawn, List<(int Step, long At)> shown)
    {
        var delays = new List<double>(drawn.Count);
        var next = 0;
        foreach (var (step, at) in drawn)
        {
            while (shown[next].Step < step)
            {
                next++;
            }

            delays.Add(clock.GetElapsedTime(at, shown[next].At).TotalMilliseconds);
        }

        return delays;
    }

    private string Screen()
    {
        using var source = new X11ScreenSource(new OwnWindows(), display);
        return PictureHash.Of(source.Fetch().Picture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
