using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.Sessions;

/// <summary>Where the live page's script writes the wrap-up of a session that is over; it is read on the page of the case.</summary>
[Authorize(Roles = ViewerSetup.TechnicianRole)]
[RequestSizeLimit(32 * 1024)]
public sealed class WrapUpModel(IWrapUpDesk wrapUps) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    public IActionResult OnGet() => LocalRedirect($"/sessions/{Id}");

    public async Task<IActionResult> OnPostAsync([FromBody] Sheet? sheet, CancellationToken cancel)
    {
        var topics = sheet?.Topics?.Select(EnumName.Read<Topic>).ToList();
        if (topics is null || topics.Contains(null)
            || sheet is not { Solved: { } solved } || EnumName.Read<FollowUp>(sheet.Next) is not { } next)
        {
            return BadRequest();
        }

        var form = new WrapUp([.. topics.OfType<Topic>()], solved, sheet.Done ?? "", next, sheet.Words ?? "");
        return await wrapUps.Write(Id, form, cancel) switch
        {
            WrapUpOutcome.Written => new NoContentResult(),
            WrapUpOutcome.NotOver => StatusCode(409),
            WrapUpOutcome.NotTheirs => StatusCode(403),
            WrapUpOutcome.Unfit => BadRequest(),
            _ => NotFound(),
        };
    }

    /// <summary>What the script sends; topics and what follows by their names.</summary>
    public sealed record Sheet(IReadOnlyList<string>? Topics, bool? Solved, string? Done, string? Next, string? Words);
}
