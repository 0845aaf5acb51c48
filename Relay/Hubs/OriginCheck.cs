using Microsoft.Extensions.Primitives;
using RemoteAssist.Relay.Accounts;

namespace RemoteAssist.Relay.Hubs;

/// <summary>
/// Keeps other people's web pages from opening the hub. A browser always says where a page is from, and no script can take
/// that away: so a Viewer must say this Relay's own origin, and an Agent, which is no browser, must say none.
/// </summary>
internal static class OriginCheck
{
    /// <summary>Whether a request may go on to the Viewers' door.</summary>
    public static bool AllowsViewer(HttpRequest request) =>
        request.Headers.TryGetValue("Origin", out var origin) && IsOwn(origin, request);

    /// <summary>Whether a request may go on to the Agents' door: no page at all, and nobody's cookie.</summary>
    public static bool AllowsAgent(HttpRequest request) =>
        !request.Headers.ContainsKey("Origin") && !request.Cookies.ContainsKey(AccountsSetup.Cookie);

    /// <summary>Whether an origin is the one that this request was sent to.</summary>
    public static bool IsOwn(StringValues origin, HttpRequest request)
    {
        // An origin is exactly "scheme://host" or "scheme://host:port" (RFC 6454); a path, a user or a list is none.
        if (origin.Count != 1 || origin[0] is not { } said || !Uri.TryCreate(said, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            return false;
        }

        // Behind a proxy that ends TLS the page is https and the request http; the other way round is nobody's page.
        if (request.IsHttps && uri.Scheme is "http")
        {
            return false;
        }

        if (!string.Equals(said, uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
            || uri.UserInfo.Length > 0)
        {
            return false;
        }

        var host = request.Host;
        return string.Equals(uri.Host, host.Host, StringComparison.OrdinalIgnoreCase)
            && uri.Port == (host.Port ?? (uri.Scheme is "https" ? 443 : 80));
    }
}
