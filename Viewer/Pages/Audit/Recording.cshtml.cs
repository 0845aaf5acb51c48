using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.Audit;

/// <summary>
/// A session's recording beside its entries. Its script reads the file, checks it and opens it with the auditor's key: the
/// page itself knows neither whether there is one nor what is in it.
/// </summary>
[Authorize(Roles = ViewerSetup.AuditorRole)]
public sealed class RecordingModel(ISessionDesk sessions) : PageModel
{
    /// <summary>The speeds that can be chosen, as <c>Viewer/Canvas/playback/player.ts</c> has them.</summary>
    public static IReadOnlyList<double> Speeds { get; } = [0.5, 1, 2, 4, 8, 16];

    /// <summary>The session and what is said of its case.</summary>
    public SessionDetails Details { get; private set; } = null!;

    /// <summary>The session's entries, oldest first.</summary>
    public IReadOnlyList<LogLine> Log { get; private set; } = [];

    /// <summary>Shows the page; 404 where there is no such session.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await sessions.Find(id, cancel) is not { } details)
        {
            return NotFound();
        }

        Details = details;
        Log = await sessions.Log(id, cancel);
        return Page();
    }
}
