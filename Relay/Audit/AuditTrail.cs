using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Audit;

/// <summary>Reads the log for people. It does not verify: <c>audit verify</c> does.</summary>
public sealed class AuditTrail(IDbContextFactory<RelayDb> databases) : IAuditTrail
{
    /// <exception cref="InvalidDataException">An entry was damaged; leaving it out would hide that.</exception>
    public async Task<IReadOnlyList<LogLine>> ForSession(Guid session, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return [.. (await ReadEntry.OfSession(db, session, cancel)).Select(entry => entry.ToLine())];
    }
}
