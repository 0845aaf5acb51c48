namespace RemoteAssist.Viewer.Desk;

/// <summary>Invitations to other technicians' sessions, as the pages need them.</summary>
public interface IInvitationDesk
{
    /// <summary>Those that whoever is signed in can answer, and those that they have come to; the one that runs out first stands first.</summary>
    IReadOnlyList<Invitation> Mine();

    /// <summary>Says no to one.</summary>
    /// <returns>False where there is none any more, or the log could not be written.</returns>
    Task<bool> Decline(Guid session);
}

/// <summary>Somebody asks to look at a session too.</summary>
/// <param name="Session">Which.</param>
/// <param name="CaseId">Its case.</param>
/// <param name="CaseNumber">The case's number.</param>
/// <param name="Problem">What the customer needs help with.</param>
/// <param name="By">Who asks.</param>
/// <param name="Reason">Why.</param>
/// <param name="HasCome">Whether it was answered by coming.</param>
public sealed record Invitation(
    Guid Session, Guid CaseId, string CaseNumber, string Problem, string By, string Reason, bool HasCome);
