using System.Data.Common;
using System.Text;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>Writes sealed entries within one transaction: two statements, prepared once, since entries come by the thousand.</summary>
internal sealed class EntryWriter : IDisposable
{
    private readonly DbCommand entry;
    private readonly DbCommand value;

    public EntryWriter(DbTransaction transaction)
    {
        entry = Command(transaction, "INSERT INTO entries (sequence, json, hash, session) VALUES ($sequence, $json, $hash, $session)", "$sequence", "$json", "$hash", "$session");
        value = Command(transaction, "INSERT INTO personal_values (sequence, key, salt, value) VALUES ($sequence, $key, $salt, $value)", "$sequence", "$key", "$salt", "$value");
    }

    /// <summary>Writes one, with its personal values.</summary>
    public void Write(SealedEntry written)
    {
        Do(entry, written.Sequence, Encoding.UTF8.GetString(written.Json), written.Hash, (object?)written.Session?.ToString() ?? DBNull.Value);
        foreach (var personal in written.Personal)
        {
            Do(value, written.Sequence, personal.Key, Convert.ToHexStringLower(personal.Salt), personal.Value);
        }
    }

    public void Dispose()
    {
        entry.Dispose();
        value.Dispose();
    }

    private static void Do(DbCommand command, params ReadOnlySpan<object> values)
    {
        for (var at = 0; at < values.Length; at++)
        {
            command.Parameters[at].Value = values[at];
        }

        command.ExecuteNonQuery();
    }

    private static DbCommand Command(DbTransaction transaction, string sql, params ReadOnlySpan<string> names)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var name in names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
