using System.Net;
using System.Net.Sockets;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>Which machines a host's name stands for now.</summary>
internal interface IHostNames
{
    /// <summary>All of them; none where it is not known.</summary>
    Task<IReadOnlyList<IPAddress>> Find(string host, CancellationToken cancel);
}

/// <summary>As this computer knows it.</summary>
internal sealed class SystemHostNames : IHostNames
{
    public async Task<IReadOnlyList<IPAddress>> Find(string host, CancellationToken cancel)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host.Trim('[', ']'), cancel);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return [];
        }
    }
}
