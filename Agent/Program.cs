using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using RemoteAssist.Agent;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Platform.Jpeg;
using RemoteAssist.Agent.Platform.Linux;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

DebuggerDoors.Remove(Path.GetTempPath(), Environment.ProcessId);
if (args is [LastHand.Word, ..])
{
    return LastHand.Run(args.AsSpan(1));
}

return CommandLine.Run(args, OwnStamp.Read(Environment.ProcessPath), static options =>
{
    var text = Text.For(options.Language, Environment.GetEnvironmentVariable);
    if (X11Desktop.Open(Environment.GetEnvironmentVariable) is { } trouble)
    {
        var sentence = text.Say("Cannot" + trouble.Trouble, trouble.Detail);
        Console.Error.WriteLine(sentence);
        SorryWindow.Show(text, sentence);
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

    if (!XTestSink.IsHere)
    {
        loggers.CreateLogger<XTestSink>().LogWarning("There is no {Library}: pointer and keyboard cannot be controlled.", XTest.Library);
    }

    var own = new OwnWindows();
    var over = new OwnWindows();
    var shared = new SharedScreen();
    var dark = options.Theme is { } theme ? theme == "dark" : Dress.DesktopIsDark(Environment.GetEnvironmentVariable);
    var things = new X11DesktopThings(own);
    var windows = new GtkCustomerWindows(text, options.Relay.Authority, own, shared, things, dark);
    using var overlay = new X11Overlay(own, over, shared, TimeProvider.System, loggers.CreateLogger<X11Overlay>());
    var dialer = new HubDialer(options.Relay, loggers, TimeProvider.System, options.RelayCertificate);
    using var session = new AgentSession(
        windows,
        dialer,
        () => new X11ScreenSource(own, sharing: shared, overlay: over),
        TimeProvider.System,
        PlatformRandom.Instance,
        loggers.CreateLogger<AgentSession>(),
        options.RelayKey,
        encoding,
        Rehearse,
        XTestSink.IsHere ? () => XTestSink.Open(own, TimeProvider.System, whenItDies: LastHandOf) : null,
        overlay,
        shared,
        new RatingLink(dialer, TimeProvider.System, loggers.CreateLogger<RatingLink>()),
        new LinuxFacts(things.Monitors, Environment.GetEnvironmentVariable, TimeProvider.System),
        UserFolders.Downloads,
        events => X11Clipboard.Open(events, TimeProvider.System),
        options.OrganisationKey,
        new ProofLink(dialer, TimeProvider.System, loggers.CreateLogger<ProofLink>()));
    using var stopKey = StopKey.Open(session.Stop);
    if (stopKey is null)
    {
        loggers.CreateLogger<StopKey>().LogWarning("There is no XInput 2.1: Ctrl+Alt+End does not stop here, only the button.");
    }

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

    LastHand? LastHandOf(IEnumerable<int> spares)
    {
        var hand = Environment.ProcessPath is { } program ? LastHand.Start(program, null, spares) : null;
        if (hand is null)
        {
            loggers.CreateLogger<LastHand>().LogWarning("Should this program crash, keys and buttons may stay down.");
        }

        return hand;
    }

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
