using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages;

/// <summary>Signs out; only a posted form does, so that no link can.</summary>
public sealed class SignOutModel(IAccountDesk accounts) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await accounts.SignOut(cancel);
        return LocalRedirect(ViewerSetup.SignInPath);
    }
}
