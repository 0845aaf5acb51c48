using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Cases;

/// <summary>A case: its facts, the start of a session, and every session with its log.</summary>
[Authorize(Roles = ViewerSetup.ReaderRoles)]
public sealed class DetailsModel(
    ICaseDesk cases, ISessionDesk sessions, IPreparationDesk preparations, IPaperDesk papers, IWrapUpDesk wrapUps, ISnapshotDesk snapshots, ScreenText text)
    : FormPage(text, "Start")
{
    // The minutes that are chosen at first.
    private const int UsualLength = 60;

    /// <summary>What may be asked for beside seeing the screen, in the order of the form.</summary>
    public static IReadOnlyList<Scope> Askable => SessionWish.Askable;

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
    public IReadOnlyList<int> Choices => SessionWish.Choices(sessions.LongestMinutes);

    /// <summary>What a program has filled in, for the technician to check; null where none has.</summary>
    public PreparedSession? Prepared { get; private set; }

    public CaseDetails Case { get; private set; } = null!;

    /// <summary>What is kept with it.</summary>
    public CasePapers Papers { get; private set; } = null!;

    /// <summary>Each session's entries, oldest first.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<LogLine>> Logs { get; private set; } =
        new Dictionary<Guid, IReadOnlyList<LogLine>>();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Ask = [nameof(Scope.Drawing)];
        if (Works && await preparations.Find(Id, cancel) is { } prepared)
        {
            Prepared = prepared;
            Reason = prepared.Wish.Reason;
            Ask = [.. prepared.Wish.Scopes.Select(scope => scope.ToString())];
            Minutes = prepared.Wish.Minutes;
        }

        return await Shown(cancel);
    }

    /// <summary>Whether whoever reads this also works with it.</summary>
    public bool Works => User.IsInRole(ViewerSetup.TechnicianRole);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!Works)
        {
            return Forbid();
        }

        var reason = Line(nameof(Reason), Reason, SessionWish.LongestReason);
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

    /// <summary>Whether whoever reads this may watch what was recorded of a session, as far as the log tells of something.</summary>
    public bool HasRecording(Guid session) =>
        User.IsInRole(ViewerSetup.AuditorRole) && Logs[session].Any(line => line.Action == AuditActions.RecordingStarted);

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
