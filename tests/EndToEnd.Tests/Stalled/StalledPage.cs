using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests.Stalled;

/// <summary>
/// A page that is alive and reads nothing: a bare WebSocket that speaks as much of the hub's protocol as watching needs, with the
/// smallest receive buffer that the system gives. It goes on saying that it is there.
/// </summary>
internal sealed class StalledPage : IAsyncDisposable
{
    private const int ReceiveBuffer = 4 * 1024;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    // One byte of length, and the message: an array of one, the number 6.
    private static readonly byte[] Ping = [2, 0x91, 6];

    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource leaving = new();
    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly MemoryStream unread = new();
    private Task pinging = Task.CompletedTask;
    private int port;

    private readonly FrameOpener frames;

    private StalledPage(Guid session, ContentKey key)
    {
        frames = new FrameOpener(HubContract.ProtocolVersion, session);
        frames.Add(key);
    }

    /// <summary>Bytes that wait for it in the Relay's kernel.</summary>
    public long QueuedInKernel(RelayProcess relay)
    {
        var ends = string.Create(CultureInfo.InvariantCulture, $"0100007F:{relay.Address.Port:X4} 0100007F:{port:X4} ");
        var line = File.ReadLines("/proc/net/tcp").FirstOrDefault(one => one.Contains(ends, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4].Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>Watches a session up to the first bytes of its picture, and reads nothing more.</summary>
    public static async Task<StalledPage> Come(RelayProcess relay, Technician technician, Guid session, ContentKey key)
    {
        var page = new StalledPage(session, key);
        technician.AsSocket().Configure!(page.socket.Options);
        page.socket.Options.KeepAliveInterval = TimeSpan.Zero;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) =>
            {
                var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = ReceiveBuffer };
                await tcp.ConnectAsync(context.DnsEndPoint, cancel);
                page.port = ((System.Net.IPEndPoint)tcp.LocalEndPoint!).Port;
                return new NetworkStream(tcp, ownsSocket: true);
            },
        };
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        await page.socket.ConnectAsync(RelayConnection.HubAddress(relay.Address, HubContract.ViewerPath), http, page.leaving.Token);
        await page.Send(Encoding.UTF8.GetBytes("{\"protocol\":\"messagepack\",\"version\":1}\u001e"));
        await page.Receive();
        page.unread.SetLength(0); // the answer to that is no message of the protocol
        await page.Send(Watch(session));
        for (var read = 0; read < ReceiveBuffer;)
        {
            read += await page.Receive();
        }

        page.pinging = page.GoOn();
        return page;
    }

    /// <summary>Reads again, until a part comes that was sent after it began to.</summary>
    /// <returns>False where the connection turns out to be over, so that the page has to come back on another.</returns>
    public async Task<bool> ReadsAgain()
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            while (!Messages().Any(message => IsNewer(message, since)))
            {
                await Receive();
            }

            return true;
        }
        catch (Exception over) when (over is WebSocketException or IOException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        socket.Abort();
        await pinging;
        socket.Dispose();
        unread.Dispose();
        frames.Dispose();
        leaving.Dispose();
    }

    // StreamInvocation: [4, {}, "1", "Watch", ["…"], []], with its length before it.
    private static byte[] Watch(Guid session)
    {
        byte[] message =
        [
            0x96, 4, 0x80, 0xa1, (byte)'1', 0xa5, .. "Watch"u8, 0x91, 0xd9, 36, .. Encoding.ASCII.GetBytes(session.ToString("D")), 0x90,
        ];
        return [(byte)message.Length, .. message];
    }

    private ValueTask Send(byte[] bytes) => socket.SendAsync(bytes.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, leaving.Token);

    private async Task<int> Receive()
    {
        var got = await socket.ReceiveAsync(buffer.AsMemory(), leaving.Token);
        unread.Write(buffer, 0, got.Count);
        return got.MessageType == WebSocketMessageType.Close ? throw new InvalidOperationException("The Relay closed the page.") : got.Count;
    }

    // All whole messages that have come: a length in groups of seven bits, and so many bytes.
    private List<byte[]> Messages()
    {
        var all = unread.ToArray();
        var whole = new List<byte[]>();
        var begin = 0;
        while (true)
        {
            var (length, at) = (0, begin);
            for (var shift = 0; at < all.Length; shift += 7)
            {
                var group = all[at++];
                length |= (group & 0x7f) << shift;
                if (group < 0x80)
                {
                    break;
                }
            }

            if (at == begin || at + length > all.Length)
            {
                break;
            }

            whole.Add(all[at..(at + length)]);
            begin = at + length;
        }

        unread.SetLength(0);
        unread.Write(all.AsSpan(begin));
        return whole;
    }

    // StreamItem: [2, {}, "1", bytes], the length of the bytes in one, two or four.
    private bool IsNewer(byte[] message, long since)
    {
        if (!message.AsSpan().StartsWith<byte>([0x94, 2, 0x80, 0xa1, (byte)'1']))
        {
            return false;
        }

        var envelope = message.AsSpan(6 + (1 << (message[5] - 0xc4)));
        return EnvelopeHeader.TryRead(envelope, out var head) && head.Channel == EnvelopeChannel.Frames
            && frames.Open(envelope, out var body) is null && Stamped.Read(body).Sent >= since;
    }

    private async Task GoOn()
    {
        using var timer = new PeriodicTimer(KeepAlive);
        try
        {
            while (await timer.WaitForNextTickAsync(leaving.Token))
            {
                await Send(Ping);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The Relay has given it up, or the test has.
        }
    }
}
