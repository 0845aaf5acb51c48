using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages;

/// <summary>
/// A paper for the live page's script, as JSON: <c>{"version":3,"body":"…","by":"…","saved":"…"}</c>. A save names the
/// version that it replaces; 409 has the paper that somebody else saved meanwhile, 400 is one that is too long or not of its form.
/// </summary>
[RequestSizeLimit(MostBytes)]
public abstract class PaperPage(IPaperDesk papers) : PageModel
{
    // 20,000 characters of notes, each escaped.
    private const int MostBytes = 256 * 1024;

    /// <summary>Which paper it is.</summary>
    /// <param name="kind">Which paper it is.</param>
    /// <param name="caseId">The case that it belongs to; null for the account's own.</param>
    /// <returns>False where there is no such paper.</returns>
    protected abstract bool Which(out PaperKind kind, out Guid? caseId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        Which(out var kind, out var caseId) ? new JsonResult(await papers.Find(kind, caseId, cancel)) : NotFound();

    public async Task<IActionResult> OnPostAsync([FromBody] PaperSheet? sheet, CancellationToken cancel)
    {
        if (!Which(out var kind, out var caseId))
        {
            return NotFound();
        }

        if (sheet is not { BasedOn: { } basedOn, Body: { } body })
        {
            return BadRequest();
        }

        var answer = await papers.Save(kind, caseId, basedOn, body, cancel);
        return answer.Outcome switch
        {
            PaperOutcome.Saved => new JsonResult(answer.Now),
            PaperOutcome.Overtaken => new JsonResult(answer.Now) { StatusCode = 409 },
            PaperOutcome.Unfit => BadRequest(),
            _ => NotFound(),
        };
    }
}

/// <summary>What the script sends to save a paper.</summary>
/// <param name="BasedOn">The version that it replaces; 0 where there was none.</param>
/// <param name="Body">What stands on it.</param>
public sealed record PaperSheet(int? BasedOn, string? Body);
