using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Cases;

/// <summary>A case: its facts, the start of a session, and every session with its log.</summary>
[Authorize(Roles = ViewerSetup.TechnicianRole)]
public sealed class DetailsModel(
    ICaseDesk cases, ISessionDesk sessions, IPaperDesk papers, IWrapUpDesk wrapUps, ISnapshotDesk snapshots, ScreenText text)
    : FormPage(text, "Start")
{
    /// <summary>As <see cref="ISessionDesk.Start"/> asks.</summary>
    private const int MaxReason = 200;

    /// <summary>What may be asked for beside seeing the screen, in the order of the form.</summary>
    public static readonly IReadOnlyList<Scope> Askable = [Scope.Drawing, Scope.Control];

    // Minutes that may be chosen, as far as sessions may be that long; and those that are chosen at first.
    private static readonly int[] Lengths = [15, 30, 60, 120];
    private const int UsualLength = 60;

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Names of scopes; none where no box is ticked.</summary>
    [BindProperty]
    public string[] Ask { get; set; } = [];

    [BindProperty]
    public int? Minutes { get; set; }

    /// <summary>What may be chosen.</summary>
    public IReadOnlyList<int> Choices =>
        Lengths.Where(length => length <= sessions.LongestMinutes).ToArray() is { Length: > 0 } fitting ? fitting : [sessions.LongestMinutes];

    public CaseDetails Case { get; private set; } = null!;

    /// <summary>What is kept with it.</summary>
    public CasePapers Papers { get; private set; } = null!;

    /// <summary>Each session's entries, oldest first.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<LogLine>> Logs { get; private set; } =
        new Dictionary<Guid, IReadOnlyList<LogLine>>();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Ask = [nameof(Scope.Drawing)];
        return await Shown(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var reason = Line(nameof(Reason), Reason, MaxReason);
        if (Ask.Except(Askable.Select(scope => scope.ToString())).Any())
        {
            Wrong(nameof(Ask), "Start.Ask.Unknown");
        }

        if (!ModelState.IsValid || (Minutes is { } chosen && !Choices.Contains(chosen)))
        {
            Wrong(nameof(Minutes), "Start.Minutes.Unknown");
        }

        if (!AllIsWell)
        {
            return await Shown(cancel);
        }

        Scope[] scopes = [Scope.View, .. Askable.Where(Asks)];
        if (await sessions.Start(Id, new SessionWish(reason, scopes, ChosenMinutes), cancel) is { } started)
        {
            return LocalRedirect($"/sessions/{started}");
        }

        return NotFound();
    }

    /// <summary>Whether the box of this scope is ticked.</summary>
    public bool Asks(Scope scope) => Ask.Contains(scope.ToString());

    /// <summary>The length that is chosen, or that usually is.</summary>
    public int ChosenMinutes => Minutes is { } chosen && Choices.Contains(chosen) ? chosen : Choices.LastOrDefault(length => length <= UsualLength, Choices[0]);

    /// <summary>How long pictures could flow; null where they never did or still do.</summary>
    public static TimeSpan? SharedFor(SessionSummary session) => session.Ended - session.Live;

    private async Task<IActionResult> Shown(CancellationToken cancel)
    {
        if (await cases.Find(Id, cancel) is not { } found)
        {
            return NotFound();
        }

        Case = found;
        Papers = await CasePapers.Of(papers, wrapUps, snapshots, Id, cancel);
        var logs = new Dictionary<Guid, IReadOnlyList<LogLine>>();
        foreach (var session in found.Sessions)
        {
            logs[session.Id] = await sessions.Log(session.Id, cancel);
        }

        Logs = logs;
        return Page();
    }
}
