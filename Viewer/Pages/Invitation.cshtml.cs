using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages;

/// <summary>Somebody who was invited sets the password; the second factor comes next.</summary>
[AllowAnonymous]
public sealed class InvitationModel(IPeopleDesk people, ScreenText text) : FormPage(text, "Invitation")
{
    /// <summary>What the address has in its last place; blanks there are bound as nothing.</summary>
    [FromRoute(Name = "token")]
    public string? Written { get; set; }

    private string Token => Written ?? "";

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Whom the link is for; null where it is dead.</summary>
    public Invited? Whom { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Whom = await people.Invitation(Token, cancel);
        return Whom is null ? Dead() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Whom = await people.Invitation(Token, cancel);
        if (Whom is null)
        {
            return Dead();
        }

        var password = NewPassword(nameof(Password), Password);
        if (!AllIsWell)
        {
            return Page();
        }

        switch (await people.Accept(Token, password, cancel))
        {
            case null:
                return LocalRedirect("/sign-in/factor");
            case SetUpProblem.WeakPassword:
                Wrong(nameof(Password), "SetUp.Password.Weak");
                return Page();
            default:
                return Dead();
        }
    }

    private PageResult Dead()
    {
        Whom = null;
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
