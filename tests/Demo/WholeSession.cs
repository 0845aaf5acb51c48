using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Demo;

/// <summary>
/// 1 the desktop and the Relay   2 the technician opens a case and a session   3 the customer types the code and allows
/// 4 the desktop works   5 the two pictures are compared   6 the customer stops   7 the log is verified
/// </summary>
internal static class WholeSession
{
    private const int Steps = 200;

    /// <summary>Runs the session and measures it.</summary>
    public static async Task<Report> Run(Options options)
    {
        var watch = Stopwatch.StartNew();
        string Photo(string name) => Path.Combine(options.Artifacts, name + ".png");

        // 1
        Say("a desktop, and the Relay on embedded storage");
        await using var screen = await VirtualScreen.Start();
        await using var desktop = await BusyDesktop.Open(screen);
        await using var relay = await RelayProcess.Start();

        // 2
        Say("the technician opens a case and asks for a session");
        await using var technician = await TechnicianBrowser.Start(relay, options.Language);
        await technician.SetUp();
        await technician.Visit("join");
        await technician.Photograph(Photo("join"));
        var casePage = await technician.OpenCase();
        var code = await Or(technician.StartSession(), technician, Photo("trouble"));
        await technician.Photograph(Photo("code"));

        // 3
        Say("the customer types the code, reads the question and allows");
        var agentStarted = Stopwatch.GetTimestamp();
        await using var agent = AgentProcess.Start(screen, relay.Address, options.Language);
        await screen.Window(WindowTitles.Code);
        var agentWindow = Stopwatch.GetElapsedTime(agentStarted);
        await screen.Photograph(Photo("agent"));
        await agent.TypeCode(code);
        await screen.Window(WindowTitles.Question);
        await technician.WatchMarker();
        await screen.Photograph(Photo("consent"));
        var allowed = await agent.Allow();
        await technician.Reaches("live");
        var first = await Until.NotNull("the first picture is painted", async () => await technician.Painted() is [var earliest, ..] ? earliest : null);
        await screen.Window(WindowTitles.Banner);
        await screen.Photograph(Photo("banner"));

        // 4
        Say("the desktop works for 20 s");
        var drawn = await desktop.Work(Steps);
        await technician.Photograph(Photo("console"));
        desktop.Rest();

        // 5
        Say("the two pictures are compared");
        var comparison = await CompareAtRest(screen, technician);
        var painted = await technician.Painted();
        if (options.Keep)
        {
            Console.WriteLine($"""

                Still running, until Ctrl+C.
                  the technician's console   {technician.Page.Url}
                  sign in with               {TechnicianBrowser.Email} / {TechnicianBrowser.Password}
                  key for authenticator app  {technician.PhoneKey}
                  the customer's screen      DISPLAY={screen.Display}
                  the Relay's data           {relay.Data}
                """);
            await CtrlC();
        }

        // 6
        Say("the customer stops");
        await agent.StopSharing();
        await technician.Reaches("ended");
        await technician.Photograph(Photo("ended"));
        await screen.Window(WindowTitles.GoodBye);
        await screen.Photograph(Photo("goodbye"));
        await agent.ReadGoodbye();
        await technician.Page.GotoAsync(casePage.ToString());
        await technician.Photograph(Photo("case"), wholePage: true);

        // 7
        Say("the log is verified");
        var (exitCode, said) = await relay.Verify("--json");
        var log = await SessionLog.Read(relay, technician.SessionId);
        var delays = Delays(drawn, painted);
        return new Report
        {
            Consent = log.Allowed ? "granted" : "missing from the log",
            RelayReadyMs = Math.Round(relay.ReadyAfter.TotalMilliseconds),
            AgentWindowMs = Math.Round(agentWindow.TotalMilliseconds),
            FirstPictureMs = Math.Round(first.At - allowed, 1),
            Frames = painted.Count,
            Bytes = log.Bytes,
            LatencyMedianMs = Percentile(delays, 50),
            LatencyP95Ms = Percentile(delays, 95),
            StepsDrawn = drawn.Count,
            StepsPainted = delays.Count,
            PixelsCompared = comparison.Compared,
            PixelsDiffering = comparison.Differing,
            PixelsMasked = comparison.Masked,
            Entries = JsonDocument.Parse(said).RootElement.GetProperty("entries").GetInt32(),
            LogVerified = exitCode == 0,
            EndReason = log.EndReason,
            Seconds = new Durations(options.InstallSeconds, options.BuildSeconds, Math.Round(watch.Elapsed.TotalSeconds, 1)),
        };
    }

