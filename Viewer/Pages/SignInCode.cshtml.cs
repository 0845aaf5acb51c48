using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages;

/// <summary>The second step of sign-in: the code of the authenticator app, or a recovery code.</summary>
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
        SecondStep.AskFactor => Page(),
        SecondStep.MakeFactor => LocalRedirect($"/sign-in/factor{Onwards.Query(ReturnUrl)}"),
        _ => LocalRedirect(ViewerSetup.SignInPath + Onwards.Query(ReturnUrl)),
    };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var field = Recovery ? nameof(RecoveryCode) : nameof(Code);
        var typed = Line(field, Recovery ? RecoveryCode : Code, MaxTyped);
        if (!AllIsWell)
        {
            return Page();
        }

        switch (Recovery ? await factors.RecoveryCode(typed, cancel) : await factors.Code(typed, cancel))
        {
            case Desk.SignInResult.SignedIn:
                return LocalRedirect(Onwards.From(Url, ReturnUrl, "/"));
            case Desk.SignInResult.StartAgain:
                return LocalRedirect(ViewerSetup.SignInPath + Onwards.Query(ReturnUrl));
            case Desk.SignInResult.LockedOut:
                Wrong("", "SignIn.LockedOut");
                return Page();
            default:
                Wrong(field, $"Code.{field}.Wrong");
                return Page();
        }
    }
}
