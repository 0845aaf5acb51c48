using System.Text;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit.Checkpoints;

/// <summary>Where checkpoints are kept, and what witnesses signed of them.</summary>
internal sealed class CheckpointStore(IDbContextFactory<RelayDb> databases)
{
    private TaskCompletionSource kept = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once the next one is kept.</summary>
    public Task Next => Volatile.Read(ref kept).Task;

    /// <summary>The latest; null before the first.</summary>
    /// <exception cref="StorageException">It is damaged.</exception>
    public async Task<Checkpoint?> Last(CancellationToken cancel) =>
        await LastRow(cancel) is not { } row ? null
            : SignedNote.Read(Encoding.UTF8.GetBytes(row.Note)) is { } note && Checkpoint.Read(note.Body) is { } checkpoint && checkpoint.Size == row.Size
                ? checkpoint
                : throw new StorageException($"The last checkpoint of the log, of {row.Size} entries, is damaged. \"Relay audit verify\" says more.");

    /// <summary>The latest as a note, with the cosignatures that came for it; null before the first.</summary>
    public async Task<string?> LastNote(CancellationToken cancel)
    {
        if (await LastRow(cancel) is not { } row)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        return await WithCosignatures(db, row, cancel);
    }

    /// <summary>The checkpoint that proves most of these entries: the latest that a witness cosigned, or else the latest.</summary>
    /// <param name="entries">How many entries it must be of at least.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Its entries, and the note with all cosignatures; null where there is none so large.</returns>
    public async Task<(long Size, string Note)?> BestFor(long entries, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var cosigned = await db.Cosignatures.AsNoTracking().Where(row => row.Size >= entries).MaxAsync(row => (long?)row.Size, cancel);
        var row = await db.Checkpoints.AsNoTracking().Where(row => cosigned == null ? row.Size >= entries : row.Size == cosigned)
            .OrderByDescending(row => row.Size).FirstOrDefaultAsync(cancel);
        return row is null ? null : (row.Size, await WithCosignatures(db, row, cancel));
    }

    /// <summary>The checkpoint by which an entry is best shown: the latest with a cosignature that has the entry, else the latest of all.</summary>
    /// <param name="entry">Its sequence.</param>
    /// <param name="cancel">Until it is read.</param>
    /// <returns>With the cosignatures that came for it; null before the first.</returns>
    public async Task<(CheckpointRow Row, IReadOnlyList<CosignatureRow> Cosigned)?> Showing(long entry, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var size = await db.Cosignatures.Where(one => one.Size >= entry).MaxAsync(one => (long?)one.Size, cancel)
            ?? await db.Checkpoints.MaxAsync(one => (long?)one.Size, cancel);
        if (size is null)
        {
            return null;
        }

        var row = await db.Checkpoints.AsNoTracking().SingleAsync(one => one.Size == size, cancel);
        var cosigned = await db.Cosignatures.AsNoTracking().Where(one => one.Size == size).OrderBy(one => one.Witness).ToListAsync(cancel);
        return (row, cosigned);
    }

    /// <summary>Since when a checkpoint has waited for a witness: the oldest that is larger than all that were cosigned.</summary>
    public async Task<(CheckpointRow? Latest, CosignatureRow? Cosigned, DateTimeOffset? WaitsSince)> Standing(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var latest = await db.Checkpoints.AsNoTracking().OrderByDescending(row => row.Size).FirstOrDefaultAsync(cancel);
        var cosigned = await db.Cosignatures.AsNoTracking().OrderByDescending(row => row.Size).FirstOrDefaultAsync(cancel);
        var size = cosigned?.Size ?? 0;
        var waiting = await db.Checkpoints.Where(row => row.Size > size).OrderBy(row => row.Size).Select(row => (DateTimeOffset?)row.Made).FirstOrDefaultAsync(cancel);
        return (latest, cosigned, waiting);
    }

    /// <summary>Keeps a checkpoint; it is on disk when this returns.</summary>
    public async Task Keep(long size, SignedNote note, DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Checkpoints.Add(new CheckpointRow { Size = size, Note = note.Write(), Made = now });
        await db.SaveChangesAsync(cancel);
        Interlocked.Exchange(ref kept, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>Keeps what a witness signed, unless the same witness has signed that checkpoint before.</summary>
    /// <param name="checkpoint">Of which; any that was made.</param>
    /// <param name="signature">It was verified.</param>
    /// <param name="signed">When, as the witness says.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>False where there is no such checkpoint.</returns>
    public async Task<bool> Cosign(Checkpoint checkpoint, NoteSignature signature, DateTimeOffset signed, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var row = await db.Checkpoints.AsNoTracking().FirstOrDefaultAsync(one => one.Size == checkpoint.Size, cancel);
        if (row is null || !row.Note.StartsWith(Encoding.UTF8.GetString(checkpoint.ToBody()) + "\n", StringComparison.Ordinal))
        {
            return false;
        }

        if (!await db.Cosignatures.AnyAsync(one => one.Size == checkpoint.Size && one.Witness == signature.Name, cancel))
        {
            db.Cosignatures.Add(new CosignatureRow
            {
                Size = checkpoint.Size,
                Witness = signature.Name,
                Line = SignedNote.Line(signature),
                Signed = signed,
            });
            await db.SaveChangesAsync(cancel);
        }

        return true;
    }

    private static async Task<string> WithCosignatures(RelayDb db, CheckpointRow row, CancellationToken cancel)
    {
        var lines = await db.Cosignatures.AsNoTracking().Where(one => one.Size == row.Size).OrderBy(one => one.Witness).Select(one => one.Line).ToListAsync(cancel);
        return row.Note + string.Concat(lines);
    }

    private async Task<CheckpointRow?> LastRow(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Checkpoints.AsNoTracking().OrderByDescending(row => row.Size).FirstOrDefaultAsync(cancel);
    }
}
