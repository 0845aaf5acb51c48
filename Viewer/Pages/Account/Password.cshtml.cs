using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Account;

/// <summary>Sets another password.</summary>
public sealed class PasswordModel(IMyAccountDesk desk, ScreenText text) : MyAccountPage(text)
{
    [BindProperty]
    public string? Next { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var password = Password();
        var next = NewPassword(nameof(Next), Next);
        if (!AllIsWell)
        {
            return Page();
        }

        var answer = await desk.ChangePassword(password, next, cancel);
        Explain(answer);
        return answer is MyAnswer.Done ? LocalRedirect("/account?changed=true") : Page();
    }
}
