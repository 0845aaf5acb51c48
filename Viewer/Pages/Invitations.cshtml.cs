using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages;

/// <summary>Who asks this technician to look too: a piece of the pages of cases, which they fetch again and again.</summary>
[Authorize(Roles = ViewerSetup.TechnicianRole)]
public sealed class InvitationsModel(IInvitationDesk desk) : PageModel
{
    /// <summary>What can be answered.</summary>
    public IReadOnlyList<Invitation> Mine { get; private set; } = [];

    public void OnGet() => Mine = desk.Mine();

    /// <summary>Says no; where there is nothing to be answered any more, the page just says so by not showing it.</summary>
    public async Task<IActionResult> OnPostDeclineAsync(Guid session)
    {
        await desk.Decline(session);
        return LocalRedirect("/cases");
    }
}
