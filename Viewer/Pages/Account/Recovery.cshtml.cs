using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Account;

/// <summary>Makes new recovery codes.</summary>
public sealed class RecoveryModel(IMyAccountDesk desk, ScreenText text) : MyAccountPage(text)
{
    /// <summary>Shown once, in the answer to the form.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var password = Password();
        if (AllIsWell)
        {
            (var answer, RecoveryCodes) = await desk.NewRecoveryCodes(password, cancel);
            Explain(answer);
        }

        return Page();
    }
}
