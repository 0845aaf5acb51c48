using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Hubs;

/// <summary>The hub's two doors, WebSockets and nothing else: one for Agents, who are nobody yet, and one for technicians' own pages.</summary>
internal static class HubEndpoint
{
    /// <summary>Maps both doors. Behind either, each method asks who calls.</summary>
    public static void MapSessionHub(this IEndpointRouteBuilder endpoints)
    {
        var hub = new ConnectionBuilder(endpoints.ServiceProvider).UseHub<SessionHub>().Build();
        endpoints.Map(HubContract.Path, Door(endpoints, hub, OriginCheck.AllowsAgent, HasRoom)).AllowAnonymous();
        endpoints.Map(HubContract.ViewerPath, Door(endpoints, hub, OriginCheck.AllowsViewer, static _ => true))
            .RequireAuthorization(new AuthorizeAttribute { Roles = Roles.Technician });
    }

    // 1 where the page is from   2 whether it is a WebSocket   3 whether there is room   4 the conversation
    private static RequestDelegate Door(
        IEndpointRouteBuilder endpoints, ConnectionDelegate hub, Func<HttpRequest, bool> allows, Func<HttpContext, bool> hasRoom)
    {
        var services = endpoints.ServiceProvider;
        var clock = services.GetRequiredService<TimeProvider>();
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var logger = services.GetRequiredService<ILogger<HubSocket>>();
        var pipeline = endpoints.CreateApplicationBuilder();
        // The hub sends its own pings; a second kind would only cost bytes.
        pipeline.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        pipeline.Run(async context =>
        {
            if (!allows(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
            }
            else if (!context.WebSockets.IsWebSocketRequest)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            }
            else if (!hasRoom(context))
            {
                await RateLimits.Refuse(context, UnjoinedConnections.Patience);
            }
            else
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await using var connection = new HubSocket(context, socket, new Heard(clock), new Allowance(), TimeProvider.System, logger, stopping);
                await connection.Run(hub);
            }
        });
        return pipeline.Build();
    }

    private static bool HasRoom(HttpContext context) =>
        context.RequestServices.GetRequiredService<UnjoinedConnections>().HasRoom(AddressKey.Of(context.Connection.RemoteIpAddress));
}
