using System.Net;
using System.Net.Sockets;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>The way between an Agent and its Relay, which can stop taking what the Agent sends.</summary>
internal sealed class PausedNetwork : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Uri relay;
    private readonly TaskCompletionSource paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? agent;
    private long taken;
    private long takeAtMost = long.MaxValue;

    public PausedNetwork(Uri relay)
    {
        this.relay = relay;

        // Small, so that little of what the Agent has sent is out of its hands.
        listener.Server.ReceiveBufferSize = 64 * 1024;
        listener.Start();
        _ = Serve();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Done once nothing more is taken.</summary>
    public Task Paused => paused.Task;

    /// <summary>Bytes that the Agent has sent and that nobody has taken yet.</summary>
    public int Waiting => agent!.Available;

    /// <summary>Takes this much more of what the Agent sends, and then nothing.</summary>
    public void PauseAfter(long bytes) => Volatile.Write(ref takeAtMost, Volatile.Read(ref taken) + bytes);

    /// <summary>Takes all that still comes, until the Agent's end is closed.</summary>
    /// <returns>How much that was, in bytes.</returns>
    public async Task<long> TakeTheRest(CancellationToken cancel)
    {
        var rest = 0L;
        var buffer = new byte[64 * 1024];
        try
        {
            while (await agent!.ReceiveAsync(buffer, cancel) is var got and > 0)
            {
                rest += got;
            }
        }
        catch (SocketException)
        {
            // Reset: nothing more can come.
        }

        return rest;
    }

    public void Dispose()
    {
        listener.Dispose();
        agent?.Dispose();
    }

    private async Task Serve()
    {
        agent = await listener.AcceptSocketAsync();
        using var onward = new TcpClient();
        await onward.ConnectAsync(relay.Host, relay.Port);
        await using var stream = onward.GetStream();
        await using var back = new NetworkStream(agent, ownsSocket: false);
        var returning = Return(stream, back);
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var got = await agent.ReceiveAsync(buffer);
                if (got == 0)
                {
                    onward.Client.Shutdown(SocketShutdown.Send);
                    break;
                }

                taken += got;
                await stream.WriteAsync(buffer.AsMemory(0, got));
                if (taken >= Volatile.Read(ref takeAtMost))
                {
                    paused.SetResult();
                    break;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            // One of the two has gone.
        }

        await returning;
    }

    private static async Task Return(Stream from, Stream to)
    {
        try
        {
            await from.CopyToAsync(to);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // One of the two has gone.
        }
    }
}
