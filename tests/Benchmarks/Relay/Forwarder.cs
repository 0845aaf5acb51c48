using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RemoteAssist.Benchmarks.Relay;

/// <summary>
/// The least that Kestrel needs to carry one WebSocket's messages to another: what a Relay without sessions, log, order or
/// bounds would cost. <c>/in</c> is read, and everything goes to <c>/out</c> as it comes.
/// </summary>
internal static class Forwarder
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Serves until its standard input ends. Says its port.</summary>
    public static async Task<int> Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.UseWebSockets();
        var reader = new TaskCompletionSource<WebSocket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var over = new TaskCompletionSource();
        app.Map("/out", async context =>
        {
            reader.SetResult(await context.WebSockets.AcceptWebSocketAsync());
            await over.Task;
        });
        app.Map("/in", async context =>
        {
            using var from = await context.WebSockets.AcceptWebSocketAsync();
            await Forward(from, await reader.Task, context);
            over.SetResult();
        });
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.Single()).Port);
        await Console.In.ReadLineAsync();
        return 0;
    }

    private static async Task Forward(WebSocket from, WebSocket to, HttpContext context)
    {
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var got = await from.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (got.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            await to.SendAsync(buffer.AsMemory(0, got.Count), WebSocketMessageType.Binary, got.EndOfMessage, context.RequestAborted);
        }
    }
}
