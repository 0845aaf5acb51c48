using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages;

/// <summary>The second step of sign-in: the code of the authenticator app, a passkey, or a recovery code.</summary>
[AllowAnonymous]
public sealed class SignInCodeModel(IFactorDesk factors, ScreenText text) : FormPage(text, "Code")
{
    private const int MaxTyped = 64;

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? RecoveryCode { get; set; }

    /// <summary>Whether a recovery code is asked for.</summary>
    [FromQuery(Name = "recovery")]
    public bool Recovery { get; set; }

    /// <summary>Where to go afterwards; anything that is not a path of ours is ignored.</summary>
    [FromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    /// <summary>What the browser answered.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    /// <summary>What the browser is asked for; null where this person has no passkey here.</summary>
    public PasskeyAsk? Passkey { get; private set; }

    /// <summary>Whether there is no app whose code could be typed.</summary>
    public bool PasskeyOnly { get; private set; }

    /// <summary>This page with the other kind of code.</summary>
    public string OtherWay
    {
        get
        {
            var query = Onwards.Query(ReturnUrl);
            return "/sign-in/code" + (Recovery ? query : query.Length == 0 ? "?recovery=true" : query + "&recovery=true");
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await factors.Next(cancel) switch
    {
        SecondStep.AskFactor => await Show(cancel),
        SecondStep.AskPasskey => await Show(cancel, passkeyOnly: !Recovery),
        SecondStep.MakeFactor => LocalRedirect($"/sign-in/factor{Onwards.Query(ReturnUrl)}"),
        _ => LocalRedirect(ViewerSetup.SignInPath + Onwards.Query(ReturnUrl)),
    };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var field = Recovery ? nameof(RecoveryCode) : nameof(Code);
        var typed = Line(field, Recovery ? RecoveryCode : Code, MaxTyped);
        return AllIsWell
            ? await Follow(Recovery ? await factors.RecoveryCode(typed, cancel) : await factors.Code(typed, cancel), field, $"Code.{field}.Wrong", cancel)
            : await Show(cancel);
    }

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken cancel) =>
        await Follow(await factors.Passkey(Credential ?? "", cancel), "", "SignIn.Passkey.Wrong", cancel);

    private async Task<IActionResult> Follow(Desk.SignInResult result, string field, string wrong, CancellationToken cancel)
    {
        switch (result)
        {
            case Desk.SignInResult.SignedIn:
                return LocalRedirect(Onwards.From(Url, ReturnUrl, "/"));
            case Desk.SignInResult.StartAgain:
                return LocalRedirect(ViewerSetup.SignInPath + Onwards.Query(ReturnUrl));
            case Desk.SignInResult.LockedOut:
                Wrong("", "SignIn.LockedOut");
                return await Show(cancel);
            default:
                Wrong(field, wrong);
                return await Show(cancel, passkeyOnly: !Recovery && await factors.Next(cancel) is SecondStep.AskPasskey);
        }
    }

    private async Task<IActionResult> Show(CancellationToken cancel, bool passkeyOnly = false)
    {
        PasskeyOnly = passkeyOnly;
        Passkey = !Recovery && await factors.AskPasskey(cancel) is { } options ? new PasskeyAsk(options, ReturnUrl) : null;
        return Page();
    }
}
