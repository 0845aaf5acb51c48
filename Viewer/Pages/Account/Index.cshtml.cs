using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.Account;

/// <summary>One's own account: what protects it, and where it is signed in.</summary>
public sealed class IndexModel(IMyAccountDesk desk, ISingleSignOn provider) : PageModel
{
    /// <summary>What the organisation's provider is called; null where there is none.</summary>
    public string? Provider => provider.Provider;

    public MyAccount Mine { get; private set; } = null!;

    /// <summary>Whether somebody comes here from a change that went through.</summary>
    [FromQuery(Name = "changed")]
    public bool Changed { get; set; }

    public async Task OnGetAsync(CancellationToken cancel) => Mine = await desk.Read(cancel);

    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken cancel)
    {
        await desk.EndSignIn(id, cancel);
        return LocalRedirect("/account");
    }
}
