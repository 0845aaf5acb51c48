using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>
/// The log's one writer. Steps are taken one after the other, in the order in which they came; those that wait at the same time
/// share one transaction and so one sync of the disk. Each has a savepoint: one that is refused takes nothing from the others.
/// </summary>
/// <param name="databases">Where it lies.</param>
/// <param name="clock">When things happen.</param>
/// <param name="logger">Hears of what could not be written.</param>
/// <param name="followers">What follows from entries; null for nothing.</param>
/// <param name="whereabouts">From where things are asked for; null where nobody knows.</param>
public sealed class AuditLog(
    IDbContextFactory<RelayDb> databases, TimeProvider clock, ILogger<AuditLog> logger, IEnumerable<IEntryFollower>? followers = null, Whereabouts? whereabouts = null)
    : IAuditLog, IDisposable
{
    // So that the first of them does not wait for long; a sync takes about as long as twenty steps.
    private const int MostAtOnce = 64;

    private const string Savepoint = "step";

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ConcurrentQueue<AppendStep> waiting = new();
    private readonly IEntryFollower[] followers = [.. followers ?? []];

    // Where the chain stands; null where only the database knows.
    private Head? head;

    public async Task<long> Append(
        PendingEntry entry, Func<RelayDb, Task>? alongside = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var step = new AppendStep(whereabouts?.Note(entry) ?? entry, alongside, cancel);
        waiting.Enqueue(step);
        try
        {
            await turn.WaitAsync(cancel);
        }
        catch (OperationCanceledException) when (!step.TryWithdraw())
        {
            await turn.WaitAsync(CancellationToken.None); // somebody else is at it: it is done when the turn is free
        }

        try
        {
            while (!step.IsDone)
            {
                await WriteNext();
            }
        }
        finally
        {
            turn.Release();
        }

        return step.Result();
    }

    public void Dispose() => turn.Dispose();

    // 1 whoever waits   2 where the chain stands   3 one step after the other   4 commit   5 tell them
    private async Task WriteNext()
    {
        if (Take() is not { } step)
        {
            return;
        }

        // Read again after any failure: a commit can be reported as failed and still be on disk.
        var before = head;
        head = null;
        var written = new List<AppendStep>();
        try
        {
            await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
            using var rows = new EntryWriter(transaction.GetDbTransaction());
            var last = before ?? await Last(db);
            for (var next = step; next is not null; next = written.Count < MostAtOnce ? Take() : null)
            {
                step = next;
                var after = HasRows(step) ? await TryWrite(step, last, db, transaction, rows) : TryWrite(step, last, rows);
                if (after is not null)
                {
                    last = after;
                    written.Add(step);
                }
            }

            if (written.Count > 0)
            {
                // A crash before this line: no entry, no change. After it: both, and the effect may be missing; the log is first.
                await transaction.CommitAsync(CancellationToken.None);
            }

            head = last;
        }
        catch (Exception failure)
        {
            // Whatever it was: nobody may wait for ever, and nobody may believe that it is on disk.
            foreach (var lost in written.Append(step).Distinct())
            {
                Fail(lost, failure);
            }

            return;
        }

        foreach (var done in written)
        {
            done.Succeed();
            foreach (var follower in followers)
            {
                follower.Written(done.Entry);
            }
        }
    }

    private bool HasRows(AppendStep step) => step.HasChanges || followers.Any(follower => follower.HasRows(step.Entry));

    // An entry alone needs no savepoint: it is refused before anything is written, or the disk fails for all.
    private Head? TryWrite(AppendStep step, Head last, EntryWriter rows)
    {
        SealedEntry next;
        try
        {
            step.Cancel.ThrowIfCancellationRequested();
            next = Seal(step, last);
        }
        catch (Exception failure)
        {
            Fail(step, failure);
            return null;
        }

        rows.Write(next);
        return Written(step, next);
    }

    // 1 seal   2 the step's own rows, and those that follow from the entry   3 the entry. Null: it failed by itself, and what it changed is taken back.
    private async Task<Head?> TryWrite(AppendStep step, Head last, RelayDb db, IDbContextTransaction transaction, EntryWriter rows)
    {
        await transaction.CreateSavepointAsync(Savepoint, CancellationToken.None);
        try
        {
            step.Cancel.ThrowIfCancellationRequested();
            var next = Seal(step, last);
            await step.Alongside(db);
            foreach (var follower in followers)
            {
                await follower.Follow(db, step.Entry, next.Sequence, step.Cancel);
            }

            await db.SaveChangesAsync(step.Cancel);
            rows.Write(next);
            step.Cancel.ThrowIfCancellationRequested();
            await transaction.ReleaseSavepointAsync(Savepoint, CancellationToken.None);
            return Written(step, next);
        }
        catch (Exception failure)
        {
            Fail(step, failure);

            // Where the database has given up the whole transaction, this fails too, and all of them with it.
            await transaction.RollbackToSavepointAsync(Savepoint, CancellationToken.None);
            return null;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private SealedEntry Seal(AppendStep step, Head last) => SealedEntry.Seal(
        step.Entry, last.Sequence + 1, clock.GetUtcNow(), last.Hash, () => RandomNumberGenerator.GetBytes(SealedEntry.SaltBytes));

    private static Head Written(AppendStep step, SealedEntry entry)
    {
        step.Written(entry.Sequence);
        return new Head(entry.Sequence, entry.Hash);
    }

    private AppendStep? Take()
    {
        while (waiting.TryDequeue(out var step))
        {
            if (step.TryTake())
            {
                return step;
            }
        }

        return null;
    }

    private void Fail(AppendStep step, Exception failure)
    {
        if (!IsTheLogs(failure))
        {
            step.Fail(failure); // its own word, as it is
            return;
        }

        logger.LogCritical(failure, "The log could not be written; {Action} does not happen", step.Entry.Action);
        step.Fail(new AuditUnavailableException($"The log could not be written, so {step.Entry.Action} does not happen.", failure));
    }

    private static bool IsTheLogs(Exception failure) => failure is DbException or DbUpdateException or StorageException or IOException;

    private static async Task<Head> Last(RelayDb db) =>
        await db.Entries.OrderByDescending(row => row.Sequence)
            .Select(row => new Head(row.Sequence, row.Hash))
            .FirstOrDefaultAsync(CancellationToken.None)
        ?? new Head(0, SealedEntry.NoPrevious);

    private sealed record Head(long Sequence, string Hash);
}
