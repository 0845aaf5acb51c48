using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Audit;

/// <summary>Finds sessions, and says how the log stands with its witness. The search is in the address, so that it can be kept and sent on.</summary>
[Authorize(Roles = ViewerSetup.AuditRoles)]
public sealed class SearchModel(IAuditDesk desk, ScreenText text) : FormPage(text, "Audit")
{
    [FromQuery(Name = "after")]
    public string? After { get; set; }

    public SessionSearch Search { get; private set; } = new();

    public SessionsFound Found { get; private set; } = new([], null);

    public LogStanding Standing { get; private set; } = null!;

    /// <summary>What was typed, as it was typed.</summary>
    public string? Typed(string name) => Request.Query[name];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Standing = await desk.Standing(cancel);
        Search = SearchQuery.Read(Typed, out var wrong);
        foreach (var name in wrong)
        {
            Wrong(name, name is SearchQuery.From or SearchQuery.To ? "Audit.Wrong.Day" : "Audit.Wrong.Other");
        }

        if (AllIsWell)
        {
            Found = await desk.Search(Search, After, cancel);
        }
    }

    /// <summary>Whether a search was made that could be understood.</summary>
    public bool IsUnderstood => AllIsWell;
}
