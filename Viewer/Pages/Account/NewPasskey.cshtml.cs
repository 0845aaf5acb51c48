using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Account;

/// <summary>Adds a passkey that the browser has just made.</summary>
public sealed class NewPasskeyModel(IPasskeyDesk desk, ScreenText text) : MyAccountPage(text)
{
    private const int MaxName = 60;

    [BindProperty]
    public string? PasskeyName { get; set; }

    /// <summary>What the browser made.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    /// <summary>What the browser is asked for; null where this address has no name.</summary>
    public string? Options { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => Options = await desk.Ask(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var name = Line(nameof(PasskeyName), PasskeyName, MaxName);
        var password = Password();
        if (AllIsWell && After(await desk.Add(password, name, Credential ?? "", cancel)) is { } done)
        {
            return done;
        }

        Options = await desk.Ask(cancel);
        return Page();
    }
}
