using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.People;

/// <summary>For whom sessions may be recorded: the organisation's root key, and the auditors whom it certifies.</summary>
[Authorize(Roles = ViewerSetup.AdministratorRole)]
public sealed class AuditorsModel(IAuditorDesk desk) : PageModel
{
    // The end of the year 9999: beyond it there is no DateTimeOffset.
    private const long LastMoment = 253_402_300_799_999;

    public AuditorsShown Shown { get; private set; } = null!;

    /// <summary>What came of the last step; null where there was none.</summary>
    [FromQuery(Name = "answer")]
    public AuditorAnswer? Answer { get; set; }

    public async Task OnGetAsync(CancellationToken cancel) => Shown = await desk.Read(cancel);

    public async Task<IActionResult> OnPostAsync(string? publicKey, CancellationToken cancel) =>
        Back(await desk.SetRoot(PostedKey.Read(publicKey), cancel));

    public async Task<IActionResult> OnPostCertifyAsync(string? id, string? name, long made, long until, string? signature, CancellationToken cancel) =>
        Back(made is < 0 or > LastMoment || until is < 0 or > LastMoment
            ? AuditorAnswer.NotSigned
            : await desk.Certify(
                new SignedAuditor(
                    id ?? "", name ?? "", DateTimeOffset.FromUnixTimeMilliseconds(made), DateTimeOffset.FromUnixTimeMilliseconds(until), PostedKey.Read(signature)),
                cancel));

    public async Task<IActionResult> OnPostWithdrawAsync(string? id, CancellationToken cancel) => Back(await desk.Withdraw(id ?? "", cancel));

    private LocalRedirectResult Back(AuditorAnswer answer) => LocalRedirect($"/people/auditors?answer={answer}");
}
