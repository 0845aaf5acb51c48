using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Sessions for the pages, on behalf of whoever is signed in.</summary>
internal sealed class SessionDesk(
    IHttpContextAccessor http, TechnicianSteps technician, SessionStore store, IAuditTrail trail) : ISessionDesk
{
    private const int LongestReason = 200;

    public async Task<Guid?> Start(Guid caseId, string reason, CancellationToken cancel)
    {
        var accountId = RequireTechnician();
        reason = PlainText.Clean(reason);
        if (reason.Length is 0 or > LongestReason)
        {
            throw new ArgumentException($"A reason is 1 to {LongestReason} characters.", nameof(reason));
        }

        var account = await store.FindAccount(accountId, cancel)
            ?? throw new UnauthorizedAccessException("The account that is signed in is no longer there.");
        return await technician.Start(caseId, account, reason, cancel);
    }

    public async Task<SessionDetails?> Find(Guid session, CancellationToken cancel)
    {
        RequireTechnician();
        if (await store.FindSession(session, cancel) is not var (row, itsCase))
        {
            return null;
        }

        return new SessionDetails(
            new SessionSummary(
                row.Id, row.State, row.EndReason, row.Technician, row.Reason, row.Requested, row.Live, row.Ended),
            itsCase.Id,
            itsCase.Number,
            itsCase.Customer,
            itsCase.Callback,
            itsCase.Problem);
    }

    public Task<IReadOnlyList<LogLine>> Log(Guid session, CancellationToken cancel)
    {
        RequireTechnician();
        return trail.ForSession(session, cancel);
    }

    private string RequireTechnician() => http.HttpContext?.User is { } user && Technicians.IdOf(user) is { } id
        ? id
        : throw new UnauthorizedAccessException("Sessions are for signed-in technicians.");
}
