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

    public Task<IReadOnlyList<CaseSummary>> List(CancellationToken cancel) => Page(null, Most, cancel);

    /// <summary>The same in pages, for programs: whoever comes after a place in the list, the first ones.</summary>
    /// <param name="after">The place; null for the beginning.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancel">Until it is read.</param>
    internal async Task<IReadOnlyList<CaseSummary>> Page(CasePlace? after, int most, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = after is { HasHadSessions: true } ? [] : await Waiting(db, after).Take(most).ToListAsync(cancel);
        var others = await Others(db, after is { HasHadSessions: true } ? after : null).Take(most - found.Count).ToListAsync(cancel);
        return [.. found.Concat(others).Select(Summary)];
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

    /// <summary>The case with this number at the help desk; null where there is none.</summary>
    public async Task<Guid?> Find(string number, CancellationToken cancel)
    {
        number = PlainText.Clean(number);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Cases.Where(row => row.Number == number).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Writes a case's facts anew. <paramref name="form"/> is already valid.</summary>
    public async Task<CaseChange> Change(Guid id, NewCase form, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(form);
        await using var before = await databases.CreateDbContextAsync(cancel);
        if (await before.Cases.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } old)
        {
            return CaseChange.NoSuchCase;
        }

        var changed = Row(id, form, old.Opened);
        try
        {
            await audit.Append(Entry(AuditActions.CaseUpdated, changed), db => Put(db, changed, EntityState.Modified, cancel), cancel);
            return CaseChange.Done;
        }
        catch (NumberIsTakenException)
        {
            return CaseChange.NumberTaken;
        }
    }

    public async Task<Guid?> Open(NewCase form, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(form);
        var opened = Row(Guid.CreateVersion7(clock.GetUtcNow()), form, clock.GetUtcNow());
        try
        {
            await audit.Append(Entry(AuditActions.CaseOpened, opened), db => Put(db, opened, EntityState.Added, cancel), cancel);
            return opened.Id;
        }
        catch (NumberIsTakenException)
        {
            return null;
        }
    }

    private static IOrderedQueryable<Line> Waiting(RelayDb db, CasePlace? after)
    {
        var all = Lines(db, hasHadSessions: false);
        var rest = after is null ? all : all.Where(line => line.Row.Opened > after.Opened || (line.Row.Opened == after.Opened && line.Row.Id.CompareTo(after.Id) > 0));
        return rest.OrderBy(line => line.Row.Opened).ThenBy(line => line.Row.Id);
    }

    private static IOrderedQueryable<Line> Others(RelayDb db, CasePlace? after)
    {
        var all = Lines(db, hasHadSessions: true);
        var rest = after is null ? all : all.Where(line => line.Row.Opened < after.Opened || (line.Row.Opened == after.Opened && line.Row.Id.CompareTo(after.Id) < 0));
        return rest.OrderByDescending(line => line.Row.Opened).ThenByDescending(line => line.Row.Id);
    }

    private static CaseSummary Summary(Line line) => new(
        line.Row.Id, line.Row.Number, line.Row.Customer, line.Row.Problem, line.Row.Opened, line.Active, line.Sessions, line.ActiveState);

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

    // No other case has the number, in the same transaction.
    private static async Task Put(RelayDb db, CaseRow written, EntityState state, CancellationToken cancel)
    {
        if (await db.Cases.AnyAsync(row => row.Number == written.Number && row.Id != written.Id, cancel))
        {
            throw new NumberIsTakenException();
        }

        db.Entry(written).State = state;
    }

    private static CaseRow Row(Guid id, NewCase form, DateTimeOffset opened) => new()
    {
        Id = id,
        Number = PlainText.Clean(form.Number),
        Customer = PlainText.Clean(form.Customer),
        Callback = PlainText.Clean(form.Callback),
        Problem = PlainText.Clean(form.Problem),
        Opened = opened,
    };

    private PendingEntry Entry(string action, CaseRow opened) => new(
        action,
        requests.HttpContext?.User.ApiKeyId() is null ? ActorKind.Technician : ActorKind.Program,
        requests.HttpContext?.User is { } user ? user.ApiKeyId() ?? user.AccountId() : null,
        AuditOutcome.Success,
        Case: opened.Id,
        Detail: requests.HttpContext?.User.ProgramName() is { } program ? new Dictionary<string, string> { ["program"] = program } : null,
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

/// <summary>What came of changing a case.</summary>
public enum CaseChange
{
    /// <summary>It is in the log and done.</summary>
    Done,

    /// <summary>There is no such case.</summary>
    NoSuchCase,

    /// <summary>Another case has this number.</summary>
    NumberTaken,
}
