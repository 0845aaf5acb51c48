using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Account;

/// <summary>Puts another authenticator app in place of the one before; new recovery codes come with it.</summary>
public sealed class FactorModel(IMyAccountDesk desk, ScreenText text) : MyAccountPage(text)
{
    private const int MaxCode = 64;

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? OfferSealed { get; set; }

    public FactorOffer? Offer { get; private set; }

    /// <summary>Shown once, in the answer to the form.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Offer = await desk.OfferFactor(null, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var typed = Line(nameof(Code), Code, MaxCode);
        var password = Password();
        if (AllIsWell)
        {
            (var answer, RecoveryCodes) = await desk.ChangeFactor(password, OfferSealed ?? "", typed, cancel);
            Explain(answer);
        }

        if (RecoveryCodes.Count == 0)
        {
            Offer = await desk.OfferFactor(OfferSealed, cancel);
        }

        return Page();
    }
}
