using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Account;

/// <summary>Removes one of one's own passkeys.</summary>
public sealed class RemovePasskeyModel(IPasskeyDesk desk, ScreenText text) : MyAccountPage(text)
{
    public MyPasskey Passkey { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await Show(id, cancel);

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        var password = Password();
        if (AllIsWell && After(await desk.Remove(password, id, cancel)) is { } done)
        {
            return done;
        }

        return await Show(id, cancel);
    }

    private async Task<IActionResult> Show(Guid id, CancellationToken cancel)
    {
        if (await desk.Find(id, cancel) is not { } found)
        {
            return NotFound();
        }

        Passkey = found;
        return Page();
    }
}
