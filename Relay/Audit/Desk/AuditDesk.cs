using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>The auditor's desk, as the database has it. Whatever is given out is an entry before.</summary>
internal sealed class AuditDesk(
    IDbContextFactory<RelayDb> databases,
    IAuditLog audit,
    LogReadings readings,
    SearchMemory searches,
    SessionDirectory directory,
    CheckpointStore checkpoints,
    Witnesses witnesses,
    IHttpContextAccessor http,
    TimeProvider clock) : IAuditDesk
{
    /// <summary>How long a checkpoint may wait for a witness, which comes every minute, before that is said.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(5);

    private const int OnOnePage = 50;

    public async Task<SessionsFound> Search(SessionSearch search, string? after, CancellationToken cancel)
    {
        var reader = Reader.Require(http);
        await searches.Note(reader, search, audit, clock.GetUtcNow(), cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var lines = await SessionFinder.Lines(db, SessionFinder.After(SessionFinder.Find(db, search), after).Take(OnOnePage + 1), cancel);
        return lines.Count <= OnOnePage
            ? new SessionsFound(lines, null)
            : new SessionsFound(lines[..OnOnePage], SessionFinder.PlaceOf(lines[OnOnePage - 1]));
    }

    public async Task<LogStanding> Standing(CancellationToken cancel)
    {
        Reader.Require(http);
        var (latest, cosigned, waitsSince) = await checkpoints.Standing(cancel);
        var hasWitness = witnesses.All.Count > 0;
        return new LogStanding(
            latest?.Size ?? 0, latest?.Made, hasWitness, cosigned is null ? null : View(cosigned),
            hasWitness && waitsSince is { } since && clock.GetUtcNow() - since > LateAfter);
    }

    public async Task<AuditedSession?> Open(Guid session, CancellationToken cancel)
    {
        var reader = Reader.Require(http);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = db.Sessions.AsNoTracking().Where(row => row.Id == session);
        if (await found.FirstOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        // A crash after this: recorded, and not read.
        await readings.Note(reader, LogReadings.Session(session), AuditEntries.Read(reader, row.CaseId, session), cancel);
        var line = (await SessionFinder.Lines(db, found, cancel)).Single();
        var problem = await db.Cases.Where(one => one.Id == row.CaseId).Select(one => one.Problem).SingleAsync(cancel);
        var entries = await ReadEntry.OfSession(db, session, cancel);
        var shown = await checkpoints.Showing(SessionStory.Anchor(entries), cancel);
        return new AuditedSession(
            line, row.Reason, problem, [.. entries.Select(entry => entry.ToLine())], SessionStory.Use(entries),
            entries.Count > 0 && shown?.Row.Size >= entries[0].Row.Sequence ? shown?.Row.Size : null,
            [.. (shown?.Cosigned ?? []).Select(View)],
            SessionStory.WorkedIn(row, entries, reader.Account));
    }

    public async Task<bool> Note(Guid session, string words, CancellationToken cancel)
    {
        var reader = Reader.Require(http);
        if (await Row(session, cancel) is not { } row)
        {
            return false;
        }

        await audit.Append(AuditEntries.Noted(reader, row, words), cancel: cancel);
        return true;
    }

    public async Task<ReviewOutcome> Review(Guid session, Verdict verdict, string words, CancellationToken cancel)
    {
        var reader = Reader.Require(http);
        if (!Enum.IsDefined(verdict))
        {
            throw new ArgumentException("There is no such verdict.", nameof(verdict));
        }

        if (await Row(session, cancel) is not { } row)
        {
            return ReviewOutcome.NoSuchSession;
        }

        if (!Shared.Sessions.SessionLifecycle.IsOver(row.State))
        {
            return ReviewOutcome.NotOver;
        }

        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            if (SessionStory.WorkedIn(row, await ReadEntry.OfSession(db, session, cancel), reader.Account))
            {
                return ReviewOutcome.OwnSession;
            }
        }

        var review = new ReviewRow { SessionId = session, Verdict = verdict, Account = reader.Account, Reviewed = clock.GetUtcNow() };
        return await directory.Review(row, AuditEntries.Reviewed(reader, row, verdict, words), db =>
        {
            db.Reviews.Add(review);
            return Task.CompletedTask;
        })
            ? ReviewOutcome.Done
            : ReviewOutcome.ReviewedBefore;
    }

    private static CosignedView View(CosignatureRow row) => new(row.Witness, row.Size, row.Signed);

    private async Task<SessionRow?> Row(Guid session, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Sessions.AsNoTracking().FirstOrDefaultAsync(row => row.Id == session, cancel);
    }
}

/// <summary>
/// The last search of each person, in memory: turning pages of it, and asking the same again within the hour, are no further
/// entries. After a start of the Relay each is one again.
/// </summary>
internal sealed class SearchMemory
{
    private readonly ConcurrentDictionary<string, (SessionSearch Search, DateTimeOffset At)> last = new(StringComparer.Ordinal);

    /// <summary>Writes the entry where it is another search, or an old one.</summary>
    /// <exception cref="AuditUnavailableException">It cannot be written, and so nothing may be found.</exception>
    public async Task Note(Reader reader, SessionSearch search, IAuditLog audit, DateTimeOffset now, CancellationToken cancel)
    {
        if (last.TryGetValue(reader.Account, out var before) && before.Search == search && (now - before.At).Duration() < LogReadings.OncePer)
        {
            return;
        }

        await audit.Append(AuditEntries.Searched(reader, search), cancel: cancel);
        last[reader.Account] = (search, now);
    }
}
