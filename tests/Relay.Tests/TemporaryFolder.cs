using Microsoft.Data.Sqlite;

namespace RemoteAssist.Relay.Tests;

/// <summary>A folder of a test's own, gone afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("relay-test-").FullName;

    public string Database => System.IO.Path.Combine(Path, "relay.db");

    /// <summary>Changes the database by hand, as somebody with the file could: no trigger and no key is in the way.</summary>
    public void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Foreign Keys=False;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "DROP TRIGGER IF EXISTS entries_stay_as_they_are; DROP TRIGGER IF EXISTS entries_stay; "
            + $"DROP TRIGGER IF EXISTS personal_values_stay_as_they_are; {sql}";
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
