using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Story;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Audit;

/// <summary>One session as an auditor reads it: its story, what was verified and by whom, notes and the verdict.</summary>
[Authorize(Roles = ViewerSetup.AuditRoles)]
public sealed class SessionModel(IAuditDesk desk, ScreenText text) : FormPage(text, "Review")
{
    /// <summary>Characters of a note or a verdict's words at most.</summary>
    public const int LongestWords = 500;

    // What the page's script says; see Canvas/audited.ts.
    private static readonly string[] Said =
    [
        "Checking", "Insecure", "Unable", "Good", "Wrong", "NoCheckpoint", "Entries", "Newer", "Bad.form", "Bad.place", "Bad.proof", "Bad.value", "Bad.page", "Values",
        "Signed", "NotSigned", "Cosigned", "NotCosigned", "Use", "NoUse", "BadUse", "First", "Continues", "Forked",
    ];

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? Result { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>Which form has a problem: <c>note</c> or <c>review</c>.</summary>
    public string? Troubled { get; private set; }

    public AuditedSession Session { get; private set; } = null!;

    public IReadOnlyList<StoryCheck> Checks { get; private set; } = [];

    public IReadOnlyList<StoryMinute> Timeline { get; private set; } = [];

    public bool IsOver => SessionLifecycle.IsOver(Session.Line.State);

    /// <summary>Whether whoever reads this may watch what was recorded, as far as the log tells of something.</summary>
    public bool HasRecording => User.IsInRole(ViewerSetup.AuditorRole)
        && Session.Log.Any(line => line.Action == AuditActions.RecordingStarted) && Session.Log.All(line => line.Action != AuditActions.RecordingDeleted);

    /// <summary>The notes, oldest first.</summary>
    public IEnumerable<LogLine> Notes => Session.Log.Where(line => line.Action == AuditActions.SessionNoted);

    /// <summary>The review; null before it.</summary>
    public LogLine? Review => Session.Log.FirstOrDefault(line => line.Action == AuditActions.Of(SessionEvent.Review) && line.Outcome is AuditOutcome.Success);

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => Shown(cancel);

    public async Task<IActionResult> OnPostNoteAsync(CancellationToken cancel)
    {
        Troubled = "note";
        var words = Line(nameof(Note), Note, LongestWords);
        if (!AllIsWell)
        {
            return await Shown(cancel);
        }

        return await desk.Note(Id, words, cancel) ? Back() : NotFound();
    }

    public async Task<IActionResult> OnPostReviewAsync(CancellationToken cancel)
    {
        Troubled = "review";
        var verdict = EnumName.Read<Verdict>(Result);
        if (verdict is null)
        {
            Wrong(nameof(Result), "Review.Result.Missing");
        }

        // Only what is in order speaks for itself.
        var words = PlainText.Clean(Words);
        if (verdict is not Verdict.InOrder || words.Length > LongestWords)
        {
            words = Line(nameof(Words), Words, LongestWords);
        }

        if (!AllIsWell)
        {
            return await Shown(cancel);
        }

        var outcome = await desk.Review(Id, verdict!.Value, words, cancel);
        if (outcome is ReviewOutcome.Done)
        {
            return Back();
        }

        if (outcome is ReviewOutcome.NoSuchSession)
        {
            return NotFound();
        }

        Wrong("", $"Review.Refused.{outcome}");
        return await Shown(cancel);
    }

    /// <summary>The texts of the page's script, as JSON.</summary>
    public static string TextsForScript(ScreenText text) => JsonSerializer.Serialize(Said.ToDictionary(key => key, key => text[$"Here.{key}"]));

    private LocalRedirectResult Back() => LocalRedirect($"/audit/sessions/{Id}");

    private async Task<IActionResult> Shown(CancellationToken cancel)
    {
        if (await desk.Open(Id, cancel) is not { } found)
        {
            return NotFound();
        }

        Session = found;
        Checks = StoryChecks.Of(found.Log, found.Use);
        Timeline = StoryTimeline.Of(found.Log);
        return Page();
    }
}
