using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Shared.Sessions;
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
        if (sheet is not { Topics: { } names, Solved: { } solved } || Named<FollowUp>(sheet.Next) is not { } next
            || names.Any(name => Named<Topic>(name) is null))
        {
            return BadRequest();
        }

        var form = new WrapUp([.. names.Select(name => Named<Topic>(name)!.Value)], solved, sheet.Done ?? "", next, sheet.Words ?? "");
        return await wrapUps.Write(Id, form, cancel) switch
        {
            WrapUpOutcome.Written => new NoContentResult(),
            WrapUpOutcome.NotOver => StatusCode(409),
            WrapUpOutcome.NotTheirs => StatusCode(403),
            WrapUpOutcome.Unfit => BadRequest(),
            _ => NotFound(),
        };
    }

    // A number is no name.
    private static T? Named<T>(string? name)
        where T : struct, Enum =>
        name?.All(char.IsAsciiLetter) is true && Enum.TryParse<T>(name, ignoreCase: true, out var value) ? value : null;

    /// <summary>What the script sends; topics and what follows by their names.</summary>
    public sealed record Sheet(IReadOnlyList<string>? Topics, bool? Solved, string? Done, string? Next, string? Words);
}
