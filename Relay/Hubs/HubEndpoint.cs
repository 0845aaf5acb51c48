using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Hubs;

/// <summary>The hub's address: a WebSocket and nothing else, from our own pages and from Agents.</summary>
internal static class HubEndpoint
{
    /// <summary>Maps the hub. Anybody may connect; each method asks who calls.</summary>
    public static IEndpointConventionBuilder MapSessionHub(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var clock = services.GetRequiredService<TimeProvider>();
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var hub = new ConnectionBuilder(services).UseHub<SessionHub>().Build();
        var pipeline = endpoints.CreateApplicationBuilder();
        // The hub sends its own pings; a second kind would only cost bytes.
        pipeline.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        pipeline.Run(async context =>
        {
            if (!OriginCheck.Allows(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
            }
            else if (!context.WebSockets.IsWebSocketRequest)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            }
            else
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await using var connection = new HubSocket(context, socket, new Heard(clock), TimeProvider.System, stopping);
                await connection.Run(hub);
            }
        });
        return endpoints.Map(HubContract.Path, pipeline.Build()).AllowAnonymous();
    }
}
