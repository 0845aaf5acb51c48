using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.Cases;

/// <summary>Which cases to show.</summary>
public enum CaseFilter
{
    /// <summary>Every case.</summary>
    All,

    /// <summary>Those that have had no session yet.</summary>
    Waiting,

    /// <summary>Those with a session that is not over.</summary>
    Open,
}

/// <summary>Who waits, since when, and what it is about.</summary>
[Authorize(Roles = ViewerSetup.ReaderRoles)]
public sealed class ListModel(ICaseDesk desk) : PageModel
{
    /// <summary>As many as <see cref="ICaseDesk.List"/> gives.</summary>
    public const int AtMost = 200;

    private IReadOnlyList<CaseSummary> all = [];

    [FromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>Whether whoever reads this also works with it.</summary>
    public bool Works => User.IsInRole(ViewerSetup.TechnicianRole);

    public CaseFilter Filter { get; private set; }

    public int Total => all.Count;

    public IReadOnlyList<CaseSummary> Shown { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Filter = Enum.GetValues<CaseFilter>().FirstOrDefault(filter => Name(filter) == Show);
        all = await desk.List(cancel);
        Shown = [.. all.Where(line => Fits(line, Filter))];
    }

    public int Count(CaseFilter filter) => all.Count(line => Fits(line, filter));

    public static string Name(CaseFilter filter) => filter.ToString().ToLowerInvariant();

    public static string Link(CaseFilter filter) => filter == CaseFilter.All ? "/cases" : $"/cases?show={Name(filter)}";

    private static bool Fits(CaseSummary line, CaseFilter filter) => filter switch
    {
        CaseFilter.Waiting => line is { Sessions: 0, ActiveSession: null },
        CaseFilter.Open => line.ActiveSession is not null,
        _ => true,
    };
}
