using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Cases;

/// <summary>A picture of the screen that was kept with a case; POST deletes it.</summary>
[Authorize(Roles = ViewerSetup.ReaderRoles)]
public sealed class SnapshotPictureModel(ISnapshotDesk snapshots, ScreenText text) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public Guid Name { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        return await snapshots.Picture(Id, Name, cancel) switch
        {
            { Png: { } png } => File(png, "image/png"),
            { Outcome: SnapshotOutcome.Altered } => new ContentResult
            {
                StatusCode = 500,
                ContentType = "text/plain; charset=utf-8",
                Content = text["Snapshots.Altered"],
            },
            _ => NotFound(),
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!User.IsInRole(ViewerSetup.TechnicianRole))
        {
            return Forbid();
        }

        if (!await IsOfTheCase(cancel))
        {
            return NotFound();
        }

        return await snapshots.Delete(Name, cancel) switch
        {
            SnapshotOutcome.Done or SnapshotOutcome.NotThere => LocalRedirect($"/cases/{Id}#snapshots"),
            _ => StatusCode(403),
        };
    }

    private async Task<bool> IsOfTheCase(CancellationToken cancel) =>
        (await snapshots.OfCase(Id, cancel)).Any(snapshot => snapshot.Id == Name);
}
