using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
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
/// <param name="health">Told whether it can be written; null where nobody asks.</param>
public sealed class AuditLog(
    IDbContextFactory<RelayDb> databases,
    TimeProvider clock,
    ILogger<AuditLog> logger,
    IEnumerable<IEntryFollower>? followers = null,
    Whereabouts? whereabouts = null,
    LogHealth? health = null)
    : IAuditLog, IDisposable
{
    // So that the first of them does not wait for long; a sync takes about as long as twenty steps.
    private const int MostAtOnce = 64;

    private const string Savepoint = "step";

    private readonly ConcurrentQueue<AppendStep> waiting = new();
    private readonly IEntryFollower[] followers = [.. followers ?? []];
    private readonly LogHealth health = health ?? new LogHealth();
    private ITimer? again;

    // Whose turn it is to write: nobody's (0) or somebody's.
    private int busy;

    // Where the chain stands; null where only the database knows.
    private Head? head;

    public async Task<long> Append(
        PendingEntry entry, Func<RelayDb, Task>? alongside = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var step = new AppendStep(whereabouts?.Note(entry) ?? entry, alongside, cancel);
        waiting.Enqueue(step);
        await using var withdrawing = cancel.UnsafeRegister(static one => ((AppendStep)one!).Withdraw(), step);
        if (TryTurn())
        {
            await WriteWhatWaits();
        }

        return await step.Result;
    }

    public void Dispose() => again?.Dispose();

    private bool TryTurn() => Interlocked.CompareExchange(ref busy, 1, 0) == 0;

    // With the turn. What does not fit into one transaction is not the caller's to write: callers have work of their own.
    private async Task WriteWhatWaits()
    {
        try
        {
            if (Take() is { } step)
            {
                await Write(step);
            }
        }
        finally
        {
            PassOn();
        }
    }

    // Who came while somebody had the turn asks no second time: whoever gives it back looks whether anybody waits.
    private void PassOn()
    {
        Interlocked.Exchange(ref busy, 0);
        if (!waiting.IsEmpty && TryTurn())
        {
            ThreadPool.UnsafeQueueUserWorkItem(static log => _ = log.WriteWhatWaits(), this, preferLocal: false);
        }
    }

    // Whoever waits is told last: by then everybody else knows whether the log can be written.
    private async Task Write(AppendStep? first)
    {
        List<AppendStep> taken = first is null ? [] : [first];
        try
        {
            await WriteAll(taken);
        }
        finally
        {
            taken.ForEach(step => step.Tell());
        }
    }

    // 1 whoever waits   2 where the chain stands   3 what the log says of itself   4 one step after the other   5 commit
    private async Task WriteAll(List<AppendStep> taken)
    {
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
            if (health.Owed(clock.GetUtcNow()) is { } owed)
            {
                // A commit that failed and still lasts says the same once more: the later one tells the whole of it.
                var own = new AppendStep(owed, null, CancellationToken.None);
                last = TryWrite(own, last, rows)!;
                written.Add(own);
            }

            var broken = 0;
            for (var at = 0; at < taken.Count; at++)
            {
                var step = taken[at];
                var after = HasRows(step) ? await TryWrite(step, last, db, transaction, rows) : TryWrite(step, last, rows);
                if (after is not null)
                {
                    last = after;
                    written.Add(step);
                }
                else if (step.IsLost)
                {
                    broken++;
                }

                if (written.Count < MostAtOnce && Take() is { } next)
                {
                    taken.Add(next);
                }
            }

            if (written.Count > 0)
            {
                // A crash before this line: no entry, no change. After it: both, and the effect may be missing; the log is first.
                await transaction.CommitAsync(CancellationToken.None);
            }

            head = last;
            if (written.Count > 0)
            {
                health.Works();
            }
            else if (broken > 0)
            {
                Failing(broken);
            }
        }
        catch (Exception failure)
        {
            // Whatever it was: nobody may wait for ever, and nobody may believe that it is on disk.
            if (IsTheLogs(failure))
            {
                // First: what people see and do stops before they are told that it was not written.
                Failing(taken.Count(static step => step.IsLost || !step.HasFailed));
            }

            taken.FindAll(static step => !step.HasFailed).ForEach(step => Fail(step, failure));
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

    // By itself it tries again, so that it is noticed soon that it works, whether anybody has something to say or not.
    private void Failing(int steps)
    {
        health.Fails(clock.GetUtcNow(), steps);
        again ??= clock.CreateTimer(_ => _ = TryAgain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        again.Change(LogHealth.RetryEvery, Timeout.InfiniteTimeSpan);
    }

    private async Task TryAgain()
    {
        if (!TryTurn())
        {
            again!.Change(LogHealth.RetryEvery, Timeout.InfiniteTimeSpan); // whoever writes may have nothing but refusals
            return;
        }

        try
        {
            if (health.IsFailing)
            {
                await Write(null);
            }
        }
        finally
        {
            PassOn();
        }
    }

    private void Fail(AppendStep step, Exception failure)
    {
        if (!IsTheLogs(failure))
        {
            step.Fail(failure); // its own word, as it is
            return;
        }

        step.IsLost = !IsRefusal(failure);
        logger.LogCritical(failure, "The log could not be written; {Action} does not happen", step.Entry.Action);
        step.Fail(new AuditUnavailableException($"The log could not be written, so {step.Entry.Action} does not happen.", failure));
    }

    // A change that breaks a rule of the database is one step's trouble; the log itself can be written.
    private static bool IsRefusal(Exception failure) => (failure as SqliteException ?? failure.InnerException as SqliteException)?.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT;

    private static bool IsTheLogs(Exception failure) => failure is DbException or DbUpdateException or StorageException or IOException;

    private static async Task<Head> Last(RelayDb db) =>
        await db.Entries.OrderByDescending(row => row.Sequence)
            .Select(row => new Head(row.Sequence, row.Hash))
            .FirstOrDefaultAsync(CancellationToken.None)
        ?? new Head(0, SealedEntry.NoPrevious);

    private sealed record Head(long Sequence, string Hash);
}
