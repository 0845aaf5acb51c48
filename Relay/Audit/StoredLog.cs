using Microsoft.Data.Sqlite;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Storage.Migrations;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Audit;

/// <summary>
/// The log as it lies on disk, opened to read only: beside a running Relay, after a crash, or from a copy.
/// Texts are taken as the bytes they are, so that nothing is repaired on the way to the check.
/// </summary>
internal sealed class StoredLog : IDisposable
{
    /// <summary>A start writes an entry before anything else, so nobody may take an emptied log for a good one.</summary>
    public const string Emptied = "The log is empty, although every start of a Relay writes into it.";

    // The schema's version.
    private const int FirstWithCheckpoints = 11;

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
    /// <param name="checkpoints">What compares it with its checkpoints on the way; null where nobody does.</param>
    public ChainReport Verify(CheckpointCheck? checkpoints = null)
    {
        using var moment = connection.BeginTransaction(deferred: true);
        if (checkpoints is null)
        {
            return HashChain.Verify(Entries(), Values());
        }

        checkpoints.Begin(Checkpoints());
        var report = HashChain.Verify(Entries(), Values(), checkpoints.Take);
        checkpoints.End();
        return report;
    }

    /// <summary>Checks that each count of use is signed by the Agent of its session, and that no Agent's sequence has a gap. Of a log that is whole: it trusts the texts.</summary>
    /// <returns>How many are, up to the first that is not.</returns>
    public (long Signed, ChainFault? Fault) VerifyUse()
    {
        var check = new UseCheck();
        var chains = new ChainsCheck();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT CAST(json AS BLOB) FROM entries
            WHERE session IS NOT NULL AND (instr(json, '"action":"control.') > 0 OR instr(json, '"link":"') > 0 OR instr(json, '"action":"' || $join || '"') > 0)
            ORDER BY sequence
            """;
        command.Parameters.AddWithValue("$join", AuditActions.Of(SessionEvent.Join));
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (EntryFacts.Read(rows.GetFieldValue<byte[]>(0)) is { } entry && (check.Take(entry) ?? chains.Take(entry)) is { } fault)
            {
                return (check.Signed, fault);
            }
        }

        return (check.Signed, null);
    }

    /// <summary>The hashes of a session's recording that the log has, by the number of the chunk. It trusts the texts: <see cref="Verify"/> does not.</summary>
    public IReadOnlyDictionary<uint, string> RecordedHashes(Guid session)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT CAST(json AS BLOB) FROM entries
            WHERE session = $session AND instr(json, '"action":"' || $action || '"') > 0
            ORDER BY sequence
            """;
        command.Parameters.AddWithValue("$session", session.ToString());
        command.Parameters.AddWithValue("$action", AuditActions.RecordingChunk);
        using var rows = command.ExecuteReader();
        var hashes = new Dictionary<uint, string>();
        while (rows.Read())
        {
            if (EntryFacts.Read(rows.GetFieldValue<byte[]>(0)) is { Action: AuditActions.RecordingChunk } entry)
            {
                foreach (var chunk in LoggedChunk.ReadList(entry.Detail.GetValueOrDefault("chunks", "")) ?? [])
                {
                    hashes.TryAdd(chunk.Number, chunk.Hash);
                }
            }
        }

        return hashes;
    }

    /// <summary>Writes all that the database holds, as it stands at one moment, into an empty file.</summary>
    public void CopyInto(string file)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $file";
        command.Parameters.AddWithValue("$file", file);
        command.ExecuteNonQuery();
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

    // A log from before there were any has no such table.
    private IEnumerable<FoundCheckpoint> Checkpoints()
    {
        if (Migrator.Version(connection) < FirstWithCheckpoints)
        {
            yield break;
        }

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT size, CAST(note AS BLOB) FROM checkpoints ORDER BY size";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return new FoundCheckpoint(rows.GetInt64(0), rows.GetFieldValue<byte[]>(1));
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
