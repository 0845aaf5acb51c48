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

    /// <summary>Why somebody was signed out, where they were.</summary>
    [FromQuery(Name = "ended")]
    public string? Ended { get; set; }

    /// <summary>The same in words; null where there is nothing to say.</summary>
    public SignInEnd? EndedBecause =>
        Enum.TryParse<SignInEnd>(Ended, out var why) && Enum.IsDefined(why) ? why : null;

    public IActionResult OnGet() => Onwards.Home(User) is { } home
        ? LocalRedirect(Onwards.From(Url, ReturnUrl, home))
        : Page();

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
            case Desk.SignInResult.FactorNext:
                return LocalRedirect($"/sign-in/code{Onwards.Query(ReturnUrl)}");
            case Desk.SignInResult.Disabled:
                Wrong("", "SignIn.Disabled");
                return Page();
            case Desk.SignInResult.LockedOut:
                Wrong("", "SignIn.LockedOut");
                return Page();
            default:
                Wrong("", "SignIn.Wrong");
                return Page();
        }
    }

    private LocalRedirectResult Onward() => LocalRedirect(Onwards.From(Url, ReturnUrl));
}
