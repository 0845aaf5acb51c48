using System.Globalization;
using System.Net.WebSockets;
using RemoteAssist.Benchmarks.Stage;

namespace RemoteAssist.Benchmarks.Relay;

/// <summary>Through the minimal <see cref="Forwarder"/>.</summary>
internal sealed class ForwarderWay : Way
{
    private readonly Helper forwarder;
    private readonly ClientWebSocket sender = new();
    private readonly ClientWebSocket receiver = new();

    private ForwarderWay(Helper forwarder) => this.forwarder = forwarder;

    public override string Name => "Kestrel forwarder";

    public override int Process => forwarder.Id;

    public static async Task<Way> Open(CancellationToken cancel)
    {
        var way = new ForwarderWay(Helper.Role("", "forward"));
        var port = int.Parse(await way.forwarder.Line(), CultureInfo.InvariantCulture);
        await way.receiver.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/out"), cancel);
        await way.sender.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/in"), cancel);
        _ = way.Receive(cancel);
        return way;
    }

    public override ValueTask DisposeAsync()
    {
        sender.Dispose();
        receiver.Dispose();
        forwarder.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override Task Send(byte[] message, CancellationToken cancel) =>
        sender.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancel);

    private async Task Receive(CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await receiver.ReceiveAsync(buffer.AsMemory(), cancel) is { MessageType: not WebSocketMessageType.Close } got)
            {
                Arrived(got.Count);
            }
        }
        catch (Exception over) when (over is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It was closed under it.
        }
    }
}
