using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Benchmarks.Log;

/// <summary>Makes a log that would have taken months: real entries, written ten thousand at a time.</summary>
internal static class LargeLog
{
    /// <summary>Entries of each session.</summary>
    public const int OfOneSession = 20;

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
        var sessions = Sessions(connection, Math.Max(1, entries / OfOneSession), now);
        for (var sequence = 1L; sequence <= entries;)
        {
            using var transaction = connection.BeginTransaction();
            using var entry = Command(transaction, "INSERT INTO entries VALUES ($0, $1, $2, $3)");
            using var value = Command(transaction, "INSERT INTO personal_values VALUES ($0, $1, $2, $3)");
            for (var end = Math.Min(entries, sequence + AtOnce - 1); sequence <= end; sequence++)
            {
                var made = SealedEntry.Seal(Entry with { Session = sessions[(int)((sequence - 1) / OfOneSession) % sessions.Count] }, sequence, now, previous, () => RandomNumberGenerator.GetBytes(SealedEntry.SaltBytes));
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

    // A year and more of a busy desk: two sessions for each case, ten minutes apart.
    private static List<Guid> Sessions(SqliteConnection connection, int count, DateTimeOffset now)
    {
        using var transaction = connection.BeginTransaction();
        using var itsCase = Command(transaction, "INSERT INTO cases VALUES ($0, $1, $2, $3, 'Printer prints blank pages', $3)", 4);
        using var session = Command(
            transaction,
            "INSERT INTO sessions (id, case_id, technician_id, technician, organisation, reason, state, end_reason, requested, live, ended, scopes, minutes, allowed) "
            + "VALUES ($0, $1, 'x', $2, 'Help Desk North', 'look', $3, $4, $5, $5, $5, 'View,Control', 60, $6)",
            7);
        var (all, before) = (new List<Guid>(), "");
        for (var at = 0; at < count; at++)
        {
            var requested = now.AddMinutes(-10 * (count - at)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
            if (at % 2 == 0)
            {
                before = Guid.CreateVersion7().ToString();
                Do(itsCase, before, $"{20_000 + at}", $"Customer {at % 5_000}", requested);
            }

            all.Add(Guid.CreateVersion7());
            Do(session, all[^1].ToString(), before, $"Technician {at % 40}", at % 10 == 0 ? "Reviewed" : "Ended", at % 1_000 == 0 ? "Altered" : "StoppedByCustomer", requested, at % 50 == 0 ? "View,Files" : "View,Control");
        }

        transaction.Commit();
        return all;
    }

    private static SqliteCommand Command(SqliteTransaction transaction, string sql, int parameters = 4)
    {
        var command = transaction.Connection!.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        for (var at = 0; at < parameters; at++)
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
