using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Recordings;

/// <summary>What came of asking for something about a recording.</summary>
internal enum RecordingOutcome
{
    /// <summary>It is in the log, and so it is.</summary>
    Done,

    /// <summary>The session was never recorded.</summary>
    NotThere,

    /// <summary>The recording was deleted; its hashes are in the log.</summary>
    Gone,

    /// <summary>It is held, goes on, or its session is not over.</summary>
    NotNow,

    /// <summary>No reason was given, or too long a one.</summary>
    NoReason,
}

/// <summary>What people do with recordings, each as an entry before it happens.</summary>
internal sealed class RecordingDesk(IDbContextFactory<RelayDb> databases, RecordingBook book, RecordingRemoval removal, IAuditLog audit, TimeProvider clock)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MostReason = 500;

    // Who opened which recording in which hour: a player asks a thousand times, and it is one entry.
    private readonly ConcurrentDictionary<(Guid Session, string Person), long> opened = new();

    /// <summary>Somebody opens a recording.</summary>
    /// <returns>What came of it, and the recording where it is there.</returns>
    /// <exception cref="AuditUnavailableException">It is not in the log, and so nothing is shown.</exception>
    public async Task<(RecordingOutcome Outcome, RecordingRow? Row)> Open(Guid session, ClaimsPrincipal who, CancellationToken cancel)
    {
        if (await book.Find(session, cancel) is not { } row)
        {
            return (RecordingOutcome.NotThere, null);
        }

        if (row.Deleted is not null)
        {
            return (RecordingOutcome.Gone, null);
        }

        var key = (session, who.AccountId() ?? "");
        var hour = clock.GetUtcNow().ToUnixTimeSeconds() / 3600;
        if (opened.GetValueOrDefault(key) != hour)
        {
            await audit.Append(Entry(AuditActions.RecordingRead, row, who, null), cancel: cancel);
            foreach (var old in opened.Where(pair => pair.Value < hour))
            {
                opened.TryRemove(old);
            }

            opened[key] = hour;
        }

        return (RecordingOutcome.Done, row);
    }

    /// <summary>Nothing may delete it from now on. Held once more, it is one more entry.</summary>
    public Task<RecordingOutcome> Hold(Guid session, ClaimsPrincipal who, string? reason, CancellationToken cancel) =>
        SetHold(session, who, reason, AuditActions.RecordingHeld, clock.GetUtcNow(), cancel);

    /// <summary>It may be deleted again.</summary>
    public Task<RecordingOutcome> Release(Guid session, ClaimsPrincipal who, string? reason, CancellationToken cancel) =>
        SetHold(session, who, reason, AuditActions.RecordingReleased, null, cancel);

    /// <summary>Deletes it for good.</summary>
    public async Task<RecordingOutcome> Delete(Guid session, ClaimsPrincipal who, string? reason, CancellationToken cancel)
    {
        var (wrong, row) = await Look(session, reason, cancel);
        return row is null ? wrong
            : await removal.Delete(row, Entry(AuditActions.RecordingDeleted, row, who, reason, ("rule", "person")), cancel) ? RecordingOutcome.Done
            : RecordingOutcome.NotNow;
    }

    private async Task<RecordingOutcome> SetHold(
        Guid session, ClaimsPrincipal who, string? reason, string action, DateTimeOffset? held, CancellationToken cancel)
    {
        var (wrong, row) = await Look(session, reason, cancel);
        if (row is null)
        {
            return wrong;
        }

        await audit.Append(
            Entry(action, row, who, reason),
            db => db.Recordings.Where(one => one.SessionId == session && one.Deleted == null)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.Held, held)),
            cancel);
        return RecordingOutcome.Done;
    }

    private async Task<(RecordingOutcome Wrong, RecordingRow? Row)> Look(Guid session, string? reason, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MostReason)
        {
            return (RecordingOutcome.NoReason, null);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Recordings.AsNoTracking().SingleOrDefaultAsync(row => row.SessionId == session, cancel) switch
        {
            null => (RecordingOutcome.NotThere, null),
            { Deleted: not null } => (RecordingOutcome.Gone, null),
            var row => (RecordingOutcome.Done, row),
        };
    }

    private static PendingEntry Entry(
        string action, RecordingRow row, ClaimsPrincipal who, string? reason, params ReadOnlySpan<(string Key, string Value)> detail)
    {
        var personal = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = who.FindFirst(AccountClaims.Name)?.Value ?? "" };
        if (reason is not null)
        {
            personal["reason"] = reason.Trim();
        }

        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in detail)
        {
            facts[key] = value;
        }

        var kind = who.IsInRole(Roles.Auditor) ? ActorKind.Auditor : ActorKind.Administrator;
        return new PendingEntry(action, kind, who.AccountId(), AuditOutcome.Success, row.CaseId, row.SessionId, facts, personal);
    }
}
