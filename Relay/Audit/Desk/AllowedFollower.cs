using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>Keeps with a session's row all that its customer has allowed at any time, so that it is found by it.</summary>
internal sealed class AllowedFollower : IEntryFollower
{
    private static readonly string Allow = AuditActions.Of(SessionEvent.Allow);

    private static readonly string Change = AuditActions.Of(SessionEvent.Change);

    public bool HasRows(PendingEntry entry) =>
        entry is { Outcome: AuditOutcome.Success, Session: not null, Detail: not null } && (entry.Action == Allow || entry.Action == Change);

    public async Task Follow(RelayDb db, PendingEntry entry, long sequence, CancellationToken cancel)
    {
        if (!HasRows(entry))
        {
            return;
        }

        var rows = db.Sessions.Where(row => row.Id == entry.Session);
        var before = await rows.Select(row => row.Allowed).FirstOrDefaultAsync(cancel) ?? "";
        var all = EnumColumn.Read<Scope>(before).Union(SessionEntries.ScopesIn(entry.Detail!)).Order();
        var written = string.Join(',', all);
        if (!string.Equals(before, written, StringComparison.Ordinal))
        {
            await rows.ExecuteUpdateAsync(set => set.SetProperty(row => row.Allowed, written), cancel);
        }
    }

    public void Written(PendingEntry entry)
    {
        // Nobody waits for it.
    }
}
