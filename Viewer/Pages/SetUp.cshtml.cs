using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages;

/// <summary>First run: the one-time link makes the first administrator.</summary>
[AllowAnonymous]
public sealed class SetUpModel(IAccountDesk accounts, ScreenText text) : FormPage(text, "SetUp")
{
    /// <summary>The longest address that mail can carry (RFC 5321, 4.5.3.1.3, less its brackets).</summary>
    private const int MaxEmail = 254;

    /// <summary>What the address has in its last place; blanks there are bound as nothing.</summary>
    [FromRoute(Name = "token")]
    public string? Written { get; set; }

    private string Token => Written ?? "";

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Organisation { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public bool LinkIsDead { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await accounts.SetUpIsOpen(Token, cancel) ? Page() : Dead();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await accounts.SetUpIsOpen(Token, cancel))
        {
            return Dead();
        }

        var form = new FirstAccount(
            Line(nameof(Name), Name, 100),
            Line(nameof(Organisation), Organisation, 100),
            Line(nameof(Email), Email, MaxEmail),
            NewPassword(nameof(Password), Password));
        if (!AllIsWell)
        {
            return Page();
        }

        switch (await accounts.SetUp(Token, form, cancel))
        {
            case null:
                return LocalRedirect("/sign-in/factor?returnUrl=%2Fcases%2Fnew%3Ffirst%3Dtrue");
            case SetUpProblem.WeakPassword:
                Wrong(nameof(Password), "SetUp.Password.Weak");
                return Page();
            case SetUpProblem.BadEmail:
                Wrong(nameof(Email), "SetUp.Email.Bad");
                return Page();
            default:
                return Dead();
        }
    }

    private PageResult Dead()
    {
        LinkIsDead = true;
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
