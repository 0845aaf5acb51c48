using System.Buffers.Binary;
using System.Net.Sockets;
using System.Threading.Channels;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Line;

/// <summary>
/// Behind the Agent's own capture loop: cuts frames into parts, closes the envelopes and sends them over a loopback
/// line, as many unpainted frames ahead as the Agent allows.
/// </summary>
internal sealed class LineOutlet(Socket socket, IClosing closing, TimeProvider clock) : IFrameOutlet
{
    // One being decoded, one travelling.
    private const uint MostUnpainted = 2;

    private readonly Channel<byte[]> queue = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource firstPainted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool open = true;
    private volatile uint sent;
    private volatile uint painted;
    private int keyFrameWished = 1;
    private long closingTicks;

    /// <summary>Once the receiving end shows the key frame.</summary>
    public Task FirstPainted => firstPainted.Task;

    /// <summary>Frames sent.</summary>
    public uint Frames => sent;

    /// <summary>Bytes of envelopes sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Time spent in step 4 alone.</summary>
    public TimeSpan Closing => clock.GetElapsedTime(0, Interlocked.Read(ref closingTicks));

    /// <inheritdoc/>
    public bool MaySend => open;

    /// <inheritdoc/>
    public bool HasRoom => sent - painted < MostUnpainted;

    /// <inheritdoc/>
    public bool WantsFrame => Volatile.Read(ref keyFrameWished) == 1;

    /// <inheritdoc/>
    public SendPlan TakePlan() => SendPlan.Free(Interlocked.Exchange(ref keyFrameWished, 0) == 1);

    /// <inheritdoc/>
    public void Send(FrameDelta delta)
    {
        var parts = FrameParts.Write(delta);
        sent = delta.Number;
        for (var i = 0; i < parts.Count; i++)
        {
            var before = clock.GetTimestamp();
            var envelope = closing.Close(startsKeyFrame: i == 0 && delta.IsKeyFrame, parts[i]);
            closingTicks += clock.GetTimestamp() - before;
            Bytes += envelope.Length;
            queue.Writer.TryWrite(envelope);
        }
    }

    /// <summary>Nothing is sent any more.</summary>
    public void Close()
    {
        open = false;
        queue.Writer.TryComplete();
    }

    /// <summary>Writes envelopes to the line, a u32 length before each, until <see cref="Close"/>.</summary>
    public async Task Upload()
    {
        var length = new byte[4];
        await foreach (var envelope in queue.Reader.ReadAllAsync())
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, envelope.Length);
            await socket.SendAsync(new List<ArraySegment<byte>> { length, envelope });
        }

        socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Reads the numbers of painted frames until the line ends.</summary>
    /// <param name="wake">Called after each.</param>
    public async Task HearPainted(Action wake)
    {
        var number = new byte[4];
        using var stream = new NetworkStream(socket);
        while (await stream.ReadAtLeastAsync(number, 4, throwOnEndOfStream: false) == 4)
        {
            painted = BinaryPrimitives.ReadUInt32LittleEndian(number);
            firstPainted.TrySetResult();
            wake();
        }

        firstPainted.TrySetException(new EndOfStreamException("The receiving end has left."));
    }
}
