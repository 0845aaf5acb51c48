using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.People;

/// <summary>The keys with which programs come: makes them, lists them, revokes them.</summary>
[Authorize(Roles = ViewerSetup.AdministratorRole)]
public sealed class KeysModel(IApiKeyDesk desk, ScreenText text) : FormPage(text, "Key")
{
    /// <summary>The days that may be chosen.</summary>
    public static readonly IReadOnlyList<int> Lengths = [30, 90, 180, ApiKeyForm.MostDays];

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public IReadOnlyList<ApiScope> Scopes { get; set; } = [];

    [BindProperty]
    public int Days { get; set; } = Lengths[1];

    public IReadOnlyList<ApiKey> Keys { get; private set; } = [];

    /// <summary>Shown once, in the answer to the form.</summary>
    public NewApiKey? Made { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => Keys = await desk.List(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var name = Line(nameof(Name), Name, ApiKeyForm.LongestName);
        Scopes = [.. Scopes.Where(Enum.IsDefined).Distinct()];
        if (Scopes.Count == 0)
        {
            Wrong(nameof(Scopes), "Key.Scopes.Missing");
        }

        if (!Lengths.Contains(Days))
        {
            Wrong(nameof(Days), "Key.Days.Missing");
        }

        if (!AllIsWell)
        {
            Keys = await desk.List(cancel);
            return Page();
        }

        Made = await desk.Make(new ApiKeyForm(name, Scopes, Days), cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancel)
    {
        await desk.Revoke(id, cancel); // one that was revoked before, or never was, is as it should be
        return LocalRedirect("/people/keys");
    }
}
