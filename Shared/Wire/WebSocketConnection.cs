using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace RemoteAssist.Shared.Wire;

/// <summary>
/// One open WebSocket as a pair of bounded pipes.
/// <c>hub → outgoing pipe → SendLoop → socket → ReceiveLoop → incoming pipe → hub</c>.
/// The socket's message borders mean nothing: the hub protocol frames its own messages.
/// </summary>
internal sealed class WebSocketConnection : ConnectionContext
{
    // A frame is up to 1 MiB: larger segments than the usual 4 KiB spare hundreds of small reads for each.
    private const int SegmentBytes = 32 * 1024;

    private readonly WebSocket _socket;
    private readonly Socket _wire;
    private readonly WebSocketConnectionOptions _options;
    private readonly Pipe _incoming;
    private readonly Pipe _outgoing;
    private readonly CancellationTokenSource _aborted = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenRegistration _cut;
    private readonly Task _loops;
    private ConnectionAbortedException? _abortReason;
    private int _disposed;

    /// <param name="socket">The open WebSocket.</param>
    /// <param name="wire">The network socket under it.</param>
    /// <param name="options">Bounds and times.</param>
    public WebSocketConnection(WebSocket socket, Socket wire, WebSocketConnectionOptions options)
    {
        _socket = socket;
        _wire = wire;
        _options = options;
        _incoming = new Pipe(Bounded(options.ReceiveBufferBytes));
        _outgoing = new Pipe(Bounded(options.SendBufferBytes));
        Transport = new HubSide(_incoming.Reader, _outgoing.Writer);
        ConnectionClosed = _closed.Token;
        _loops = RunAsync();
        _cut = options.Cut.Register(() => Abort(new ConnectionAbortedException("The connection was cut.")));
    }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    /// <summary>Cuts the connection now, without a good-bye. What still waits is not sent, nor what the system holds.</summary>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        Interlocked.CompareExchange(ref _abortReason, abortReason, null);
        try
        {
            // Closing a socket that lingers for no time resets it; otherwise the system would go on sending
            // up to some megabytes after the process has let go.
            _wire.LingerState = new LingerOption(true, 0);
            _aborted.Cancel();
            _wire.Dispose();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is gone already.
            _aborted.Cancel();
        }
    }

    /// <summary>Sends what still waits, says good-bye, and waits for the answer as long as the options allow.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await Transport.Output.CompleteAsync();
            await Transport.Input.CompleteAsync();
            try
            {
                await _loops.WaitAsync(_options.CloseTimeout, _options.Time);
            }
            catch (TimeoutException)
            {
                Abort(new ConnectionAbortedException("The other side did not answer the good-bye."));
                await _loops;
            }

            await _cut.DisposeAsync();
            _socket.Dispose();
        }

        // The two token sources hold no timer and may still be asked by whoever kept the connection: no disposal.
        await base.DisposeAsync();
    }

    private static PipeOptions Bounded(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        return new PipeOptions(
            pauseWriterThreshold: bytes,
            resumeWriterThreshold: Math.Max(1, bytes / 2),
            minimumSegmentSize: SegmentBytes,
            useSynchronizationContext: false);
    }

    private async Task RunAsync()
    {
        // Off the connecting thread; and neither loop may keep the other from starting.
        await Task.Yield();
        var sending = SendLoop();
        await ReceiveLoop();
        _outgoing.Reader.CancelPendingRead();
        await sending;
        await _closed.CancelAsync();
    }

    private async Task ReceiveLoop()
    {
        var output = _incoming.Writer;
        Exception? lost = null;
        try
        {
            await SocketReading.Fill(_socket, output, _ => _options.Heard?.Invoke(), _aborted.Token);
            lost = NotOrderly(_socket);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            lost = _aborted.IsCancellationRequested ? AbortReason() : e;
        }

        await output.CompleteAsync(lost);
    }

    private async Task SendLoop()
    {
        var input = _outgoing.Reader;
        Exception? lost = null;
        try
        {
            while (true)
            {
                var ready = await input.ReadAsync(_aborted.Token);
                await Send(ready.Buffer);
                input.AdvanceTo(ready.Buffer.End);
                if (ready.IsCompleted || ready.IsCanceled)
                {
                    break;
                }
            }

            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", _aborted.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // A socket that cannot send is of no use; aborting it ends the other loop too.
            lost = _aborted.IsCancellationRequested ? AbortReason() : e;
            _socket.Abort();
        }

        await input.CompleteAsync(lost);
    }

    private async ValueTask Send(ReadOnlySequence<byte> bytes)
    {
        if (_socket.State is not WebSocketState.Open)
        {
            return;
        }

        var rest = bytes.Length;
        foreach (var segment in bytes)
        {
            rest -= segment.Length;
            await _socket.SendAsync(segment, WebSocketMessageType.Binary, endOfMessage: rest == 0, _aborted.Token);
        }
    }

    private ConnectionAbortedException AbortReason() => _abortReason!;

    /// <summary>Null for the two ways in which a server says good-bye on purpose.</summary>
    private static IOException? NotOrderly(WebSocket socket) =>
        socket.CloseStatus is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.EndpointUnavailable or WebSocketCloseStatus.Empty
            ? null
            : new IOException($"The server ended the connection: {(int?)socket.CloseStatus} {socket.CloseStatusDescription}".TrimEnd());
}
