using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Relay;

/// <summary>Through HAProxy in TCP mode: bytes from socket to socket in C, with no notion of messages.</summary>
internal sealed class ProxyWay : Way
{
    private const string Program = "/usr/sbin/haproxy";

    private readonly string folder = Directory.CreateTempSubdirectory("haproxy-").FullName;
    private readonly TcpListener target = new(IPAddress.Loopback, 0);
    private Helper? proxy;
    private Socket? sender;
    private Socket? receiver;

    public override string Name => "HAProxy (TCP)";

    public override int Process => proxy!.Id;

    /// <summary>Null where it is not installed.</summary>
    public static async Task<Way?> Open(CancellationToken cancel)
    {
        if (!File.Exists(Program))
        {
            return null;
        }

        var way = new ProxyWay();
        var port = RelayProcess.FreePort();
        way.target.Start();
        var settings = Path.Combine(way.folder, "haproxy.cfg");
        await File.WriteAllTextAsync(
            settings,
            string.Create(CultureInfo.InvariantCulture, $"""
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 1h
                  timeout server 1h
                listen pass
                  bind 127.0.0.1:{port}
                  server sink 127.0.0.1:{((IPEndPoint)way.target.LocalEndpoint).Port}

                """),
            cancel);
        way.proxy = Helper.Start(Program, ["-db", "-q", "-f", settings]);
        way.sender = await Connect(port, cancel);
        way.receiver = await way.target.AcceptSocketAsync(cancel);
        _ = way.Receive(cancel);
        return way;
    }

    public override ValueTask DisposeAsync()
    {
        sender?.Dispose();
        receiver?.Dispose();
        target.Dispose();
        proxy?.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    protected override async Task Send(byte[] message, CancellationToken cancel)
    {
        for (var sent = 0; sent < message.Length;)
        {
            sent += await sender!.SendAsync(message.AsMemory(sent), cancel);
        }
    }

    // It needs a moment before it listens.
    private static async Task<Socket> Connect(int port, CancellationToken cancel)
    {
        for (var tries = 0; ; tries++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
                return socket;
            }
            catch (SocketException) when (tries < 100)
            {
                socket.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
            }
        }
    }

    private async Task Receive(CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await receiver!.ReceiveAsync(buffer, cancel) is > 0 and var got)
            {
                Arrived(got);
            }
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It was closed under it.
        }
    }
}
