using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using RemoteAssist.Relay.Hubs;

namespace RemoteAssist.Relay.Tests.Hubs;

public sealed class SocketWriterTests
{
    private readonly ManualClock clock = new();
    private readonly SentSocket socket = new();
    private readonly SocketWriter writer;
    private int cuts;

    public SocketWriterTests() => writer = new SocketWriter(socket, () => cuts++, clock);

    [Fact]
    public async Task APartOfAFrameIsSentFromTheArrayThatItCameIn()
    {
        var part = new byte[200_000];
        part[^1] = 7;
        Put(1, 2, 3);
        writer.Refer(part);
        Put(4);

        (await writer.FlushAsync()).IsCompleted.Should().BeFalse();

        socket.Bytes.Should().Equal([1, 2, 3, .. part, 4]);
        socket.Sent.Where(sent => sent.Bytes.Length > 3).Should().OnlyContain(sent => ReferenceEquals(ArrayOf(sent.Bytes), part));
        socket.Sent.Select(sent => sent.IsEnd).Should().Equal([.. Enumerable.Repeat(false, socket.Sent.Count - 1), true]);
    }

    [Fact]
    public async Task WhatIsWrittenAgainAfterAFlushIsAMessageOfItsOwn()
    {
        Put(1);
        await writer.FlushAsync();
        Put(new byte[300_000]);
        await writer.FlushAsync();
        Put(2);
        await writer.FlushAsync();
        await writer.FlushAsync();

        socket.Bytes.Should().Equal([1, .. new byte[300_000], 2]);
        socket.Sent.Count(sent => sent.IsEnd).Should().Be(3, "nothing is sent where nothing was written");
    }

    [Fact]
    public async Task ASendThatHangsIsCutAfterAWhileAndAnyOtherIsNot()
    {
        socket.Holds = new TaskCompletionSource();
        writer.CancelPendingFlush();
        writer.CutIfStuck();
        Put(1);
        var flush = writer.FlushAsync().AsTask();

        clock.Advance(SocketWriter.Patience);
        writer.CutIfStuck();
        cuts.Should().Be(0);
        clock.Advance(TimeSpan.FromSeconds(1));
        writer.CutIfStuck();
        cuts.Should().Be(1);
        writer.CancelPendingFlush();
        cuts.Should().Be(2);

        socket.Holds.SetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
        (await flush).IsCompleted.Should().BeTrue("the connection is over, which is no fault of the writer");
        clock.Advance(SocketWriter.Patience * 2);
        writer.CutIfStuck();
        cuts.Should().Be(2);
    }

    [Fact]
    public async Task OnAConnectionThatIsOverNothingIsSent()
    {
        socket.Over = true;
        Put(1);

        (await writer.FlushAsync()).IsCompleted.Should().BeTrue();

        socket.Sent.Should().BeEmpty();
    }

    private void Put(params byte[] bytes) => writer.Write<byte>(bytes);

    private static byte[]? ArrayOf(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array) ? array.Array : null;

    /// <summary>Keeps what was sent, as it was given.</summary>
    private sealed class SentSocket : WebSocket
    {
        private readonly List<byte> bytes = [];

        public List<(ReadOnlyMemory<byte> Bytes, bool IsEnd)> Sent { get; } = [];

        public IReadOnlyList<byte> Bytes => bytes;

        public TaskCompletionSource? Holds { get; set; }

        public bool Over { get; set; }

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => Over ? WebSocketState.Closed : WebSocketState.Open;

        public override string? SubProtocol => null;

        public override async ValueTask SendAsync(
            ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
        {
            messageType.Should().Be(WebSocketMessageType.Binary);
            await (Holds?.Task ?? Task.CompletedTask);
            Sent.Add((buffer, endOfMessage));
            bytes.AddRange(buffer.Span);
        }

        public override Task SendAsync(
            ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override void Abort()
        {
        }

        public override void Dispose()
        {
        }
    }
}
