using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.SignalR.Protocol;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>A client that sends whatever bytes it is given: SignalR's handshake is done, the rest is up to the test.</summary>
internal sealed class RawHubClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = new(Patience);

    public static async Task<RawHubClient> ConnectAsync(Uri relay)
    {
        var client = new RawHubClient();
        await client._socket.ConnectAsync(RelayConnection.HubAddress(relay), client._patience.Token);
        await client.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"messagepack\",\"version\":1}\u001e"));
        var answer = new byte[16];
        var received = await client._socket.ReceiveAsync(answer, client._patience.Token);
        Encoding.UTF8.GetString(answer, 0, received.Count).Should().Be("{}\u001e");
        return client;
    }

    public Task SendAsync(byte[] bytes) => _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, _patience.Token);

    /// <summary>Everything that the server says until it says good-bye.</summary>
    public async Task<List<HubMessage>> ReadToEndAsync()
    {
        var all = new ArrayBufferWriter<byte>();
        while (true)
        {
            var received = await _socket.ReceiveAsync(all.GetMemory(4096), _patience.Token);
            if (received.MessageType is WebSocketMessageType.Close)
            {
                break;
            }

            all.Advance(received.Count);
        }

        var messages = new List<HubMessage>();
        var input = new ReadOnlySequence<byte>(all.WrittenMemory);
        while (HubVector.Protocol.TryParseMessage(ref input, HubVector.Named("a ping").Binder(), out var message))
        {
            messages.Add(message);
        }

        return messages;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }
}
