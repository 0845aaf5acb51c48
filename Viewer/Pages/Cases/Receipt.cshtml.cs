using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.Cases;

/// <summary>The receipts of one session, to be kept: the same page that the customer has.</summary>
[Authorize(Roles = ViewerSetup.ReaderRoles)]
public sealed class ReceiptModel(IReceiptDesk receipts) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public Guid Session { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await receipts.Find(Id, Session, CultureInfo.CurrentUICulture.Name, cancel) is { } found
            ? File(found.Html, "text/html; charset=utf-8", found.FileName)
            : NotFound();
}
