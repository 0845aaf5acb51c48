using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Account;

/// <summary>Links one's own account with the organisation's provider, and takes the link away.</summary>
public sealed class ProviderModel(ISingleSignOn desk, IMyAccountDesk mine, ScreenText text) : MyAccountPage(text)
{
    /// <summary>What the provider is called.</summary>
    public string? Provider => desk.Provider;

    /// <summary>What the account is linked with; null where it is not.</summary>
    public string? LinkedWith { get; private set; }

    /// <summary>For the way to the provider, once the password has fitted.</summary>
    public string? Ticket { get; private set; }

    /// <summary>Why somebody came back from the provider with nothing.</summary>
    [FromQuery(Name = "provider")]
    public string? Why { get; set; }

    /// <summary>The same as a problem; null where there is none.</summary>
    public ProviderProblem? Problem => Onwards.Problem(Why);

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => Show(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var password = Password();
        if (AllIsWell && Provider is not null)
        {
            (var answer, Ticket) = await desk.AllowLink(password, cancel);
            Explain(answer);
        }

        return await Show(cancel);
    }

    public async Task<IActionResult> OnPostUnlinkAsync(CancellationToken cancel)
    {
        var password = Password();
        if (AllIsWell)
        {
            var answer = await desk.Unlink(password, cancel);
            Explain(answer);
            if (answer is MyAnswer.Done)
            {
                return LocalRedirect("/account?changed=true");
            }
        }

        return await Show(cancel);
    }

    private async Task<IActionResult> Show(CancellationToken cancel)
    {
        LinkedWith = (await mine.Read(cancel)).LinkedWith;
        return Provider is null && LinkedWith is null ? NotFound() : Page();
    }
}
