using System.IO.Pipelines;
using System.Net.WebSockets;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Hubs;

/// <summary>
/// What the hub writes, sent as it is flushed: no pipe and no second loop between the hub and the socket. Parts of frames
/// are sent from the array that they arrived in. A flush takes as long as the socket does, so nothing piles up here: what
/// waits for a slow viewer waits in its queue, where it can be dropped.
/// </summary>
/// <param name="socket">An open WebSocket.</param>
/// <param name="cut">Breaks the connection, so that a send that hangs ends.</param>
/// <param name="clock">For how long a send hangs.</param>
internal sealed class SocketWriter(WebSocket socket, Action cut, TimeProvider clock) : PipeWriter, IReferringWriter
{
    /// <summary>How long one flush may take before the connection is given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int FirstBytes = 4 * 1024;
    private const long NotSending = long.MinValue;

    // What is sent at once is copied on its way down, and that copy should still be in the processor's cache when it is read.
    private const int MostAtOnce = 64 * 1024;

    // Each piece is bytes of others, or a range of our own.
    private readonly List<(ReadOnlyMemory<byte> Others, int Length)> pieces = [];
    private byte[] own = new byte[FirstBytes];
    private int written;
    private int cutOff;
    private long sendingSince = NotSending;

    /// <inheritdoc/>
    public int LeastReferred => 16 * 1024;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => written + pieces.Sum(piece => (long)piece.Others.Length);

    /// <inheritdoc/>
    public override void Advance(int bytes) => written += bytes;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return own.AsMemory(written);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return own.AsSpan(written);
    }

    /// <inheritdoc/>
    public void Refer(ReadOnlyMemory<byte> bytes)
    {
        CutOff();
        pieces.Add((bytes, 0));
    }

    /// <inheritdoc/>
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        CutOff();
        Volatile.Write(ref sendingSince, clock.GetTimestamp());
        var gone = socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived);
        try
        {
            var ownSent = 0;
            for (var i = 0; i < pieces.Count && !gone; i++)
            {
                var (others, length) = pieces[i];
                var bytes = length > 0 ? own.AsMemory(ownSent, length) : others;
                ownSent += length;
                await Send(bytes, isLast: i == pieces.Count - 1);
            }
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever reads from the connection hears of it; for a writer it is only over.
            gone = true;
        }

        Volatile.Write(ref sendingSince, NotSending);
        pieces.Clear();
        written = cutOff = 0;
        if (own.Length > MostAtOnce)
        {
            own = new byte[FirstBytes];
        }

        return new FlushResult(isCanceled: false, isCompleted: gone);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
        // A message that is sent in part cannot be taken back, and nothing can follow it.
        if (Volatile.Read(ref sendingSince) != NotSending)
        {
            cut();
        }
    }

    /// <summary>Cuts the connection where a send hangs for too long.</summary>
    public void CutIfStuck()
    {
        if (Volatile.Read(ref sendingSince) is not NotSending and var since && clock.GetElapsedTime(since) > Patience)
        {
            cut();
        }
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        // Nothing is held that a flush would not have sent.
    }

    // A token that can be cancelled would make every send slower; cutting the connection ends one as well.
    private async ValueTask Send(ReadOnlyMemory<byte> bytes, bool isLast)
    {
        while (bytes.Length > MostAtOnce)
        {
            await socket.SendAsync(bytes[..MostAtOnce], WebSocketMessageType.Binary, endOfMessage: false, CancellationToken.None);
            bytes = bytes[MostAtOnce..];
        }

        await socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: isLast, CancellationToken.None);
    }

    private void CutOff()
    {
        if (written > cutOff)
        {
            pieces.Add((default, written - cutOff));
            cutOff = written;
        }
    }

    private void Reserve(int bytes)
    {
        if (own.Length - written < bytes)
        {
            Array.Resize(ref own, Math.Max(checked(written + bytes), 2 * own.Length));
        }
    }
}
