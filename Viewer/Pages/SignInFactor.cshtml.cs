using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages;

/// <summary>At the first sign-in: the account gets its second factor, and its owner the recovery codes.</summary>
[AllowAnonymous]
public sealed class SignInFactorModel(IFactorDesk factors, ScreenText text) : FormPage(text, "Factor")
{
    private const int MaxTyped = 64;

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? OfferSealed { get; set; }

    /// <summary>Where to go afterwards; anything that is not a path of ours is ignored.</summary>
    [FromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    public FactorOffer? Offer { get; private set; }

    /// <summary>Shown once, in the answer to the form, and nowhere else.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public string Onward => Onwards.From(Url, ReturnUrl, "/");

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => Show(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var typed = Line(nameof(Code), Code, MaxTyped);
        if (!AllIsWell)
        {
            return await Show(cancel);
        }

        var taken = await factors.Take(OfferSealed ?? "", typed, cancel);
        switch (taken.Answer)
        {
            case Desk.SignInResult.SignedIn:
                RecoveryCodes = taken.RecoveryCodes;
                return Page();
            case Desk.SignInResult.Wrong:
                Wrong(nameof(Code), "Factor.Code.Wrong");
                return await Show(cancel);
            default:
                return LocalRedirect(ViewerSetup.SignInPath + Onwards.Query(ReturnUrl));
        }
    }

    private async Task<IActionResult> Show(CancellationToken cancel)
    {
        if (await factors.Next(cancel) is SecondStep.MakeFactor)
        {
            Offer = await factors.Offer(OfferSealed, cancel);
        }

        return Offer is null ? LocalRedirect($"/sign-in/code{Onwards.Query(ReturnUrl)}") : Page();
    }
}
