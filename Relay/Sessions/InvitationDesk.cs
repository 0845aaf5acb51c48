using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Invitations for the pages, on behalf of whoever is signed in.</summary>
internal sealed class InvitationDesk(IHttpContextAccessor http, ColleagueSteps colleagues) : IInvitationDesk
{
    public IReadOnlyList<Invitation> Mine() =>
    [
        .. colleagues.Of(RequireTechnician()).Select(found => new Invitation(
            found.Session.Facts.Id,
            found.Session.Facts.CaseId,
            found.Session.Facts.CaseNumber,
            found.Session.Facts.Problem,
            found.Colleague.InvitedBy,
            found.Colleague.Reason,
            found.Colleague.State is not PersonState.Invited)),
    ];

    public Task<bool> Decline(Guid session) => colleagues.Decline(session, RequireTechnician());

    private string RequireTechnician() => Technicians.IdOf(http.HttpContext?.User)
        ?? throw new UnauthorizedAccessException("Invitations are for signed-in technicians.");
}
