using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>Makes readings of the log entries: one for each person, place and hour, so that reloads do not flood it.</summary>
internal sealed class LogReadings(IDbContextFactory<RelayDb> databases, IAuditLog audit, TimeProvider clock)
{
    /// <summary>How long one entry stands for further looks.</summary>
    public static readonly TimeSpan OncePer = TimeSpan.FromHours(1);

    /// <summary>What is read where a case's page shows the logs of its sessions.</summary>
    public static string Case(Guid id) => $"case/{id}";

    /// <summary>What is read where one session is looked at.</summary>
    public static string Session(Guid id) => $"session/{id}";

    /// <summary>Writes the entry unless the same person's last look at the same is younger than an hour, by a clock that may jump either way.</summary>
    /// <exception cref="AuditUnavailableException">It cannot be written, and so nothing may be read.</exception>
    public async Task Note(Reader reader, string what, PendingEntry entry, CancellationToken cancel)
    {
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            if (await IsNoted(db, reader, what))
            {
                return;
            }
        }

        try
        {
            await audit.Append(entry, inside => Keep(inside, reader, what), cancel);
        }
        catch (NotedMeanwhileException)
        {
            // Another page of theirs came first.
        }
    }

    private async Task Keep(RelayDb db, Reader reader, string what)
    {
        if (await IsNoted(db, reader, what))
        {
            throw new NotedMeanwhileException();
        }

        var now = clock.GetUtcNow();
        var old = now - OncePer;
        await db.LogReadings.Where(row => row.Account == reader.Account && (row.What == what || row.Read <= old)).ExecuteDeleteAsync();
        db.LogReadings.Add(new LogReadingRow { Account = reader.Account, What = what, Read = now });
    }

    private Task<bool> IsNoted(RelayDb db, Reader reader, string what)
    {
        var now = clock.GetUtcNow();
        var (from, to) = (now - OncePer, now + OncePer);
        return db.LogReadings.AnyAsync(row => row.Account == reader.Account && row.What == what && row.Read > from && row.Read < to);
    }

    private sealed class NotedMeanwhileException() : Exception("This reading is an entry already.");
}
