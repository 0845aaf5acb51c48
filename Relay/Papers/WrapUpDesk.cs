using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Papers;

/// <summary>Wrap-ups in the database, each with its entry in the log.</summary>
internal sealed class WrapUpDesk(
    IDbContextFactory<RelayDb> databases, SessionStore store, IAuditLog audit, IHttpContextAccessor http, TimeProvider clock)
    : IWrapUpDesk
{
    public async Task<IReadOnlyDictionary<Guid, WrapUp>> OfCase(Guid caseId, CancellationToken cancel)
    {
        if (!Technicians.MayRead(http.HttpContext?.User))
        {
            throw new UnauthorizedAccessException("Wrap-ups are for signed-in technicians and auditors.");
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await db.WrapUps.AsNoTracking()
            .Where(row => db.Sessions.Any(session => session.Id == row.SessionId && session.CaseId == caseId))
            .ToListAsync(cancel);
        return rows.ToDictionary(row => row.SessionId, Read);
    }

    public async Task<WrapUpOutcome> Write(Guid session, WrapUp form, CancellationToken cancel)
    {
        var technician = RequireTechnician();
        if (await store.FindSession(session, cancel) is not var (found, _))
        {
            return WrapUpOutcome.NoSuchSession;
        }

        if (found.TechnicianId != technician)
        {
            return WrapUpOutcome.NotTheirs;
        }

        if (!SessionLifecycle.IsOver(found.State))
        {
            return WrapUpOutcome.NotOver;
        }

        var written = form with { Done = PaperBody.Lines(form.Done).Trim(), Words = PlainText.Clean(form.Words) };
        if (!IsFit(written))
        {
            return WrapUpOutcome.Unfit;
        }

        await audit.Append(SessionEntries.WrappedUp(found.CaseId, session, technician, written), db => Keep(db, session, written), cancel);
        return WrapUpOutcome.Written;
    }

    private static bool IsFit(WrapUp form) =>
        form.Topics.Count <= WrapUp.MostTopics && form.Topics.Distinct().Count() == form.Topics.Count && form.Topics.All(Enum.IsDefined)
        && Enum.IsDefined(form.Next) && form.Done.Length <= WrapUp.LongestDone && form.Words.Length <= WrapUp.LongestWords;

    private static WrapUp Read(WrapUpRow row) => new(
        EnumColumn.Read<Topic>(row.Topics), row.Solved, row.Done, row.Next, row.Words);

    // The newest word counts; the log has them all.
    private async Task Keep(RelayDb db, Guid session, WrapUp form)
    {
        await db.WrapUps.Where(row => row.SessionId == session).ExecuteDeleteAsync();
        db.WrapUps.Add(new WrapUpRow
        {
            SessionId = session,
            Topics = string.Join(',', form.Topics),
            Solved = form.Solved,
            Done = form.Done,
            Next = form.Next,
            Words = form.Words,
            Written = clock.GetUtcNow(),
        });
    }

    private string RequireTechnician() => Technicians.Require(http, "Wrap-ups");
}
