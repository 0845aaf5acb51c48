using Microsoft.AspNetCore.Http;

namespace RemoteAssist.Viewer;

/// <summary>The Relay's address as a visitor opened it: what a download is stamped with, and what pages show of it, is the same.</summary>
public static class RelayAddress
{
    /// <summary>Scheme, host and path base, without a slash at the end.</summary>
    public static string Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return $"{request.Scheme}://{request.Host}{request.PathBase}";
    }
}
