using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>One connection of the factory, against a server that does with its socket what each test says.</summary>
public sealed class WebSocketConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(WebSocketCloseStatus.NormalClosure)]
    [InlineData(WebSocketCloseStatus.EndpointUnavailable)]
    public async Task AGoodByeIsAnOrderlyEnd(WebSocketCloseStatus status)
    {
        await using var server = await StartAsync((socket, stop) => socket.CloseAsync(status, "bye", stop));
        await using var connection = await ConnectAsync(server);
        var read = await connection.Transport.Input.ReadAsync().AsTask().WaitAsync(Patience);
        read.IsCompleted.Should().BeTrue();
        read.Buffer.IsEmpty.Should().BeTrue();
        await Until(connection.ConnectionClosed);
    }

    [Fact]
    public async Task AGoodByeForAnErrorIsAnErrorWithItsWords()
    {
        await using var server = await StartAsync((socket, stop) => socket.CloseAsync(WebSocketCloseStatus.InternalServerError, "no room", stop));
        await using var connection = await ConnectAsync(server);
        var reading = async () => await connection.Transport.Input.ReadAsync().AsTask().WaitAsync(Patience);
        await reading.Should().ThrowAsync<IOException>().WithMessage("*1011 no room*");
    }

    [Fact]
    public async Task WhatWasSentBeforeTheGoodByeArrives()
    {
        var sent = Some.Bytes(300_000);
        await using var server = await StartAsync(async (socket, stop) =>
        {
            await socket.SendAsync(sent, WebSocketMessageType.Binary, endOfMessage: true, stop);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", stop);
        });
        await using var connection = await ConnectAsync(server, new WebSocketConnectionOptions { ReceiveBufferBytes = 1000 });
        var got = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await connection.Transport.Input.ReadAsync().AsTask().WaitAsync(Patience);
            foreach (var piece in read.Buffer)
            {
                got.Write(piece.Span);
            }

            connection.Transport.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        got.WrittenSpan.SequenceEqual(sent).Should().BeTrue();
    }

    [Fact]
    public async Task WhatWasWrittenBeforeTheEndIsSent()
    {
        var received = new TaskCompletionSource<byte[]>();
        await using var server = await StartAsync(async (socket, stop) =>
        {
            received.SetResult(await ReadToEndAsync(socket, stop));
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", stop);
        });
        var connection = await ConnectAsync(server);
        await connection.Transport.Output.WriteAsync(Some.Bytes(300_000));
        await connection.DisposeAsync();
        (await received.Task.WaitAsync(Patience)).AsSpan().SequenceEqual(Some.Bytes(300_000)).Should().BeTrue();
    }

    [Fact]
    public async Task WhoeverSendsWaitsForASlowNetwork()
    {
        var read = new TaskCompletionSource();
        await using var server = await StartAsync(async (socket, stop) =>
        {
            await read.Task.WaitAsync(stop);
            await ReadToEndAsync(socket, stop);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", stop);
        });
        await using var connection = await ConnectAsync(server, new WebSocketConnectionOptions { SendBufferBytes = 64 * 1024 });

        // The network itself holds some megabytes; a sender that never waits would write all of these.
        var chunk = Some.Bytes(1024 * 1024);
        Task? waits = null;
        for (var i = 0; i < 256 && waits is null; i++)
        {
            var writing = connection.Transport.Output.WriteAsync(chunk).AsTask();
            if (await Task.WhenAny(writing, Task.Delay(TimeSpan.FromSeconds(1))) != writing)
            {
                waits = writing;
            }
        }

        waits.Should().NotBeNull();
        read.SetResult();
        await waits!.WaitAsync(Patience);
    }

    [Fact]
    public async Task AServerThatDoesNotAnswerTheGoodByeIsNotWaitedForLong()
    {
        await using var server = await StartAsync((_, stop) => Task.Delay(Timeout.Infinite, stop));
        var connection = await ConnectAsync(server, new WebSocketConnectionOptions { CloseTimeout = TimeSpan.FromMilliseconds(50) });
        await connection.DisposeAsync().AsTask().WaitAsync(Patience);
        connection.ConnectionClosed.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public async Task AnAbortedConnectionEndsAtOnceWithItsReason()
    {
        await using var server = await StartAsync((_, stop) => Task.Delay(Timeout.Infinite, stop));
        await using var connection = await ConnectAsync(server);
        connection.Abort(new ConnectionAbortedException("enough"));
        var reading = async () => await connection.Transport.Input.ReadAsync().AsTask().WaitAsync(Patience);
        await reading.Should().ThrowAsync<ConnectionAbortedException>().WithMessage("enough");
        await Until(connection.ConnectionClosed);
    }

    [Fact]
    public async Task DisposingTwiceIsTheSameAsOnce()
    {
        await using var server = await StartAsync((socket, stop) => ReadToEndAsync(socket, stop));
        var connection = await ConnectAsync(server, new WebSocketConnectionOptions { CloseTimeout = TimeSpan.FromMilliseconds(50) });
        await connection.DisposeAsync();
        await connection.DisposeAsync();
        connection.Abort();
    }

    [Fact]
    public async Task AnEndPointThatIsNoAddressIsRefused() =>
        await FluentActions.Awaiting(() => new WebSocketConnectionFactory().ConnectAsync(new IPEndPoint(IPAddress.Loopback, 9)).AsTask())
            .Should().ThrowAsync<ArgumentException>();

    private static async Task<byte[]> ReadToEndAsync(WebSocket socket, CancellationToken stop)
    {
        var all = new ArrayBufferWriter<byte>();
        while (true)
        {
            var received = await socket.ReceiveAsync(all.GetMemory(64 * 1024), stop);
            if (received.MessageType is WebSocketMessageType.Close)
            {
                return all.WrittenSpan.ToArray();
            }

            all.Advance(received.Count);
        }
    }

    private static async Task Until(CancellationToken closed)
    {
        var done = new TaskCompletionSource();
        await using var registration = closed.Register(done.SetResult);
        await done.Task.WaitAsync(Patience, CancellationToken.None);
    }

    private static async Task<ConnectionContext> ConnectAsync(WebApplication server, WebSocketConnectionOptions? options = null) =>
        await new WebSocketConnectionFactory(options).ConnectAsync(new UriEndPoint(new Uri(server.Urls.Single())));

    private static async Task<WebApplication> StartAsync(Func<WebSocket, CancellationToken, Task> serve)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, app.Lifetime.ApplicationStopping);
            try
            {
                await serve(socket, stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or WebSocketException)
            {
                // The client has gone, as some of these tests want it.
            }
        });
        await app.StartAsync();
        return app;
    }
}
