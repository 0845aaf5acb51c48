using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Api;

/// <summary>
/// What programs write down for the next session of a case. It knows nothing of codes and of the session directory: all that
/// comes of it is a form that is filled in when a technician opens the case. It counts until the next session is asked for.
/// </summary>
internal sealed class PreparedSessions(IDbContextFactory<RelayDb> databases, IAuditLog audit, IHttpContextAccessor requests, TimeProvider clock)
    : IPreparationDesk
{
    public async Task<PreparedSession?> Find(Guid caseId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.PreparedSessions.AsNoTracking().FirstOrDefaultAsync(row => row.CaseId == caseId, cancel) is not { } found)
        {
            return null;
        }

        var newest = await db.Sessions.Where(row => row.CaseId == caseId)
            .OrderByDescending(row => row.Requested).Select(row => (DateTimeOffset?)row.Requested).FirstOrDefaultAsync(cancel);
        return newest >= found.Prepared
            ? null
            : new PreparedSession(
                new SessionWish(found.Reason, EnumColumn.Read<Scope>(found.Scopes), found.Minutes), found.ByProgram, found.Prepared);
    }

    /// <summary>Writes it down, in place of what was there. <paramref name="wish"/> is already valid, and there is such a case.</summary>
    public Task Prepare(Guid caseId, SessionWish wish, CancellationToken cancel)
    {
        var user = requests.HttpContext!.User;
        var row = new PreparedSessionRow
        {
            CaseId = caseId,
            Reason = wish.Reason,
            Scopes = string.Join(',', wish.Scopes),
            Minutes = wish.Minutes,
            ByProgram = user.ProgramName() ?? "",
            Prepared = clock.GetUtcNow(),
        };
        var detail = new Dictionary<string, string>
        {
            ["asked"] = string.Join(',', wish.Scopes.Select(scope => scope.ToString().ToLowerInvariant())),
            ["minutes"] = wish.Minutes.ToString(CultureInfo.InvariantCulture),
        };
        return audit.Append(
            Entry(AuditActions.SessionPrepared, caseId, detail, new Dictionary<string, string> { ["reason"] = wish.Reason }),
            async db =>
            {
                await db.PreparedSessions.Where(old => old.CaseId == caseId).ExecuteDeleteAsync(cancel);
                db.PreparedSessions.Add(row);
            },
            cancel);
    }

    /// <summary>Takes back what was written down.</summary>
    public Task Drop(Guid caseId, CancellationToken cancel) => audit.Append(
        Entry(AuditActions.PreparationDropped, caseId, [], null),
        db => db.PreparedSessions.Where(row => row.CaseId == caseId).ExecuteDeleteAsync(cancel),
        cancel);

    private PendingEntry Entry(string action, Guid caseId, Dictionary<string, string> detail, Dictionary<string, string>? personal)
    {
        var user = requests.HttpContext!.User;
        detail["program"] = user.ProgramName() ?? "";
        return new PendingEntry(action, ActorKind.Program, user.ApiKeyId(), AuditOutcome.Success, caseId, Detail: detail, Personal: personal);
    }
}
