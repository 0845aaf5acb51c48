using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.Sessions;

/// <summary>Where the live page's script brings a picture of the screen: the body is the PNG.</summary>
[Authorize(Roles = ViewerSetup.TechnicianRole)]
[RequestSizeLimit(Desk.Snapshot.MostBytes)]
public sealed class SnapshotModel(ISnapshotDesk snapshots) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    public IActionResult OnGet() => LocalRedirect($"/sessions/{Id}");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        // Before anything is allocated: how long it says it is.
        if (Request.ContentLength is not (> 0 and <= Desk.Snapshot.MostBytes) || Request.ContentType != "image/png")
        {
            return BadRequest();
        }

        var png = new byte[(int)Request.ContentLength.Value];
        await Request.Body.ReadExactlyAsync(png, cancel);
        var answer = await snapshots.Keep(Id, png, cancel);
        return answer.Outcome switch
        {
            SnapshotOutcome.Done => new JsonResult(new { id = answer.Id }),
            SnapshotOutcome.NotTheirs or SnapshotOutcome.NotNow => StatusCode(403),
            SnapshotOutcome.TooMany or SnapshotOutcome.NoRoom => StatusCode(409),
            SnapshotOutcome.Unfit => BadRequest(),
            _ => NotFound(),
        };
    }
}
