using Microsoft.Data.Sqlite;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Storage.Migrations;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>
/// The log as it lies on disk, opened to read only: beside a running Relay, after a crash, or from a copy.
/// Texts are taken as the bytes they are, so that nothing is repaired on the way to the check.
/// </summary>
internal sealed class StoredLog : IDisposable
{
    private readonly SqliteConnection connection;

    private StoredLog(SqliteConnection connection) => this.connection = connection;

    /// <summary>Opens the log of a data folder.</summary>
    /// <exception cref="StorageException">There is none, or it is a newer Relay's, or not a Relay's.</exception>
    public static StoredLog Open(string folder)
    {
        var file = DataFolder.DatabaseIn(Path.GetFullPath(folder));
        if (!File.Exists(file))
        {
            throw new StorageException($"There is no log in {Path.GetFullPath(folder)}: {Path.GetFileName(file)} is not there.");
        }

        var opened = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            opened.Open();
            var version = Migrator.Version(opened)
                ?? throw new StorageException($"{file} is not the database of a Relay.");
            Migrator.RefuseNewer(version, file);
            return new StoredLog(opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Checks the whole log, all of it as it stood at one moment.</summary>
    public ChainReport Verify()
    {
        using var moment = connection.BeginTransaction(deferred: true);
        return HashChain.Verify(Entries(), Values());
    }

    public void Dispose() => connection.Dispose();

    private IEnumerable<StoredEntry> Entries()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sequence, CAST(json AS BLOB), hash, session FROM entries ORDER BY sequence";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return new StoredEntry(
                rows.GetInt64(0), rows.GetFieldValue<byte[]>(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3));
        }
    }

    private IEnumerable<StoredValue> Values()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sequence, key, salt, CAST(value AS BLOB) FROM personal_values ORDER BY sequence, key";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return new StoredValue(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetFieldValue<byte[]>(3));
        }
    }
}
