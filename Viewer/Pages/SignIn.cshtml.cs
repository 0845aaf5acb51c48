using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages;

/// <summary>Sign-in with e-mail and password.</summary>
[AllowAnonymous]
public sealed class SignInModel(IAccountDesk accounts, ScreenText text) : FormPage(text, "SignIn")
{
    private const int MaxTyped = 256;

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Where to go afterwards; anything that is not a path of ours is ignored.</summary>
    [FromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Onward() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var email = Line(nameof(Email), Email, MaxTyped);
        if (string.IsNullOrEmpty(Password) || Password.Length > MaxTyped)
        {
            Wrong(nameof(Password), "SignIn.Password.Missing");
        }

        if (!AllIsWell)
        {
            return Page();
        }

        switch (await accounts.SignIn(email, Password!, cancel))
        {
            case Desk.SignInResult.SignedIn:
                return Onward();
            case Desk.SignInResult.LockedOut:
                Wrong("", "SignIn.LockedOut");
                return Page();
            default:
                Wrong("", "SignIn.Wrong");
                return Page();
        }
    }

    private LocalRedirectResult Onward() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/cases");
}
