using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages;

/// <summary>Sign-in with e-mail and password, or with a passkey.</summary>
[AllowAnonymous]
public sealed class SignInModel(IAccountDesk accounts, IPasskeySignIn passkeys, ISingleSignOn provider, ScreenText text) : FormPage(text, "SignIn")
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

    /// <summary>What the organisation's provider is called; null where there is none.</summary>
    public string? Provider => provider.Provider;

    /// <summary>Why somebody came back from the provider with nothing.</summary>
    [FromQuery(Name = "provider")]
    public string? Why { get; set; }

    /// <summary>The same as a problem; null where there is none.</summary>
    public ProviderProblem? Problem => Onwards.Problem(Why);

    /// <summary>The way to the provider.</summary>
    public string ProviderPath => "/sign-in/provider" + Onwards.Query(ReturnUrl);

    /// <summary>What the browser answered.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    /// <summary>What the browser is asked for; null where there are no passkeys.</summary>
    public PasskeyAsk? Passkey { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => Onwards.Home(User) is { } home
        ? LocalRedirect(Onwards.From(Url, ReturnUrl, home))
        : await Show(cancel);

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken cancel) =>
        await Follow(await passkeys.SignIn(Credential ?? "", cancel), "SignIn.Passkey.Wrong", cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var email = Line(nameof(Email), Email, MaxTyped);
        if (string.IsNullOrEmpty(Password) || Password.Length > MaxTyped)
        {
            Wrong(nameof(Password), "SignIn.Password.Missing");
        }

        return AllIsWell ? await Follow(await accounts.SignIn(email, Password!, cancel), "SignIn.Wrong", cancel) : await Show(cancel);
    }

    private async Task<IActionResult> Follow(Desk.SignInResult result, string wrong, CancellationToken cancel)
    {
        switch (result)
        {
            case Desk.SignInResult.SignedIn:
                return Onward();
            case Desk.SignInResult.FactorNext:
                return LocalRedirect($"/sign-in/code{Onwards.Query(ReturnUrl)}");
            case Desk.SignInResult.Disabled:
                Wrong("", "SignIn.Disabled");
                return await Show(cancel);
            case Desk.SignInResult.LockedOut:
                Wrong("", "SignIn.LockedOut");
                return await Show(cancel);
            default:
                Wrong("", wrong);
                return await Show(cancel);
        }
    }

    private async Task<IActionResult> Show(CancellationToken cancel)
    {
        Passkey = await passkeys.Ask(cancel) is { } options ? new PasskeyAsk(options, ReturnUrl) : null;
        return Page();
    }

    private LocalRedirectResult Onward() => LocalRedirect(Onwards.From(Url, ReturnUrl));
}
