using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RemoteAssist.Shared.Wire;

/// <summary>Makes connections to a Relay's hub.</summary>
public static class RelayConnection
{
    /// <summary>
    /// How often each side sends something when it has nothing to say. Five seconds: a quarter of
    /// <see cref="SilenceTimeout"/>, so that three lost pings in a row are borne and the fourth is not waited for;
    /// also far below the 30 to 60 seconds after which proxies and address translators forget a quiet connection.
    /// </summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a silent Relay counts as there. A lost end may resume for 60 s after the loss is noticed; noticing must
    /// take a small part of that, and yet not take a change of the Wi-Fi access point, some 10 s, for a loss.
    /// </summary>
    public static readonly TimeSpan SilenceTimeout = TimeSpan.FromSeconds(20);

    /// <summary>A connection to the hub of a Relay, not started yet. It does not reconnect by itself.</summary>
    /// <param name="relay">The Relay's address as people type it, http or https, with or without a path before the hub's.</param>
    /// <param name="options">Bounds of the socket.</param>
    /// <param name="loggers">Where the hub connection logs; nowhere by default.</param>
    /// <param name="json">How values are bound; <see cref="WireJson"/> by default.</param>
    /// <exception cref="ArgumentException">The address is no http, https, ws or wss address.</exception>
    public static HubConnection Create(Uri relay, WebSocketConnectionOptions? options = null, ILoggerFactory? loggers = null, JsonSerializerOptions? json = null)
    {
        var builder = new HubConnectionBuilder()
            .AddRemoteAssistProtocol(json)
            .WithKeepAliveInterval(KeepAlive)
            .WithServerTimeout(SilenceTimeout);
        builder.Services.AddSingleton<IConnectionFactory>(new WebSocketConnectionFactory(options));
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(HubAddress(relay, options?.HubPath ?? HubContract.Path)));
        if (loggers is not null)
        {
            builder.Services.AddSingleton(loggers);
        }

        return builder.Build();
    }

    /// <summary>The address of a Relay's hub, ws or wss. A query or fragment of the Relay's address is left out.</summary>
    /// <param name="relay">The Relay's address.</param>
    /// <param name="path">Which of the two doors: <see cref="HubContract.Path"/> or <see cref="HubContract.ViewerPath"/>.</param>
    public static Uri HubAddress(Uri relay, string path = HubContract.Path)
    {
        var socket = new UriBuilder(WebSocketConnectionFactory.SocketAddress(relay)) { Query = "", Fragment = "" };
        socket.Path = socket.Path.TrimEnd('/') + path;
        return socket.Uri;
    }
}
