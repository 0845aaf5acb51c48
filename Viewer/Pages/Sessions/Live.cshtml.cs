using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.Sessions;

/// <summary>The live console: from the code on the phone to the end of the session. Its script talks to the hub.</summary>
[Authorize(Roles = ViewerSetup.TechnicianRole)]
public sealed class LiveModel(ISessionDesk sessions, ICaseDesk cases, IPaperDesk papers, IWrapUpDesk wrapUps) : PageModel
{
    /// <summary>The session and what is said of its case.</summary>
    public SessionDetails Details { get; private set; } = null!;

    /// <summary>What is kept with the case and the account.</summary>
    public LivePapers Papers { get; private set; } = null!;

    /// <summary>Why it ended, in the words of the wire, where it is over already; else null.</summary>
    public string? Over { get; private set; }

    /// <summary>Shows the page; 404 where there is no such session.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await sessions.Find(id, cancel) is not { } details)
        {
            return NotFound();
        }

        Details = details;
        Papers = await LivePapers.Of(papers, wrapUps, details.CaseId, id, cancel);
        if (SessionLifecycle.IsOver(details.Session.State))
        {
            Over = details.Session.EndReason is { } reason ? EnumName.Of(reason) : "unknown";
        }

        return Page();
    }

    /// <summary>
    /// A session that was cut off goes on as a new one: same case, same reason, the same asked for, a new code. Where the
    /// case has an open session by now, that one is shown.
    /// </summary>
    public async Task<IActionResult> OnPostContinueAsync(Guid id, CancellationToken cancel)
    {
        if (await sessions.Find(id, cancel) is not { } details || await cases.Find(details.CaseId, cancel) is not { } found)
        {
            return NotFound();
        }

        var next = found.Active?.Id ?? await sessions.Start(
            found.Id, details.Asked with { Minutes = Math.Min(details.Asked.Minutes, sessions.LongestMinutes) }, cancel);
        return next is null ? NotFound() : LocalRedirect($"/sessions/{next}");
    }
}
