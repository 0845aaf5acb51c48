using Microsoft.AspNetCore.SignalR;
using RemoteAssist.Relay.Audit;

namespace RemoteAssist.Relay.Hubs;

/// <summary>Says for each call, and for the end of a connection, from where it comes.</summary>
internal sealed class HubWhereabouts(Whereabouts whereabouts) : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        whereabouts.CallFrom(AddressOf(invocationContext.Context));
        return next(invocationContext);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        whereabouts.CallFrom(AddressOf(context.Context));
        return next(context, exception);
    }

    private static string? AddressOf(HubCallerContext caller) => caller.GetHttpContext()?.Connection.RemoteIpAddress?.ToString();
}
