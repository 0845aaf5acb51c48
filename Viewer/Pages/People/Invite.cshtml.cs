using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.People;

/// <summary>Invites somebody: makes the account, and shows the link that they set password and factor with.</summary>
[Authorize(Roles = ViewerSetup.AdministratorRole)]
public sealed class InviteModel(IPeopleDesk people, ScreenText text) : FormPage(text, "Invite")
{
    /// <summary>The longest address that mail can carry (RFC 5321, 4.5.3.1.3, less its brackets).</summary>
    private const int MaxEmail = 254;

    private readonly ScreenText text = text;

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Organisation { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public IReadOnlyList<PersonRole> Roles { get; set; } = [];

    /// <summary>Shown once, in the answer to the form.</summary>
    public InvitationLink? Link { get; private set; }

    public RoleChoice Choice => new(Roles, NoRole);

    private string? NoRole { get; set; }

    public void OnGet()
    {
        Organisation = User.FindFirst(ViewerSetup.OrganisationClaim)?.Value;
        Roles = [PersonRole.Technician];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var form = new NewPerson(
            Line(nameof(Name), Name, 100), Line(nameof(Organisation), Organisation, 100), Line(nameof(Email), Email, MaxEmail),
            [.. Roles.Where(Enum.IsDefined)]);
        if (form.Roles.Count == 0)
        {
            NoRole = text["Invite.Roles.Missing"];
            Wrong(nameof(Roles), "Invite.Roles.Missing");
        }

        if (!AllIsWell)
        {
            return Page();
        }

        var answer = await people.Invite(form, cancel);
        switch (answer.Problem)
        {
            case null:
                Link = InvitationLink.Of(Request, form.Name, answer);
                return Page();
            case PeopleProblem.EmailTaken:
                Wrong(nameof(Email), "Invite.Email.Taken");
                return Page();
            default:
                Wrong(nameof(Email), "SetUp.Email.Bad");
                return Page();
        }
    }
}
