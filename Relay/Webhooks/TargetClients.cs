using System.Net.Sockets;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>
/// Sends to receivers: over no proxy, with no cookie, after no redirect. Whom a connection goes to is looked up and judged when it is
/// made, and the connection goes to the very machine that was judged, so a name that changes in between leads nowhere. A receiver inside and one outside never share a connection.
/// </summary>
internal sealed class TargetClients(IHostNames names) : IDisposable
{
    private const int MostOfAnAnswer = 4 * 1024; // read so that the line can be used again, and thrown away

    private readonly HttpClient outside = Make(names, inside: false);

    private readonly HttpClient insideOnes = Make(names, inside: true);

    /// <summary>The one for a receiver.</summary>
    public HttpClient For(bool inside) => inside ? insideOnes : outside;

    public void Dispose()
    {
        outside.Dispose();
        insideOnes.Dispose();
    }

    private static HttpClient Make(IHostNames names, bool inside) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 16, // KiB
        MaxResponseDrainSize = MostOfAnAnswer,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = (wanted, cancel) => Connect(names, wanted, inside, cancel),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each try has its own, by the clock
    };

    private static async ValueTask<Stream> Connect(IHostNames names, SocketsHttpConnectionContext wanted, bool inside, CancellationToken cancel)
    {
        var found = await names.Find(wanted.DnsEndPoint.Host, cancel);
        var allowed = found.Where(machine => TargetRules.MayReach(wanted.InitialRequestMessage.RequestUri!.Scheme, machine, inside)).ToArray();
        if (allowed.Length == 0)
        {
            throw found.Count == 0 ? new SocketException((int)SocketError.HostNotFound) : new TargetRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, wanted.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A name leads where nothing may be sent.</summary>
internal sealed class TargetRefusedException() : IOException("This address is not one that events may be sent to.");
