using System.Text;
using Microsoft.Data.Sqlite;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Witness;

/// <summary>
/// What a witness must never forget: which log and whose key it follows, and every checkpoint that it cosigned. In SQLite with
/// the settings of the Relay's own database, since a failed fsync must be an error here: a witness that forgot would sign twice.
/// </summary>
internal sealed class WitnessMemory : IDisposable
{
    private const string Tables =
        """
        CREATE TABLE IF NOT EXISTS followed (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), relay_key BLOB NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS cosigned (size INTEGER NOT NULL PRIMARY KEY, note TEXT NOT NULL, handed INTEGER NOT NULL) STRICT;
        """;

    private readonly SqliteConnection connection;

    private WitnessMemory(SqliteConnection connection) => this.connection = connection;

    /// <summary>The Relay's signing key that it follows, SubjectPublicKeyInfo; null before the first contact.</summary>
    public byte[]? RelayKey { get; private set; }

    /// <summary>The largest checkpoint that it cosigned; null before the first.</summary>
    public SignedNote? Last { get; private set; }

    /// <summary>Opens it, and makes it where there is none yet.</summary>
    /// <exception cref="StorageException">It cannot be read or written, or is damaged.</exception>
    public static WitnessMemory Open(string file)
    {
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            PrivateFile.Touch(file);
            opened.Open();
            DurableSqlite.Prepare(opened);
            var memory = new WitnessMemory(opened);
            memory.Do("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT"); // two witnesses of one memory could sign two trees
            memory.Do(Tables);
            memory.Recall();
            return memory;
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            opened.Dispose();
            throw new StorageException($"What the witness remembers, {file}, cannot be used: {failure.Message}", failure);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Remembers a cosigned checkpoint; on disk when this returns, and not before may the signature leave.</summary>
    /// <param name="checkpoint">What the note is of; larger than all before.</param>
    /// <param name="note">With the Relay's signature and the witness's own.</param>
    /// <param name="relayKey">Whose signature it was.</param>
    /// <exception cref="StorageException">It could not be written.</exception>
    public void Keep(Checkpoint checkpoint, SignedNote note, byte[] relayKey)
    {
        try
        {
            using var transaction = connection.BeginTransaction();
            Do("INSERT INTO cosigned (size, note, handed) VALUES ($size, $note, 0)", ("$size", checkpoint.Size), ("$note", note.Write()));
            Do("INSERT INTO followed (one, relay_key) VALUES (1, $key) ON CONFLICT (one) DO UPDATE SET relay_key = $key", ("$key", relayKey));
            transaction.Commit();
        }
        catch (SqliteException failure)
        {
            throw new StorageException($"The witness cannot write what it must remember, and signs nothing: {failure.Message}", failure);
        }

        (RelayKey, Last) = (relayKey, note);
    }

    /// <summary>Cosigned checkpoints that the Relay has not got yet, the smallest first.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<(long Size, string Note)> Owed(int most)
    {
        using var command = Command("SELECT size, note FROM cosigned WHERE handed = 0 ORDER BY size LIMIT $most", ("$most", most));
        using var rows = command.ExecuteReader();
        var owed = new List<(long, string)>();
        while (rows.Read())
        {
            owed.Add((rows.GetInt64(0), rows.GetString(1)));
        }

        return owed;
    }

    /// <summary>The Relay has got one.</summary>
    public void Handed(long size) => Do("UPDATE cosigned SET handed = 1 WHERE size = $size", ("$size", size));

    public void Dispose() => connection.Dispose();

    private void Recall()
    {
        using var key = Command("SELECT relay_key FROM followed");
        RelayKey = key.ExecuteScalar() as byte[];
        using var last = Command("SELECT note FROM cosigned ORDER BY size DESC LIMIT 1");
        if (last.ExecuteScalar() is string written)
        {
            Last = SignedNote.Read(Encoding.UTF8.GetBytes(written)) is { } note && Checkpoint.Read(note.Body) is not null
                ? note
                : throw new StorageException($"The last checkpoint in {connection.DataSource} is damaged; nothing is cosigned.");
        }
    }

    private void Do(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
