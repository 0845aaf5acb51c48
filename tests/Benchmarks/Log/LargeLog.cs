using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Benchmarks.Log;

/// <summary>Makes a log that would have taken months: real entries, written ten thousand at a time.</summary>
internal static class LargeLog
{
    private const int AtOnce = 10_000;

    /// <summary>As a technician who asks for a session makes it.</summary>
    public static PendingEntry Entry { get; } = new(
        AuditActions.SessionRequested,
        ActorKind.Technician,
        "0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7",
        AuditOutcome.Success,
        Guid.NewGuid(),
        Guid.NewGuid(),
        new Dictionary<string, string> { ["minutes"] = "60", ["scopes"] = "view,control" },
        new Dictionary<string, string> { ["reason"] = "look at the printer together" });

    /// <summary>Makes the database and fills it.</summary>
    public static void Write(string database, int entries)
    {
        StorageSetup.Prepare(database, TimeProvider.System);
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        var (previous, now) = (SealedEntry.NoPrevious, DateTimeOffset.UtcNow);
        for (var sequence = 1L; sequence <= entries;)
        {
            using var transaction = connection.BeginTransaction();
            using var entry = Command(transaction, "INSERT INTO entries VALUES ($0, $1, $2, $3)");
            using var value = Command(transaction, "INSERT INTO personal_values VALUES ($0, $1, $2, $3)");
            for (var end = Math.Min(entries, sequence + AtOnce - 1); sequence <= end; sequence++)
            {
                var made = SealedEntry.Seal(Entry, sequence, now, previous, () => RandomNumberGenerator.GetBytes(SealedEntry.SaltBytes));
                Do(entry, sequence, Encoding.UTF8.GetString(made.Json), made.Hash, made.Session.ToString()!);
                foreach (var personal in made.Personal)
                {
                    Do(value, sequence, personal.Key, Convert.ToHexStringLower(personal.Salt), personal.Value);
                }

                previous = made.Hash;
            }

            transaction.Commit();
        }
    }

    private static SqliteCommand Command(SqliteTransaction transaction, string sql)
    {
        var command = transaction.Connection!.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        for (var at = 0; at < 4; at++)
        {
            command.Parameters.Add(new SqliteParameter($"${at}", null));
        }

        return command;
    }

    private static void Do(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var at = 0; at < values.Length; at++)
        {
            command.Parameters[at].Value = values[at];
        }

        command.ExecuteNonQuery();
    }
}
