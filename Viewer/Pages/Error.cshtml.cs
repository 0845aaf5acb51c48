using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RemoteAssist.Viewer.Pages;

/// <summary>
/// Says what a person can do next. It stands in for any request that failed, posted ones too, and changes nothing:
/// so it takes every method, and asks for no proof that a form of ours was posted.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    /// <summary>Which of the texts fits: 400, 403, 404, 429, 500 or 503.</summary>
    public string Kind { get; private set; } = "404";

    // In place of every handler: OPTIONS, say, would else get an answer of the framework's, and no failure.
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Result = Show(context.RouteData.Values["code"] as string);
    }

    private IActionResult Show(string? code)
    {
        var status = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said is >= 400 and <= 599 ? said : 404;
        Kind = status switch
        {
            403 or 404 or 429 or 503 => $"{status}",
            405 or 410 => "404",
            >= 500 => "500",
            _ => "400",
        };
        Response.StatusCode = status;

        // Programs get the bare status.
        return Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
            ? Page()
            : StatusCode(status);
    }
}
