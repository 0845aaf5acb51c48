using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Relay.Recordings;

/// <summary>What the log and the database know of recordings: each change of a row is made with its entry, or not at all.</summary>
internal sealed class RecordingBook(IDbContextFactory<RelayDb> databases, IAuditLog audit, IAuditTrail trail, TimeProvider clock)
{
    /// <summary>Why one that was begun and never got a file has ended.</summary>
    public const string Nothing = "nothingRecorded";

    /// <summary>Recording was granted: the entry that must be there before anything is kept.</summary>
    /// <returns>How the recording stands; null where there is no such session.</returns>
    /// <exception cref="AuditUnavailableException">It is not in the log.</exception>
    public async Task<RecordingRow?> Begin(Guid session, ushort protocolVersion)
    {
        await using var db = await databases.CreateDbContextAsync();
        var before = await db.Recordings.AsNoTracking().SingleOrDefaultAsync(row => row.SessionId == session);
        if (before is null && await db.Sessions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == session) is { } found)
        {
            before = new RecordingRow
            {
                SessionId = session,
                CaseId = found.CaseId,
                ProtocolVersion = protocolVersion,
                Started = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()),
            };
        }

        if (before is not null)
        {
            await audit.Append(
                Entry(before, AuditActions.RecordingStarted, new() { ["protocolVersion"] = Number(before.ProtocolVersion), ["chunk"] = Number(before.Chunks) }),
                inside => GoesOn(inside, before));
        }

        return before;
    }

    /// <summary>Chunks are on the disk.</summary>
    /// <exception cref="AuditUnavailableException">It is not in the log.</exception>
    public Task Chunks(RecordingRow of, IEnumerable<LoggedChunk> chunks) =>
        audit.Append(Entry(of, AuditActions.RecordingChunk, new() { ["chunks"] = LoggedChunk.Write(chunks) }));

    /// <summary>A start found one that was not closed.</summary>
    /// <param name="of">Which.</param>
    /// <param name="cut">Bytes behind its last whole chunk.</param>
    /// <param name="unlogged">Whole chunks that the log does not know.</param>
    /// <exception cref="AuditUnavailableException">It is not in the log.</exception>
    public Task Recovered(RecordingRow of, long cut, IEnumerable<LoggedChunk> unlogged) => audit.Append(
        Entry(of, AuditActions.RecordingRecovered, new() { ["cut"] = Number(cut), ["chunks"] = LoggedChunk.Write(unlogged) }));

    /// <summary>It has ended, and the file is closed.</summary>
    /// <exception cref="AuditUnavailableException">It is not in the log.</exception>
    public Task Ended(RecordingRow of, RecordingStanding standing, string reason, long lost)
    {
        var detail = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["reason"] = reason, ["chunks"] = Number(standing.Chunks), ["bytes"] = Number(standing.Bytes), ["last"] = standing.LastHash ?? "",
        };
        if (lost > 0)
        {
            detail["lost"] = Number(lost);
        }

        var failed = reason is RecordingWords.Disk or RecordingWords.DiskFull or RecordingWords.FileDiffers;
        return audit.Append(
            Entry(of, AuditActions.RecordingEnded, detail) with { Outcome = failed ? AuditOutcome.Failed : AuditOutcome.Success },
            db => db.Recordings.Where(row => row.SessionId == of.SessionId).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.Ended, clock.GetUtcNow())
                .SetProperty(row => row.EndReason, reason)
                .SetProperty(row => row.Chunks, standing.Chunks)
                .SetProperty(row => row.Bytes, standing.Bytes)
                .SetProperty(row => row.LastHash, standing.LastHash)
                .SetProperty(row => row.LastAt, standing.LastAt)));
    }

    /// <summary>Those that no Relay has closed.</summary>
    public async Task<IReadOnlyList<RecordingRow>> LeftOpen(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Recordings.AsNoTracking().Where(row => row.Ended == null && row.Deleted == null).OrderBy(row => row.Started).ToListAsync(cancel);
    }

    /// <summary>The recording of a session; null where there never was one.</summary>
    public async Task<RecordingRow?> Find(Guid session, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Recordings.AsNoTracking().SingleOrDefaultAsync(row => row.SessionId == session, cancel);
    }

    /// <summary>The hash of each chunk that the log has, by its number.</summary>
    public async Task<IReadOnlyDictionary<uint, string>> Logged(Guid session, CancellationToken cancel)
    {
        var hashes = new Dictionary<uint, string>();
        foreach (var line in (await trail.ForSession(session, cancel)).Where(line => line.Action == AuditActions.RecordingChunk))
        {
            foreach (var chunk in LoggedChunk.ReadList(line.Values.GetValueOrDefault("chunks", "")) ?? [])
            {
                hashes.TryAdd(chunk.Number, chunk.Hash);
            }
        }

        return hashes;
    }

    /// <summary>An entry about a recording that the Relay makes by itself.</summary>
    public static PendingEntry Entry(RecordingRow of, string action, Dictionary<string, string> detail) =>
        new(action, ActorKind.Relay, null, AuditOutcome.Success, of.CaseId, of.SessionId, detail);

    /// <summary>As entries write numbers.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static async Task GoesOn(RelayDb db, RecordingRow row)
    {
        var known = await db.Recordings.Where(one => one.SessionId == row.SessionId)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Ended, (DateTimeOffset?)null).SetProperty(one => one.EndReason, (string?)null));
        if (known == 0)
        {
            db.Recordings.Add(row);
        }
    }
}

/// <summary>How far a recording's file has come.</summary>
/// <param name="Chunks">Whole chunks on the disk.</param>
/// <param name="Bytes">Of the file.</param>
/// <param name="LastHash">In hex; null where there is no chunk.</param>
/// <param name="LastAt">The milliseconds of the last record.</param>
internal sealed record RecordingStanding(long Chunks, long Bytes, string? LastHash, long LastAt)
{
    /// <summary>As the row has it.</summary>
    public static RecordingStanding Of(RecordingRow row) => new(row.Chunks, row.Bytes, row.LastHash, row.LastAt);
}
