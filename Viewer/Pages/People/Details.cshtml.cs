using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.People;

/// <summary>One person: roles, and whether they may sign in.</summary>
[Authorize(Roles = ViewerSetup.AdministratorRole)]
public sealed class DetailsModel(IPeopleDesk people, ScreenText text) : FormPage(text, "PersonPage")
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public IReadOnlyList<PersonRole> Roles { get; set; } = [];

    public Person Person { get; private set; } = null!;

    public RoleChoice Choice => new(Person.Roles);

    /// <summary>Shown once, in the answer to the form.</summary>
    public InvitationLink? Link { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await Read(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostRolesAsync(CancellationToken cancel) =>
        Do(people.ChangeRoles($"{Id}", [.. Roles.Where(Enum.IsDefined)], cancel), cancel);

    public Task<IActionResult> OnPostDisableAsync(CancellationToken cancel) => Do(people.Disable($"{Id}", cancel), cancel);

    public Task<IActionResult> OnPostEnableAsync(CancellationToken cancel) => Do(people.Enable($"{Id}", cancel), cancel);

    public async Task<IActionResult> OnPostInviteAsync(CancellationToken cancel)
    {
        var answer = await people.InviteAgain($"{Id}", cancel);
        if (answer.Problem is { } problem)
        {
            return await Do(Task.FromResult<PeopleProblem?>(problem), cancel);
        }

        if (!await Read(cancel))
        {
            return NotFound();
        }

        Link = InvitationLink.Of(Request, Person.Name, answer);
        return Page();
    }

    private async Task<IActionResult> Do(Task<PeopleProblem?> step, CancellationToken cancel)
    {
        if (await step is not { } problem)
        {
            return LocalRedirect($"/people/{Id}");
        }

        if (problem is PeopleProblem.NoSuchPerson || !await Read(cancel))
        {
            return NotFound();
        }

        Wrong("", $"PeopleProblem.{problem}");
        return Page();
    }

    private async Task<bool> Read(CancellationToken cancel)
    {
        if (await people.Find($"{Id}", cancel) is not { } found)
        {
            return false;
        }

        Person = found;
        return true;
    }
}
