using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Desk;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Sessions for the pages, on behalf of whoever is signed in.</summary>
internal sealed class SessionDesk(
    IHttpContextAccessor http, TechnicianSteps technician, SessionStore store, IAuditTrail trail, LogReadings readings, IOptions<SessionOptions> options)
    : ISessionDesk
{
    public int LongestMinutes => (int)options.Value.LongestSession.TotalMinutes;

    public async Task<Guid?> Start(Guid caseId, SessionWish wish, CancellationToken cancel)
    {
        var accountId = RequireTechnician();
        wish = wish with { Reason = PlainText.Clean(wish.Reason) };
        if (wish.Reason.Length is 0 or > SessionWish.LongestReason)
        {
            throw new ArgumentException($"A reason is 1 to {SessionWish.LongestReason} characters.", nameof(wish));
        }

        if (!wish.Scopes.Contains(Scope.View) || !wish.Scopes.All(Enum.IsDefined) || wish.Scopes.Distinct().Count() != wish.Scopes.Count)
        {
            throw new ArgumentException("Seeing the screen is asked for, and whatever else once.", nameof(wish));
        }

        if (wish.Minutes < 1 || wish.Minutes > LongestMinutes)
        {
            throw new ArgumentException($"A session is 1 to {LongestMinutes} minutes long.", nameof(wish));
        }

        var account = await store.FindAccount(accountId, cancel)
            ?? throw new UnauthorizedAccessException("The account that is signed in is no longer there.");
        return await technician.Start(caseId, account, wish, cancel);
    }

    public async Task<SessionDetails?> Find(Guid session, CancellationToken cancel)
    {
        if (!Technicians.MayRead(http.HttpContext?.User))
        {
            throw new UnauthorizedAccessException("Sessions are for signed-in technicians and auditors.");
        }

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
            itsCase.Problem,
            new SessionWish(row.Reason, EnumColumn.Read<Scope>(row.Scopes), row.Minutes));
    }

    public async Task<IReadOnlyList<LogLine>> Log(Guid session, CancellationToken cancel)
    {
        if (!Technicians.MayRead(http.HttpContext?.User) || Reader.Of(http) is not { } reader)
        {
            throw new UnauthorizedAccessException("Logs are for signed-in technicians and auditors.");
        }

        if (await store.FindSession(session, cancel) is var (_, itsCase))
        {
            // A crash here: recorded, and not read.
            await readings.Note(reader, LogReadings.Case(itsCase.Id), AuditEntries.Read(reader, itsCase.Id, null), cancel);
        }

        return await trail.ForSession(session, cancel);
    }

    private string RequireTechnician() => Technicians.Require(http, "Sessions");
}
