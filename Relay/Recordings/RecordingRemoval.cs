using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Relay.Recordings;

/// <summary>
/// Deletes recordings. What was deleted stays proven: the hashes of all chunks are in the log, and the entry says which was the
/// last, whether the file was whole, and by what rule or whom it went.
/// </summary>
internal sealed class RecordingRemoval(
    IDbContextFactory<RelayDb> databases, RecordingFolder folder, RecordingBook book, IAuditLog audit, TimeProvider clock, ILogger<RecordingRemoval> logger)
{
    /// <summary>Deletes one.</summary>
    /// <param name="row">Which.</param>
    /// <param name="entry">Who does it and why; what is deleted is added to it.</param>
    /// <param name="cancel">Before it is in the log.</param>
    /// <returns>False where it is held, goes on, is of a session that is not over, or was deleted already.</returns>
    /// <exception cref="AuditUnavailableException">It is not in the log, and so it is there as before.</exception>
    public async Task<bool> Delete(RecordingRow row, PendingEntry entry, CancellationToken cancel)
    {
        var detail = new Dictionary<string, string>(entry.Detail ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            ["chunks"] = RecordingBook.Number(row.Chunks),
            ["bytes"] = RecordingBook.Number(row.Bytes),
            ["last"] = row.LastHash ?? "",
            ["found"] = await Found(row, cancel),
        };
        try
        {
            await audit.Append(entry with { Detail = detail }, db => Forget(db, row.SessionId, clock.GetUtcNow()), cancel);
        }
        catch (NotNowException)
        {
            return false;
        }

        // A crash here: recorded, and the file still there; the next start deletes it.
        DeleteFile(row.SessionId);
        return true;
    }

    /// <summary>Deletes the files of those that are deleted in the log, where a crash left one.</summary>
    public async Task FinishAll(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var session in await db.Recordings.Where(row => row.Deleted != null).Select(row => row.SessionId).ToListAsync(cancel))
        {
            DeleteFile(session);
        }
    }

    private async Task<string> Found(RecordingRow row, CancellationToken cancel)
    {
        try
        {
            await using var file = folder.Read(row.SessionId);
            return file is null ? "nothing"
                : RecordingCheck.Of(file, await book.Logged(row.SessionId, cancel)).Fault is not { } fault ? "whole"
                : fault.Chunk is { } chunk ? FormattableString.Invariant($"damaged in chunk {chunk}") : "damaged";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }

    private void DeleteFile(Guid session)
    {
        try
        {
            var file = folder.FileOf(session);
            if (File.Exists(file))
            {
                File.Delete(file);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.LogError(failure, "Session {Session}: its recording is deleted in the log, but the file could not be; the next start tries again", session);
        }
    }

    private static async Task Forget(RelayDb db, Guid session, DateTimeOffset now)
    {
        var forgotten = await db.Recordings
            .Where(row => row.SessionId == session && row.Held == null && row.Deleted == null && row.Ended != null
                && db.Sessions.Any(one => one.Id == session && one.Ended != null))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Deleted, now));
        if (forgotten == 0)
        {
            throw new NotNowException();
        }
    }

    private sealed class NotNowException() : Exception("It may not be deleted now.");
}
