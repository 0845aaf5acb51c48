using Microsoft.AspNetCore.Http;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.People;

/// <summary>A link to hand on, once.</summary>
/// <param name="Name">Whom it is for.</param>
/// <param name="Address">The whole link, as this Relay was reached.</param>
/// <param name="Until">Till when it is good.</param>
public sealed record InvitationLink(string Name, string Address, DateTimeOffset Until)
{
    internal static InvitationLink Of(HttpRequest request, string name, InviteAnswer answer) =>
        new(name, $"{RelayAddress.Of(request)}/invitation/{answer.Token}", answer.Until);
}

/// <summary>The roles to tick.</summary>
/// <param name="Chosen">Those that are ticked.</param>
/// <param name="Error">What is wrong, if anything.</param>
public sealed record RoleChoice(IReadOnlyList<PersonRole> Chosen, string? Error = null);
