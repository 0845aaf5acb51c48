using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Accounts;

/// <summary>What somebody without permission gets: a browser that opens a page goes to sign-in, everything else gets a code.</summary>
internal static class Answers
{
    public static Task SignInFirst(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (OpensAPage(context.Request))
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    public static Task NotAllowed(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool OpensAPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments(HubContract.Path, StringComparison.OrdinalIgnoreCase)
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
