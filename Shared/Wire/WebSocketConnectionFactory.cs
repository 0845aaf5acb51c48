using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;

namespace RemoteAssist.Shared.Wire;

/// <summary>What a WebSocket to the Relay may hold and how long its good-bye may take.</summary>
public sealed record WebSocketConnectionOptions
{
    /// <summary>
    /// Bytes that have arrived and that the hub connection has not looked at yet, from 1. Once there are that many,
    /// nothing more is taken from the network. A message may be larger: it is looked at in parts as it comes.
    /// </summary>
    public int ReceiveBufferBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Bytes that wait to be sent, from 1. Once there are that many, whoever sends waits: that is how a slow
    /// network is felt by the one who makes the frames.
    /// </summary>
    public int SendBufferBytes { get; init; } = 1024 * 1024;

    /// <summary>How long the other side may take to answer our good-bye before the connection is cut; five seconds, as SignalR's own client.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Which door of the Relay's: that of Agents, where nothing else is said.</summary>
    public string HubPath { get; init; } = HubContract.Path;

    /// <summary>
    /// Sets headers on a socket that is about to connect. Cookies, certificates and the proxy cannot be set here:
    /// the factory opens the network socket itself.
    /// </summary>
    public Action<ClientWebSocketOptions>? Configure { get; init; }

    /// <summary>
    /// The only key that the Relay's certificate may have: SHA-256 of its SubjectPublicKeyInfo, 64 lower-case hexadecimal
    /// digits. Nothing else is asked of such a certificate: whoever has that key is the Relay. Null for a certificate that this
    /// computer trusts.
    /// </summary>
    public string? CertificatePin { get; init; }

    /// <summary>
    /// Once cancelled, the connection is cut at once: neither what waits here nor what the operating system still
    /// holds is sent, and no good-bye.
    /// </summary>
    public CancellationToken Cut { get; init; }

    /// <summary>Called whenever something has come from the other side, a ping too. Must not block.</summary>
    public Action? Heard { get; init; }

    /// <summary>The clock for <see cref="CloseTimeout"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>
/// Opens WebSockets for SignalR's client, straight to the hub and without the negotiate request: there is one
/// transport, so there is nothing to negotiate.
/// </summary>
/// <param name="options">Bounds and settings for every connection that is made here.</param>
public sealed class WebSocketConnectionFactory(WebSocketConnectionOptions? options = null) : IConnectionFactory
{
    private readonly WebSocketConnectionOptions _options = options ?? new WebSocketConnectionOptions();

    /// <summary>Connects to a hub.</summary>
    /// <param name="endpoint">A <see cref="UriEndPoint"/>: http, https, ws or wss.</param>
    /// <param name="cancellationToken">Gives up connecting; has no effect afterwards.</param>
    /// <exception cref="ArgumentException">The end point is of another kind or the address of another scheme.</exception>
    /// <exception cref="WebSocketException">Nobody answers there, or not as a hub does.</exception>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (endpoint is not UriEndPoint { Uri: var uri })
        {
            throw new ArgumentException("A hub is reached by its address, so a UriEndPoint is needed.", nameof(endpoint));
        }

        var address = SocketAddress(uri);
        var socket = new ClientWebSocket();
        Socket? wire = null;
        try
        {
            // The hub sends its own pings; a second kind would only cost bytes.
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            _options.Configure?.Invoke(socket.Options);

            // The network socket is opened here, because only whoever holds it can take back what the system has not sent yet.
            // Disposing the handler does not touch a connection that has become a WebSocket.
            using var http = new HttpMessageInvoker(new SocketsHttpHandler
            {
                ConnectCallback = async (context, cancel) =>
                {
                    wire = await OpenAsync(context.DnsEndPoint, cancel);
                    return new NetworkStream(wire, ownsSocket: true);
                },
                SslOptions = _options.CertificatePin is { } pin
                    ? new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => HasPin(shown, pin) }
                    : new SslClientAuthenticationOptions(),
            });
            await socket.ConnectAsync(address, http, cancellationToken);
            return new WebSocketConnection(socket, wire!, _options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool HasPin(X509Certificate? shown, string pin) =>
        shown is X509Certificate2 certificate
        && string.Equals(Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())), pin, StringComparison.Ordinal);

    private static async Task<Socket> OpenAsync(DnsEndPoint address, CancellationToken cancel)
    {
        var wire = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await wire.ConnectAsync(address, cancel);
            return wire;
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    /// <summary>The same address with the scheme of a WebSocket: http becomes ws, https becomes wss.</summary>
    /// <exception cref="ArgumentException">The address is relative or has another scheme.</exception>
    public static Uri SocketAddress(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var scheme = address.IsAbsoluteUri ? address.Scheme : "";
        var target = scheme switch
        {
            "http" or "ws" => "ws",
            "https" or "wss" => "wss",
            _ => throw new ArgumentException($"The address must begin with http, https, ws or wss: {address}", nameof(address)),
        };
        return scheme == target ? address : new UriBuilder(address) { Scheme = target, Port = address.Port }.Uri;
    }
}
