using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RemoteAssist.Relay.Storage;

/// <summary>
/// Makes every connection keep what it commits, and checks that SQLite took the settings: an unknown or refused
/// PRAGMA is silent. <c>synchronous=FULL</c> with WAL syncs at each commit and reports a failed sync.
/// </summary>
internal sealed class DurableSqlite : DbConnectionInterceptor
{
    private static readonly (string Name, string Set, string Is)[] Settings =
    [
        ("journal_mode", "WAL", "wal"),
        ("synchronous", "FULL", "2"),
        ("foreign_keys", "ON", "1"),
        ("wal_autocheckpoint", "4000", "4000"), // pages of 4 KiB; four times SQLite's own: whoever commits then waits for the copying
        ("busy_timeout", "5000", "5000"), // milliseconds; the longest other writer is one commit
    ];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Prepare(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Prepare(connection);
        return Task.CompletedTask;
    }

    /// <summary>Sets and checks the settings of an open connection.</summary>
    /// <exception cref="StorageException">SQLite did not take one, as on a file system that cannot do WAL.</exception>
    public static void Prepare(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        foreach (var (name, set, wanted) in Settings)
        {
            command.CommandText = $"PRAGMA {name} = {set}";
            command.ExecuteNonQuery();
            command.CommandText = $"PRAGMA {name}";
            var now = Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
            if (!string.Equals(now, wanted, StringComparison.Ordinal))
            {
                throw new StorageException(
                    $"The database {connection.DataSource} must run with {name} {wanted}, but SQLite keeps {now}: "
                    + "choose a data folder on a local disk.");
            }
        }
    }
}
