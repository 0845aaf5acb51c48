using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Downloads;

/// <summary>Wires downloads into the Relay.</summary>
internal static class DownloadSetup
{
    /// <summary>Adds them.</summary>
    /// <param name="services">The Relay's.</param>
    /// <param name="pin">What an Agent knows the Relay's certificate by; null where others vouch for that.</param>
    public static void AddDownloads(this IServiceCollection services, string? pin)
    {
        services.AddSingleton(all => ActivatorUtilities.CreateInstance<AgentDownload>(all, new CertificatePin(pin)));
        services.AddSingleton<IAgentDownload>(all => all.GetRequiredService<AgentDownload>());
    }

    /// <summary>The Agent is for everybody: it lets nobody in.</summary>
    public static void MapDownloads(this IEndpointRouteBuilder routes) => routes
        .MapMethods(AgentDownload.Path, [HttpMethods.Get, HttpMethods.Head], http =>
            http.RequestServices.GetRequiredService<AgentDownload>().Send(http))
        .AllowAnonymous();
}
