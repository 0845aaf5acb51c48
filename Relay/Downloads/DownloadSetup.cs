using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Downloads;

/// <summary>Wires downloads into the Relay.</summary>
internal static class DownloadSetup
{
    public static void AddDownloads(this IServiceCollection services)
    {
        services.AddSingleton<AgentDownload>();
        services.AddSingleton<IAgentDownload>(all => all.GetRequiredService<AgentDownload>());
    }

    /// <summary>The Agent is for everybody: it lets nobody in.</summary>
    public static void MapDownloads(this IEndpointRouteBuilder routes) => routes
        .MapMethods(AgentDownload.Path, [HttpMethods.Get, HttpMethods.Head], http =>
            http.RequestServices.GetRequiredService<AgentDownload>().Send(http))
        .AllowAnonymous();
}
