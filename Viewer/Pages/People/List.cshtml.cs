using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.People;

/// <summary>Everybody who may sign in.</summary>
[Authorize(Roles = ViewerSetup.AdministratorRole)]
public sealed class ListModel(IPeopleDesk people) : PageModel
{
    public IReadOnlyList<Person> Everybody { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Everybody = await people.List(cancel);
}
