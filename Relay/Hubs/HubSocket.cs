using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Hubs;

/// <summary>
/// One participant's WebSocket as the hub sees it. SignalR's own transport reads and writes in pieces of 4 KiB, through two
/// pipes and two changes of threads; parts of frames are up to a megabyte, so here a read takes 64 KiB and is
/// dispatched where it arrived, and a write goes to the socket as it is (<see cref="SocketWriter"/>).
/// </summary>
internal sealed class HubSocket : ConnectionContext, IConnectionUserFeature, IConnectionHeartbeatFeature, IHttpContextFeature
{
    /// <summary>How long a good-bye may wait for its answer.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private const int ReadBytes = 64 * 1024;
    private const int MaxUnread = 256 * 1024;

    // SignalR counts its pings and its patience in these.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    private readonly HttpContext context;
    private readonly WebSocket socket;
    private readonly Heard heard;
    private readonly Allowance allowance;
    private readonly ILogger<HubSocket> logger;
    private readonly TimeProvider clock;
    private readonly SocketWriter writer;
    private readonly Lock gate = new();
    private readonly List<(Action<object> Tick, object State)> ticks = [];

    // Whoever read the bytes goes on as the hub: it never blocks, and where it has to wait, reading goes on.
    private readonly Pipe incoming = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: MaxUnread,
        resumeWriterThreshold: MaxUnread / 2,
        minimumSegmentSize: ReadBytes,
        useSynchronizationContext: false));

    /// <param name="context">The request that became a WebSocket.</param>
    /// <param name="socket">The WebSocket.</param>
    /// <param name="heard">Hears of every byte.</param>
    /// <param name="allowance">How many of them may come.</param>
    /// <param name="clock">The system's time, in which SignalR counts, too.</param>
    /// <param name="logger">Hears of connections that say too much.</param>
    /// <param name="stopping">Ends the connection in good order.</param>
    public HubSocket(
        HttpContext context,
        WebSocket socket,
        Heard heard,
        Allowance allowance,
        TimeProvider clock,
        ILogger<HubSocket> logger,
        CancellationToken stopping)
    {
        this.context = context;
        this.socket = socket;
        this.heard = heard;
        this.allowance = allowance;
        this.logger = logger;
        this.clock = clock;
        writer = new SocketWriter(socket, Cut, clock);
        Transport = new HubSide(incoming.Reader, writer);
        User = context.User;
        ConnectionClosed = stopping;
        Features.Set<IConnectionUserFeature>(this);
        Features.Set<IConnectionHeartbeatFeature>(this);
        Features.Set<IHttpContextFeature>(this);
        Features.Set(heard);
        Features.Set(allowance);
    }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public ClaimsPrincipal? User { get; set; }

    public HttpContext? HttpContext
    {
        get => context;
        set => throw new NotSupportedException("A connection is always that of its request.");
    }

    public void OnHeartbeat(Action<object> action, object state)
    {
        lock (gate)
        {
            ticks.Add((action, state));
        }
    }

    public override void Abort(ConnectionAbortedException abortReason) => Cut();

    /// <summary>Serves the hub until either side ends it; then says good-bye.</summary>
    public async Task Run(ConnectionDelegate hub)
    {
        var receiving = Receive();
        try
        {
            await using var heart = clock.CreateTimer(_ => Beat(), null, Heartbeat, Heartbeat);
            await hub(this);
        }
        finally
        {
            await incoming.Reader.CompleteAsync();
            await Close(receiving);
        }
    }

    private async Task Receive()
    {
        var output = incoming.Writer;
        Exception? lost = null;
        try
        {
            await SocketReading.Fill(socket, output, Came, CancellationToken.None);
        }
        catch (WebSocketException gone) when (gone.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely)
        {
            // It went without a good-bye, as lost ends do.
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            lost = socket.State == WebSocketState.Aborted ? null : broken;
        }

        await output.CompleteAsync(lost);
    }

    private void Came(int bytes)
    {
        heard.Now();
        if (!allowance.Take(bytes))
        {
            logger.LogWarning("A connection said more than {Bytes} bytes without joining a session, and was cut", Allowance.BeforeJoining);
            Cut();
        }
    }

    private async Task Close(Task receiving)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).WaitAsync(CloseTimeout, clock);
            }

            await receiving.WaitAsync(CloseTimeout, clock);
        }
        catch (Exception broken) when (broken is TimeoutException or WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            Cut();
            await receiving;
        }
    }

    private void Beat()
    {
        writer.CutIfStuck();
        (Action<object> Tick, object State)[] now;
        lock (gate)
        {
            now = [.. ticks];
        }

        foreach (var (tick, state) in now)
        {
            tick(state);
        }
    }

    // The request holds the network's end, and a send that hangs there is none of the WebSocket's business.
    private void Cut()
    {
        socket.Abort();
        context.Abort();
    }
}
