using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace RemoteAssist.Relay.Hosting;

/// <summary>The web server's limits, and what programs get when something breaks.</summary>
internal static class Web
{
    public static void Configure(this ConfigureWebHostBuilder web, string url, ServedCertificate served) => web.UseUrls(url).ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 1024 * 1024; // forms; the hub has its own bound
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http1); // each WebSocket has a line of its own
        kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = served.Certificate;
            https.ServerCertificateChain = served.Chain;
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            https.HandshakeTimeout = TimeSpan.FromSeconds(10);
        });
    });

    /// <summary>A bare status: pages for people are made nearer to the pages.</summary>
    public static void UseBareErrors(this IApplicationBuilder app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        ExceptionHandler = _ => Task.CompletedTask,
        StatusCodeSelector = failure => Unsaved.Is(failure)
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status500InternalServerError,
    });
}
