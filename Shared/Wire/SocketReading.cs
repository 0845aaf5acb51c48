using System.IO.Pipelines;
using System.Net.WebSockets;

namespace RemoteAssist.Shared.Wire;

/// <summary>What comes from a WebSocket goes into a pipe, at either end of a connection.</summary>
public static class SocketReading
{
    /// <summary>
    /// Fills a pipe until the other side says good-bye. Whoever calls completes the pipe then, and decides what a failure
    /// means: nothing is caught here.
    /// </summary>
    /// <param name="socket">An open WebSocket that nobody else reads.</param>
    /// <param name="output">The pipe. Where it is full, reading waits.</param>
    /// <param name="heard">Called for everything that comes, with how many bytes it was.</param>
    /// <param name="cancel">Aborts the socket.</param>
    public static async Task Fill(WebSocket socket, PipeWriter output, Action<int>? heard, CancellationToken cancel)
    {
        var read = true;
        while (true)
        {
            var arrived = await socket.ReceiveAsync(output.GetMemory(), cancel);
            if (arrived.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            heard?.Invoke(arrived.Count);

            // Once the hub has stopped reading, what still comes before the good-bye is thrown away.
            if (read)
            {
                output.Advance(arrived.Count);
                read = !(await output.FlushAsync(cancel)).IsCompleted;
            }
        }
    }
}

/// <summary>The hub's side of a connection.</summary>
/// <param name="Input">What came.</param>
/// <param name="Output">What is to go.</param>
public sealed record HubSide(PipeReader Input, PipeWriter Output) : IDuplexPipe;
