using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Cases;

/// <summary>A case: its facts, the start of a session, and every session with its log.</summary>
[Authorize(Roles = ViewerSetup.TechnicianRole)]
public sealed class DetailsModel(ICaseDesk cases, ISessionDesk sessions, ScreenText text) : FormPage(text, "Start")
{
    /// <summary>As <see cref="ISessionDesk.Start"/> asks.</summary>
    private const int MaxReason = 200;

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public CaseDetails Case { get; private set; } = null!;

    /// <summary>Each session's entries, oldest first.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<LogLine>> Logs { get; private set; } =
        new Dictionary<Guid, IReadOnlyList<LogLine>>();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await Shown(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var reason = Line(nameof(Reason), Reason, MaxReason);
        if (!AllIsWell)
        {
            return await Shown(cancel);
        }

        if (await sessions.Start(Id, reason, cancel) is { } started)
        {
            return LocalRedirect($"/sessions/{started}");
        }

        return NotFound();
    }

    /// <summary>How long pictures could flow; null where they never did or still do.</summary>
    public static TimeSpan? SharedFor(SessionSummary session) => session.Ended - session.Live;

    private async Task<IActionResult> Shown(CancellationToken cancel)
    {
        if (await cases.Find(Id, cancel) is not { } found)
        {
            return NotFound();
        }

        Case = found;
        var logs = new Dictionary<Guid, IReadOnlyList<LogLine>>();
        foreach (var session in found.Sessions)
        {
            logs[session.Id] = await sessions.Log(session.Id, cancel);
        }

        Logs = logs;
        return Page();
    }
}
