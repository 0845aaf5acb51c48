using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace RemoteAssist.Relay.Hosting;

/// <summary>
/// Behind a reverse proxy the client's address, scheme and host are the ones that the proxy tells. Limits per address,
/// the log, secure cookies and HSTS all need them, so this comes first of all.
/// </summary>
internal static class ReverseProxy
{
    /// <summary>Believes these addresses and no others: anybody can write such headers.</summary>
    public static void UseReverseProxies(this IApplicationBuilder app, IReadOnlyList<IPAddress> proxies)
    {
        if (proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null, // a chain of proxies is followed as far as each link of it is on the list
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownProxies.Add(proxy);
        }

        app.UseForwardedHeaders(options);
    }
}
