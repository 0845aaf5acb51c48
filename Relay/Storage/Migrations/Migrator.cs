using Microsoft.Data.Sqlite;

namespace RemoteAssist.Relay.Storage.Migrations;

/// <summary>Brings a database to the schema of this Relay, and never touches a newer one.</summary>
internal static class Migrator
{
    private const string VersionTable =
        "CREATE TABLE IF NOT EXISTS schema_versions (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL) STRICT";

    /// <summary>The schema that this Relay writes.</summary>
    public static int Newest => Migration.ForSqlite[^1].Number;

    /// <summary>Applies what is missing, all of it or nothing.</summary>
    /// <exception cref="StorageException">The database is of a newer Relay, or cannot be changed.</exception>
    public static void Run(SqliteConnection connection, TimeProvider clock)
    {
        try
        {
            // Immediate: takes the write lock at once, so two Relays that start together go one after the other.
            // A crash anywhere here: nothing of this start is in the database.
            using var transaction = connection.BeginTransaction(deferred: false);
            Execute(connection, VersionTable);
            var version = Version(connection) ?? 0;
            RefuseNewer(version, connection.DataSource);
            foreach (var step in Migration.ForSqlite.Where(step => step.Number > version))
            {
                Execute(connection, step.Sql);
                Note(connection, step, clock.GetUtcNow());
            }

            transaction.Commit();
        }
        catch (SqliteException failure)
        {
            throw new StorageException($"The database {connection.DataSource} cannot be prepared: {failure.Message}", failure);
        }
    }

    /// <summary>The version of a database; null where it is not one of a Relay.</summary>
    public static int? Version(SqliteConnection connection)
    {
        using var there = connection.CreateCommand();
        there.CommandText = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_versions'";
        if ((long)there.ExecuteScalar()! == 0)
        {
            return null;
        }

        using var version = connection.CreateCommand();
        version.CommandText = "SELECT coalesce(max(number), 0) FROM schema_versions";
        return checked((int)(long)version.ExecuteScalar()!);
    }

    /// <summary>Throws where the database is of a newer Relay.</summary>
    /// <exception cref="StorageException">It is.</exception>
    public static void RefuseNewer(int version, string file)
    {
        if (version > Newest)
        {
            throw new StorageException(
                $"The database {file} was written by a newer Relay (version {version}; this one knows {Newest}). "
                + "Start that Relay, or restore a copy from before the update.");
        }
    }

    private static void Note(SqliteConnection connection, Migration step, DateTimeOffset now)
    {
        using var note = connection.CreateCommand();
        note.CommandText = "INSERT INTO schema_versions (number, name, applied) VALUES ($number, $name, $applied)";
        note.Parameters.AddWithValue("$number", step.Number);
        note.Parameters.AddWithValue("$name", step.Name);
        note.Parameters.AddWithValue("$applied", new UtcText().ConvertToProvider(now));
        note.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