    /// <summary>What the session owes and did not show.</summary>
    public static IEnumerable<string> Shortfalls(Report report)
    {
        var screen = report.PixelsCompared + report.PixelsMasked;
        if (report.Consent != "granted")
        {
            yield return "the consent is not in the log.";
        }

        if (report.PixelsDiffering > 0)
        {
            yield return $"{report.PixelsDiffering} pixels of the technician's picture are not those of the screen.";
        }

        if (report.PixelsCompared < 0.9 * screen)
        {
            yield return $"only {report.PixelsCompared} of {screen} pixels were compared.";
        }

        if (report.StepsPainted < 0.9 * report.StepsDrawn)
        {
            yield return $"only {report.StepsPainted} of {report.StepsDrawn} steps of the marker reached the technician.";
        }

        if (!report.LogVerified)
        {
            yield return "the log does not verify.";
        }

        if (report.EndReason != "stoppedByCustomer")
        {
            yield return $"the log says that the session ended for \"{report.EndReason}\".";
        }
    }

    // The screen must have been the same before and after the canvas was read, or the two moments are not one.
    private static async Task<Comparison> CompareAtRest(VirtualScreen screen, TechnicianBrowser technician)
    {
        var before = await screen.Look();
        var still = Stopwatch.StartNew();
        return await Until.NotNull(
            "the screen rests for a second",
            async () =>
            {
                var now = await screen.Look();
                if (!now.SameAs(before))
                {
                    before = now;
                    still.Restart();
                    return null;
                }

                if (still.Elapsed < TimeSpan.FromSeconds(1))
                {
                    return null;
                }

                var masks = await technician.Masks();
                var canvas = await technician.Canvas();
                var after = await screen.Look();
                return after.SameAs(before) ? after.CompareWith(canvas, masks) : null;
            },
            TimeSpan.FromSeconds(30));
    }

    // Where the page does not come as far as it should, what it looks like and says is the first thing to know.
    private static async Task<T> Or<T>(Task<T> hoped, TechnicianBrowser technician, string photo)
    {
        try
        {
            return await hoped;
        }
        catch (TimeoutException)
        {
            await technician.Photograph(photo);
            Console.Error.WriteLine($"demo: the page at {technician.Page.Url} is photographed in {photo}; it complained: {string.Join(" | ", technician.Complaints)}");
            throw;
        }
    }

    // A step counts as painted with the first picture that shows it or a later one.
    private static List<double> Delays(IReadOnlyDictionary<int, double> drawn, IReadOnlyList<PaintedFrame> painted)
    {
        var delays = new List<double>();
        foreach (var (step, at) in drawn)
        {
            if (painted.FirstOrDefault(frame => frame.Step >= step && frame.At >= at) is { } shown)
            {
                delays.Add(shown.At - at);
            }
        }

        delays.Sort();
        return delays;
    }

    private static double Percentile(List<double> sorted, int percent) =>
        sorted.Count == 0
            ? throw new InvalidOperationException("No step of the marker was ever painted: there is no delay to tell.")
            : Math.Round(sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)], 1);

    private static async Task CtrlC()
    {
        var pressed = new TaskCompletionSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            pressed.TrySetResult();
        });
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            pressed.TrySetResult();
        });
        await pressed.Task;
    }

    private static void Say(string what) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"demo: {what}"));
}
