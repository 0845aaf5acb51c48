using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>The log's one writer: one step after the other, each in a transaction of its own.</summary>
/// <param name="databases">Where it lies.</param>
/// <param name="clock">When things happen.</param>
/// <param name="logger">Hears of what could not be written.</param>
/// <param name="bell">Rung for each entry; null where nobody makes checkpoints.</param>
public sealed class AuditLog(IDbContextFactory<RelayDb> databases, TimeProvider clock, ILogger<AuditLog> logger, CheckpointBell? bell = null)
    : IAuditLog, IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    // Where the chain stands; null where only the database knows.
    private Head? head;

    public async Task<long> Append(
        PendingEntry entry, Func<RelayDb, Task>? alongside = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await turn.WaitAsync(cancel);
        try
        {
            // Read again after any failure: a commit can be reported as failed and still be on disk.
            var before = head;
            head = null;
            var after = await Write(entry, before, alongside, cancel);
            head = after;
            bell?.Ring(entry.Action);
            return after.Sequence;
        }
        catch (Exception failure) when (failure is DbException or DbUpdateException or StorageException or IOException)
        {
            logger.LogCritical(failure, "The log could not be written; {Action} does not happen", entry.Action);
            throw new AuditUnavailableException($"The log could not be written, so {entry.Action} does not happen.", failure);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    // 1 where the chain stands   2 seal   3 the step's own rows   4 commit
    private async Task<Head> Write(PendingEntry entry, Head? known, Func<RelayDb, Task>? alongside, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        var last = known ?? await Last(db, cancel);
        var next = SealedEntry.Seal(
            entry, last.Sequence + 1, clock.GetUtcNow(), last.Hash, () => RandomNumberGenerator.GetBytes(SealedEntry.SaltBytes));
        db.Entries.Add(next.ToRow());
        db.PersonalValues.AddRange(next.ToPersonalRows());
        if (alongside is not null)
        {
            await alongside(db);
        }

        await db.SaveChangesAsync(cancel);

        // A crash before this line: no entry, no change. After it: both, and the effect may be missing; the log is first.
        await transaction.CommitAsync(CancellationToken.None);
        return new Head(next.Sequence, next.Hash);
    }

    private static async Task<Head> Last(RelayDb db, CancellationToken cancel) =>
        await db.Entries.OrderByDescending(row => row.Sequence)
            .Select(row => new Head(row.Sequence, row.Hash))
            .FirstOrDefaultAsync(cancel)
        ?? new Head(0, SealedEntry.NoPrevious);

    private sealed record Head(long Sequence, string Hash);
}
