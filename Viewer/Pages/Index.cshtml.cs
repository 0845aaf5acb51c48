using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RemoteAssist.Viewer.Pages;

/// <summary>The bare address: customers go to the join page, people who are signed in to their cases.</summary>
[AllowAnonymous]
public sealed class IndexModel : PageModel
{
    public IActionResult OnGet() => LocalRedirect(User.Identity?.IsAuthenticated == true ? "/cases" : "/join");
}
