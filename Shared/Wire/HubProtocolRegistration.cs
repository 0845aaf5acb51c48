using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Shared.Wire.MessagePack;

namespace RemoteAssist.Shared.Wire;

/// <summary>Makes both ends of SignalR speak our wire and nothing else.</summary>
public static class HubProtocolRegistration
{
    // The length before a message counts towards SignalR's own limit, and not towards ours.
    private const int LengthBytes = 5;

    /// <summary>
    /// Server: MessagePack only, messages up to <see cref="HubContract.MaxMessageBytes"/>, and the same patience as
    /// <see cref="RelayConnection"/> has.
    /// </summary>
    /// <param name="builder">What <c>AddSignalR</c> returned.</param>
    /// <param name="json">How values are bound; <see cref="WireJson"/> by default.</param>
    public static ISignalRServerBuilder AddRemoteAssistProtocol(this ISignalRServerBuilder builder, JsonSerializerOptions? json = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var protocol = Protocol(json);
        builder.Services.AddSingleton<IHubProtocol>(protocol);

        // After everybody else's settings: AddSignalR by itself allows every protocol that it finds.
        builder.Services.PostConfigure<HubOptions>(options =>
        {
            options.SupportedProtocols = [protocol.Name];
            options.MaximumReceiveMessageSize = HubContract.MaxMessageBytes + LengthBytes;
            options.KeepAliveInterval = RelayConnection.KeepAlive;
            options.ClientTimeoutInterval = RelayConnection.SilenceTimeout;
        });
        return builder;
    }

    /// <summary>Client: MessagePack instead of JSON.</summary>
    /// <param name="builder">The builder of a connection.</param>
    /// <param name="json">How values are bound; <see cref="WireJson"/> by default.</param>
    public static IHubConnectionBuilder AddRemoteAssistProtocol(this IHubConnectionBuilder builder, JsonSerializerOptions? json = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IHubProtocol>(Protocol(json));
        return builder;
    }

    private static MessagePackHubProtocol Protocol(JsonSerializerOptions? json) =>
        new MessagePackHubProtocol(json ?? WireJson.Default.Options, HubContract.MaxMessageBytes);
}
