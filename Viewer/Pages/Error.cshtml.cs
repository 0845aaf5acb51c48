using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
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
    /// <summary>Which of the texts fits: 400, 403, 404, 429 or 500.</summary>
    public string Kind { get; private set; } = "404";

    public IActionResult OnGet(int? code) => Show(code);

    public IActionResult OnPost(int? code) => Show(code);

    private IActionResult Show(int? code)
    {
        var status = code is >= 400 and <= 599 ? code.Value : 404;
        Kind = status switch
        {
            403 or 404 or 429 => $"{status}",
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
