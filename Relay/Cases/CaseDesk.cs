using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Cases;

/// <summary>The cases, as the database has them.</summary>
public sealed class CaseDesk(IDbContextFactory<RelayDb> databases, IAuditLog audit, IHttpContextAccessor requests, TimeProvider clock)
    : ICaseDesk
{
    private const int Most = 200;

    public async Task<IReadOnlyList<CaseSummary>> List(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var waiting = await Lines(db, hasHadSessions: false)
            .OrderBy(line => line.Row.Opened)
            .Take(Most)
            .ToListAsync(cancel);
        var others = await Lines(db, hasHadSessions: true)
            .OrderByDescending(line => line.Row.Opened)
            .Take(Most - waiting.Count)
            .ToListAsync(cancel);
        return [.. waiting.Concat(others).Select(line => new CaseSummary(
            line.Row.Id, line.Row.Number, line.Row.Customer, line.Row.Problem, line.Row.Opened, line.Active, line.Sessions, line.ActiveState))];
    }

    public async Task<CaseDetails?> Find(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Cases.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } found)
        {
            return null;
        }

        var sessions = await db.Sessions.Where(row => row.CaseId == id)
            .OrderByDescending(row => row.Requested)
            .Select(row => new SessionSummary(
                row.Id, row.State, row.EndReason, row.Technician, row.Reason, row.Requested, row.Live, row.Ended,
                row.Rated == null ? null : new RatingView(row.Solved, row.Ease, row.Sentence)))
            .ToListAsync(cancel);
        return new CaseDetails(
            found.Id, found.Number, found.Customer, found.Callback, found.Problem, found.Opened, sessions);
    }

    public async Task<Guid?> Open(NewCase form, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(form);
        var opened = new CaseRow
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Number = PlainText.Clean(form.Number),
            Customer = PlainText.Clean(form.Customer),
            Callback = PlainText.Clean(form.Callback),
            Problem = PlainText.Clean(form.Problem),
            Opened = clock.GetUtcNow(),
        };
        try
        {
            await audit.Append(Entry(opened), db => Add(db, opened, cancel), cancel);
            return opened.Id;
        }
        catch (NumberIsTakenException)
        {
            return null;
        }
    }

    private static IQueryable<Line> Lines(RelayDb db, bool hasHadSessions) =>
        from row in db.Cases.AsNoTracking()
        where db.Sessions.Any(session => session.CaseId == row.Id) == hasHadSessions
        select new Line
        {
            Row = row,
            Sessions = db.Sessions.Count(session => session.CaseId == row.Id),
            Active = db.Sessions
                .Where(session => session.CaseId == row.Id
                    && session.State != SessionState.Ended && session.State != SessionState.Reviewed)
                .OrderByDescending(session => session.Requested)
                .Select(session => (Guid?)session.Id)
                .FirstOrDefault(),
            ActiveState = db.Sessions
                .Where(session => session.CaseId == row.Id
                    && session.State != SessionState.Ended && session.State != SessionState.Reviewed)
                .OrderByDescending(session => session.Requested)
                .Select(session => (SessionState?)session.State)
                .FirstOrDefault(),
        };

    private static async Task Add(RelayDb db, CaseRow opened, CancellationToken cancel)
    {
        if (await db.Cases.AnyAsync(row => row.Number == opened.Number, cancel))
        {
            throw new NumberIsTakenException();
        }

        db.Cases.Add(opened);
    }

    private PendingEntry Entry(CaseRow opened) => new(
        AuditActions.CaseOpened,
        ActorKind.Technician,
        requests.HttpContext?.User.AccountId(),
        AuditOutcome.Success,
        Case: opened.Id,
        Personal: new Dictionary<string, string>
        {
            ["number"] = opened.Number,
            ["customer"] = opened.Customer,
            ["callback"] = opened.Callback,
            ["problem"] = opened.Problem,
        });

    private sealed class Line
    {
        public required CaseRow Row { get; init; }

        public required int Sessions { get; init; }

        public required Guid? Active { get; init; }

        public SessionState? ActiveState { get; init; }
    }

    private sealed class NumberIsTakenException() : Exception("Another case has this number.");
}
