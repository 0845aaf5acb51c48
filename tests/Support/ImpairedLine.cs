using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace RemoteAssist.Tests.Support;

/// <summary>How bad a line is. TCP hides loss, so loss is a stall: nothing passes for as long as a resend would take.</summary>
/// <param name="Delay">One way.</param>
/// <param name="Jitter">The delay wobbles by up to this much either way; order is kept.</param>
/// <param name="BytesPerSecond">In each direction; 0 for no limit.</param>
/// <param name="StallChance">Chance that a piece of up to 4 KiB is "lost", 0 to 1.</param>
/// <param name="Stall">How long a lost piece holds up all behind it.</param>
public sealed record LineQuality(
    TimeSpan Delay = default,
    TimeSpan Jitter = default,
    int BytesPerSecond = 0,
    double StallChance = 0,
    TimeSpan Stall = default)
{
    /// <summary>A poor mobile line: 100 ± 30 ms round trip, 2 Mbit/s, 2 % loss with a resend after 200 ms.</summary>
    public static readonly LineQuality Poor = new(
        TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(15), 2_000_000 / 8, 0.02, TimeSpan.FromMilliseconds(200));
}

/// <summary>
/// A bad line in user space: listens on loopback and passes every byte on, late, slowly, in fits, or not at all.
/// The dice have a seed, so a run can be repeated.
/// </summary>
public sealed class ImpairedLine : IAsyncDisposable
{
    private const int Piece = 4096;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<Socket, bool> sockets = new();
    private readonly IPEndPoint target;
    private readonly WireRecording? recording;
    private readonly Random dice;
    private readonly Lock rolling = new();
    private readonly Task accepting;
    private volatile LineQuality quality;
    private volatile TaskCompletionSource open = Opened();

    /// <summary>Opens the line to <paramref name="relay"/>; all that enters it is kept in <paramref name="recording"/>, if there is one.</summary>
    public ImpairedLine(Uri relay, LineQuality quality, int seed = 1, WireRecording? recording = null)
    {
        this.recording = recording;
        target = new IPEndPoint(IPAddress.Loopback, relay.Port);
        this.quality = quality;
        dice = new Random(seed);
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        accepting = Accept();
    }

    /// <summary>Where to connect instead of the Relay.</summary>
    public Uri Address { get; }

    /// <summary>Bytes that came out at either end.</summary>
    public long Passed => Interlocked.Read(ref passed);

    private long passed;
    private volatile bool down;

    /// <summary>From now on the line is like this.</summary>
    public void Becomes(LineQuality other) => quality = other;

    /// <summary>Nothing passes for this long; connections stay. Done when the line is open again.</summary>
    public async Task Stall(TimeSpan length)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open = closed;
        await Task.Delay(length, closing.Token);
        closed.SetResult();
    }

    /// <summary>Every connection breaks (RST) as if the cable were pulled and the machine noticed.</summary>
    public void Cut()
    {
        foreach (var socket in sockets.Keys)
        {
            try
            {
                socket.LingerState = new LingerOption(enable: true, 0);
            }
            catch (Exception gone) when (gone is ObjectDisposedException or SocketException)
            {
                continue; // it ended by itself meanwhile
            }

            socket.Close();
        }
    }

    /// <summary>The line is dead for this long: every connection breaks, and whoever connects is thrown out. Done when it is there again.</summary>
    public Task Down(TimeSpan length) => Down(Task.Delay(length, closing.Token));

    /// <summary>As <see cref="Down(TimeSpan)"/>, until something is done.</summary>
    public async Task Down(Task until)
    {
        down = true;
        Cut();
        await until;
        down = false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        Cut();
        await accepting;
        listener.Dispose();
        closing.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task Accept()
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                running.Add(Carry(await listener.AcceptSocketAsync(closing.Token)));
            }
        }
        catch (Exception over) when (closing.IsCancellationRequested
            || over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // A listener that is stopped between two calls says so in its own way.
            await Task.WhenAll(running);
        }
    }

    private async Task Carry(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (near)
        {
            near.NoDelay = true;
            if (down)
            {
                return;
            }

            sockets[near] = sockets[far] = true;
            try
            {
                await far.ConnectAsync(target, closing.Token);
                var taps = recording?.Connect();
                await Task.WhenAll(OneWay(near, far, taps?.Up), OneWay(far, near, taps?.Down));
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // An end has gone or the line was cut: the other end finds out, as it would.
            }
            finally
            {
                sockets.TryRemove(near, out _);
                sockets.TryRemove(far, out _);
            }
        }
    }

    // 64 pieces wait on the line at most, as in a router's queue; behind them the sender is held up.
    private async Task OneWay(Socket from, Socket to, Action<ReadOnlySpan<byte>>? tap)
    {
        var line = Channel.CreateBounded<(byte[] Bytes, long Due)>(64);
        var reading = Read(from, line.Writer, tap);
        var free = 0L; // when the piece before has left the line
        try
        {
            await foreach (var (bytes, due) in line.Reader.ReadAllAsync(closing.Token))
            {
                var at = Math.Max(due, free);
                var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), at);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, closing.Token);
                }

                await open.Task.WaitAsync(closing.Token);
                await to.SendAsync(bytes, closing.Token);
                Interlocked.Add(ref passed, bytes.Length);
                if (quality.BytesPerSecond is > 0 and var rate)
                {
                    // Timers are late by a ms or so, which the next piece makes good; what a stall took does not come back.
                    var late = Stopwatch.GetElapsedTime(at) > TimeSpan.FromMilliseconds(50);
                    free = (late ? Stopwatch.GetTimestamp() : at) + (long)((double)bytes.Length / rate * Stopwatch.Frequency);
                }
            }

            to.Shutdown(SocketShutdown.Send);
            await reading;
        }
        finally
        {
            from.Close();
        }
    }

    private async Task Read(Socket from, ChannelWriter<(byte[] Bytes, long Due)> line, Action<ReadOnlySpan<byte>>? tap)
    {
        try
        {
            var buffer = new byte[Piece];
            while (await from.ReceiveAsync(buffer, closing.Token) is > 0 and var length)
            {
                tap?.Invoke(buffer.AsSpan(0, length));
                await line.WriteAsync((buffer[..length], Due()), closing.Token);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // What was read before still passes.
        }
        finally
        {
            line.Complete();
        }
    }

    private long Due()
    {
        var now = quality;
        double wobble, luck;
        lock (rolling)
        {
            wobble = (dice.NextDouble() * 2) - 1;
            luck = dice.NextDouble();
        }

        var late = now.Delay + (now.Jitter * wobble) + (luck < now.StallChance ? now.Stall : TimeSpan.Zero);
        return Stopwatch.GetTimestamp() + (long)(late.TotalSeconds * Stopwatch.Frequency);
    }
}
