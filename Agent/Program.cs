using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using RemoteAssist.Agent;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Platform.Jpeg;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

return CommandLine.Run(args, static options =>
{
    var text = Text.For(options.Language, Environment.GetEnvironmentVariable);
    if (X11Desktop.Open(Environment.GetEnvironmentVariable) is { } trouble)
    {
        Console.Error.WriteLine(text.Say("Cannot" + trouble.Trouble, trouble.Detail));
        return trouble.Trouble switch
        {
            DesktopTrouble.Wayland => ExitCode.Wayland,
            DesktopTrouble.Library => ExitCode.NoLibrary,
            DesktopTrouble.Screen => ExitCode.OddScreen,
            _ => ExitCode.NoDisplay,
        };
    }

    using var loggers = LoggerFactory.Create(logging => logging
        .SetMinimumLevel(options.Verbose ? LogLevel.Information : LogLevel.Warning)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
        .AddSimpleConsole(line => (line.SingleLine, line.TimestampFormat) = (true, "HH:mm:ss.fff ")));

    var encoding = new EncoderOptions { Photos = JpegEncoder.IsHere ? static () => new JpegEncoder() : null };
    if (encoding.Photos is null)
    {
        loggers.CreateLogger<JpegEncoder>().LogWarning("There is no {Library}: photographs are sent without loss, which takes more of the line.", TurboJpeg.Library);
    }

    var own = new OwnWindows();
    var windows = new GtkCustomerWindows(text, options.Relay.Authority, own);
    using var session = new AgentSession(
        windows,
        new HubDialer(options.Relay, loggers, TimeProvider.System),
        () => new X11ScreenSource(own),
        TimeProvider.System,
        PlatformRandom.Instance,
        loggers.CreateLogger<AgentSession>(),
        options.RelayKey,
        encoding,
        Rehearse);

    // Both signals mean: leave now, with a word to the Relay. Without this the process would simply die.
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);
    using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Leave);

    session.Begin();
    _ = session.Finished.ContinueWith(
        static _ => GtkCustomerWindows.Quit(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    windows.Run(session);
    session.WaitForCapture(TimeSpan.FromSeconds(1));
    return session.Finished.IsCompletedSuccessfully ? ExitCodeOf(session.Finished.Result) : ExitCode.Fault;

    void Leave(PosixSignalContext signal)
    {
        signal.Cancel = true;
        session.Quit();
    }
});

// What the rehearsal left behind would stay in memory for as long as the session is quiet.
static void Rehearse()
{
    Rehearsal.Play(TimeProvider.System, PlatformRandom.Instance).Wait();
    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}

static ExitCode ExitCodeOf(EndReason? reason) => reason switch
{
    EndReason.Fault or EndReason.Altered => ExitCode.Fault,
    EndReason.RelayLost => ExitCode.RelayLost,
    _ => ExitCode.Done,
};
