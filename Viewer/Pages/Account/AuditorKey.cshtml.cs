using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.Account;

/// <summary>An auditor's own key: made in the browser, where its private half stays.</summary>
[Authorize(Roles = ViewerSetup.AuditorRole)]
public sealed class AuditorKeyModel(IOwnAuditorKeyDesk desk) : PageModel
{
    public AuditorKeyShown? Key { get; private set; }

    /// <summary>What came of the last step; null where there was none.</summary>
    [FromQuery(Name = "answer")]
    public AuditorAnswer? Answer { get; set; }

    /// <summary>Whether a key that is there shall be replaced.</summary>
    [FromQuery(Name = "new")]
    public bool Anew { get; set; }

    public async Task OnGetAsync(CancellationToken cancel) => Key = await desk.Read(cancel);

    public async Task<IActionResult> OnPostAsync(string? publicKey, CancellationToken cancel) =>
        LocalRedirect($"/account/auditor-key?answer={await desk.Add(PostedKey.Read(publicKey), cancel)}");
}
