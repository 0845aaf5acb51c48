using System.Collections.Frozen;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RemoteAssist.Relay.Hosting;

/// <summary>
/// The whole list of routes that answer somebody who is not signed in. Everything else, what does not exist included, asks
/// for sign-in by the fallback policy. A route that calls itself open and is not on this list keeps the Relay from starting,
/// so a page cannot be opened to everybody by one attribute too many. Styles and scripts (<c>/assets</c>) are files, not
/// routes, and the same for everybody.
/// </summary>
internal static class OpenDoors
{
    private static readonly FrozenSet<string> Routes = FrozenSet.ToFrozenSet(
        [
            "",
            "join",
            "agent/linux-x64.tar.gz",
            "hub",
            "sign-in",
            "sign-in/code",
            "sign-in/factor",
            "sign-in/provider",
            "setup/{token}",
            "invitation/{token}",
            "language",
            "error/{code:int?}",
            "healthz",
            "log/checkpoint",
            "log/keys",
            "verify",
        ],
        StringComparer.Ordinal);

    /// <summary>Once all routes are mapped: no other is open.</summary>
    /// <exception cref="InvalidOperationException">One is.</exception>
    public static void RequireClosed(this WebApplication app)
    {
        var open = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(route => route.RoutePattern.RawText?.Trim('/') ?? "")
            .FirstOrDefault(route => !Routes.Contains(route));
        if (open is not null)
        {
            throw new InvalidOperationException($"The route \"{open}\" is open to everybody and is not on the list of those that may be.");
        }
    }

    /// <summary>
    /// Pages are looked at and posted to. With any other method a page would be shown that has read nothing; only
    /// the page that says what went wrong stands in for every method.
    /// </summary>
    public static void UsePageMethods(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var method = http.Request.Method;
        var standsIn = http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null;
        if (standsIn || http.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is null
            || HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        http.Response.Headers.Allow = "GET, HEAD, POST";
        return Task.CompletedTask;
    });
}
