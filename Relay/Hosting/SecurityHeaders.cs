namespace RemoteAssist.Relay.Hosting;

/// <summary>What a page that needs another content policy than all others brings along.</summary>
/// <param name="Policy">Of this page.</param>
internal sealed record PagePolicy(string Policy);

/// <summary>Tells browsers to run nothing but our own scripts, show us in nobody's frame, and keep no page.</summary>
internal static class SecurityHeaders
{
    // What a page of ours never asks for; clipboard, full screen and keyboard it does.
    private const string Unused =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(Write, http);
        return next(http);
    });

    private static Task Write(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = http.GetEndpoint()?.Metadata.GetMetadata<PagePolicy>()?.Policy ?? Policy(http.Request.Host);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY"; // for browsers that do not know frame-ancestors
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Unused;
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    private static string Policy(HostString host) =>
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        + $"connect-src 'self'{Sockets(host)}; worker-src 'self' blob:; object-src 'none'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    // Safari before 15.4 does not take 'self' for WebSockets. The host is the client's own word: no other characters pass.
    private static string Sockets(HostString host) =>
        host.HasValue && host.Value.All(letter => char.IsAsciiLetterOrDigit(letter) || ".-:[]".Contains(letter, StringComparison.Ordinal))
            ? $" ws://{host.Value} wss://{host.Value}"
            : "";
}
