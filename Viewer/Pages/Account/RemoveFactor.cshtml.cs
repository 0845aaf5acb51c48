using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Account;

/// <summary>Has the authenticator app asked for no more.</summary>
public sealed class RemoveFactorModel(IPasskeyDesk desk, ScreenText text) : MyAccountPage(text)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var password = Password();
        if (AllIsWell && After(await desk.RemoveApp(password, cancel)) is { } done)
        {
            return done;
        }

        return Page();
    }
}
