using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.People;

/// <summary>Whom the Relay tells of the steps of sessions: adds, lists, pauses, replays, removes.</summary>
[Authorize(Roles = ViewerSetup.AdministratorRole)]
public sealed class WebhooksModel(IWebhookDesk desk, ScreenText text) : FormPage(text, "Webhook")
{
    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Steps { get; set; } = [];

    [BindProperty]
    public bool Inside { get; set; }

    public IReadOnlyList<Webhook> Webhooks { get; private set; } = [];

    /// <summary>Shown once, in the answer to the form.</summary>
    public string? Secret { get; private set; }

    /// <summary>What was replayed, and for which.</summary>
    public (Guid Webhook, ReplayAnswer Answer)? Replayed { get; private set; }

    /// <summary>For which webhook it was not understood what to replay.</summary>
    public Guid? NotReplayed { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Steps = SessionSteps.All;
        await List(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var address = Line(nameof(Address), Address, WebhookForm.LongestUrl);
        Steps = [.. SessionSteps.All.Where(Steps.Contains)];
        if (Steps.Count == 0)
        {
            Wrong(nameof(Steps), "Webhook.Steps.Missing");
        }

        if (AllIsWell && await desk.Add(new WebhookForm(address, Steps, Inside), cancel) is var added)
        {
            if (added.Problem is not { } problem)
            {
                Secret = added.Secret;
                return Page();
            }

            Wrong(nameof(Address), $"WebhookProblem.{problem}");
        }

        await List(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, CancellationToken cancel)
    {
        await desk.Remove(id, cancel); // one that is not there any more is as it should be
        return Back();
    }

    public async Task<IActionResult> OnPostPauseAsync(Guid id, CancellationToken cancel)
    {
        await desk.Pause(id, pause: true, cancel);
        return Back();
    }

    public async Task<IActionResult> OnPostResumeAsync(Guid id, CancellationToken cancel)
    {
        await desk.Pause(id, pause: false, cancel);
        return Back();
    }

    public async Task<IActionResult> OnPostReplayAsync(Guid id, string? what, CancellationToken cancel)
    {
        if (ReplayWish.Read(what) is { } wish && await desk.Replay(id, wish, cancel) is { } answer)
        {
            Replayed = (id, answer);
        }
        else
        {
            NotReplayed = id;
        }

        Steps = SessionSteps.All;
        await List(cancel);
        return Page();
    }

    private LocalRedirectResult Back() => LocalRedirect("/people/webhooks");

    private async Task List(CancellationToken cancel) => Webhooks = await desk.List(cancel);
}
