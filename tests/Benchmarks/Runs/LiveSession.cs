using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Benchmarks.Watching;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Runs;

/// <summary>A whole session for measuring: the Relay, the Agent on a display, and a headless viewer, all real but for the screen of the viewer.</summary>
internal sealed class LiveSession : IAsyncDisposable
{
    private readonly Seat seat;

    private LiveSession(VirtualScreen screen, RelayProcess relay, AgentProcess agent, HeadlessViewer viewer, Seat seat, ImpairedLine? line)
    {
        (Screen, Relay, Agent, Viewer, this.seat, Line) = (screen, relay, agent, viewer, seat, line);
    }

    /// <summary>Which.</summary>
    public Guid Id { get; private init; }

    public VirtualScreen Screen { get; }

    public RelayProcess Relay { get; }

    public AgentProcess Agent { get; }

    public HeadlessViewer Viewer { get; }

    /// <summary>The line between Relay and viewer, where it is not straight.</summary>
    public ImpairedLine? Line { get; }

    /// <summary>From the click on <em>Allow</em> to the first whole picture.</summary>
    public TimeSpan FirstPicture { get; private set; }

    /// <summary>
    /// Opens a session to its first picture: 1 the Relay   2 the technician's case and code   3 the code typed at the Agent
    /// 4 <em>Allow</em>   5 the banner out of the way.
    /// </summary>
    /// <param name="screen">The display to share.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="quality">Of the line between Relay and viewer; null for none.</param>
    public static async Task<LiveSession> Open(VirtualScreen screen, TimeProvider clock, LineQuality? quality = null)
    {
        var relay = await RelayProcess.Start();
        return await On(relay, await Technician.SetUp(relay), screen, clock, quality);
    }

    /// <summary>The same on a Relay that is there, which ends with the session.</summary>
    /// <param name="relay">The Relay.</param>
    /// <param name="technician">Who is signed in there. Disposed of once the seat is taken: the bytes that are counted must be the seat's alone.</param>
    /// <param name="screen">The display to share.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="quality">Of the line between Relay and viewer; null for none.</param>
    /// <param name="answer">What the customer does with the question before they allow.</param>
    public static async Task<LiveSession> On(
        RelayProcess relay, Technician technician, VirtualScreen screen, TimeProvider clock, LineQuality? quality = null, Func<ScreenWindow, Task>? answer = null)
    {
        var line = quality is null ? null : new ImpairedLine(relay.Address, quality);
        var viewer = new HeadlessViewer(clock);
        Guid session;
        Seat seat;
        using (technician)
        {
            session = await technician.StartSession();
            seat = await Seat.Take(line?.Address ?? relay.Address, technician, session, HeadlessViewer.Codecs, viewer.Take, clock);
        }

        var code = await seat.Code;
        Stacking.LowerDrawings(screen.Display);
        var agent = AgentProcess.Start(screen, relay.Address);
        var live = new LiveSession(screen, relay, agent, viewer, seat, line) { Id = session };
        try
        {
            await agent.TypeCode(code);
            viewer.Wire = WireBytes.ToPort(line?.Address.Port ?? relay.Address.Port);
            var allowed = await Allow(screen, clock, answer);
            await live.Until("the first picture is decoded", () => viewer.Frames.Count > 0);
            live.FirstPicture = clock.GetElapsedTime(allowed, viewer.Frames[0].At);

            // Below the last row of the screen, where it hides nothing that is measured.
            var banner = await screen.Window(WindowTitles.Banner);
            await screen.Hands("windowmove", banner.Id, "480", "1079");
            return live;
        }
        catch
        {
            await live.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for something to become true, as long as the viewer is well.</summary>
    public async Task Until(string what, Func<bool> ask, TimeSpan? within = null)
    {
        var wait = Tests.Support.Until.True(what, ask, within, () => string.Join(" | ", Agent.Process.Output.TakeLast(8)));
        await await Task.WhenAny(wait, seat.Failed);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await seat.DisposeAsync();
        if (Line is not null)
        {
            await Line.DisposeAsync();
        }

        await Relay.DisposeAsync();
    }

    // The moment of the click.
    private static async Task<long> Allow(VirtualScreen screen, TimeProvider clock, Func<ScreenWindow, Task>? answer)
    {
        var question = await screen.Window(WindowTitles.Question);
        await (answer?.Invoke(question) ?? Task.CompletedTask);
        var button = await Tests.Support.Until.NotNull(
            "Allow can be clicked",
            async () => (await screen.Look()).Find(AgentProcess.Primary, question.Area) is { } area ? (object)area : null);
        var (x, y) = ((Area)button).Middle;
        return Finger.Click(screen.Display, x, y, clock.GetTimestamp);
    }
}
