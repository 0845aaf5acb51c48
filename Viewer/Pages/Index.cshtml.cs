using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RemoteAssist.Viewer.Pages;

/// <summary>The bare address: customers go to the join page, people who are signed in to where they work.</summary>
[AllowAnonymous]
public sealed class IndexModel : PageModel
{
    public IActionResult OnGet() => LocalRedirect(Onwards.Home(User) ?? "/join");
}
