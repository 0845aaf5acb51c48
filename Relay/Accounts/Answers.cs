using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Accounts;

/// <summary>What somebody without permission gets: a browser that opens a page goes to sign-in, everything else gets a code.</summary>
internal static class Answers
{
    public static Task SignInFirst(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (OpensAPage(context.Request))
        {
            var why = context.HttpContext.Items[typeof(SignInEnd)] as SignInEnd?;
            context.Response.Redirect(context.RedirectUri + (why is null ? "" : $"&ended={why}"));
        }
        else
        {
            // Another site's page hears that it is not welcome, whoever looks at it.
            context.Response.StatusCode = IsViewersSocket(context.Request) && !OriginCheck.AllowsViewer(context.Request)
                ? StatusCodes.Status403Forbidden
                : StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    public static Task NotAllowed(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsViewersSocket(HttpRequest request) =>
        string.Equals(request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase) && request.Path.StartsWithSegments(HubContract.ViewerPath, StringComparison.OrdinalIgnoreCase);

    private static bool OpensAPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments(HubContract.Path, StringComparison.OrdinalIgnoreCase)
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
