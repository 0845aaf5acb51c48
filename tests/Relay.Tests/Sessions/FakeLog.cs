using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Audit;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>A log that can be made to fail. Changes of rows are really made, in a real transaction.</summary>
internal sealed class FakeLog(IDbContextFactory<RelayDb> databases) : IAuditLog, IAuditTrail, IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly List<PendingEntry> entries = [];

    public bool Broken { get; set; }

    /// <summary>What it throws where it should never throw anything; each is thrown once.</summary>
    public Queue<Exception> Bugs { get; } = new();

    public IReadOnlyList<PendingEntry> Entries
    {
        get
        {
            lock (entries)
            {
                return [.. entries];
            }
        }
    }

    public PendingEntry Last => Entries[^1];

    public IEnumerable<string> Actions => Entries.Select(entry => entry.Action);

    public async Task<long> Append(PendingEntry entry, Func<RelayDb, Task>? alongside = null, CancellationToken cancel = default)
    {
        await turn.WaitAsync(cancel);
        try
        {
            if (Broken)
            {
                throw new AuditUnavailableException("The disk is full.", new IOException());
            }

            if (Bugs.TryDequeue(out var bug))
            {
                throw bug;
            }

            if (EntryRule.Missing(entry) is { } missing)
            {
                throw new InvalidOperationException($"An entry {entry.Action} does not say {missing}.");
            }

            // As the real log does: this is what makes an entry impossible to write.
            SealedEntry.Seal(entry, 1, DateTimeOffset.UnixEpoch, SealedEntry.NoPrevious, () => new byte[SealedEntry.SaltBytes]);
            await using var db = await databases.CreateDbContextAsync(cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            if (alongside is not null)
            {
                await alongside(db);
            }

            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            lock (entries)
            {
                entries.Add(entry);
                return entries.Count;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public Task<IReadOnlyList<LogLine>> ForSession(Guid session, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<LogLine>>([.. Entries
            .Where(entry => entry.Session == session)
            .Select((entry, i) => new LogLine(
                i + 1, DateTimeOffset.UnixEpoch, entry.Action, entry.Actor, entry.Outcome,
                entry.Detail ?? new Dictionary<string, string>()))]);

    public void Dispose() => turn.Dispose();
}
