using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace RemoteAssist.Tests.Support;

/// <summary>What the log holds of one session, read from the database file as an auditor would.</summary>
public sealed class SessionLog
{
    private readonly List<JsonElement> entries;

    private SessionLog(List<JsonElement> entries) => this.entries = entries;

    /// <summary>The actions, oldest first.</summary>
    public IReadOnlyList<string> Actions => [.. entries.Select(entry => entry.GetProperty("action").GetString()!)];

    /// <summary>Whether the customer's consent is there.</summary>
    public bool Allowed => Actions.Contains("session.allow");

    /// <summary>Why it ended, in camel case; empty while it has not.</summary>
    public string EndReason => Detail("session.end", "reason") ?? "";

    /// <summary>Bytes of frame envelopes that were forwarded.</summary>
    public long Bytes => long.Parse(Detail("session.end", "bytes") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Parts of frames that were forwarded.</summary>
    public long FrameParts => long.Parse(Detail("session.end", "frameParts") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>A detail of the first entry with this action, or null.</summary>
    public string? Detail(string action, string key) => Details(action, key).FirstOrDefault();

    /// <summary>A detail of every entry with this action, oldest first; null where it is not there.</summary>
    public IEnumerable<string?> Details(string action, string key) => entries
        .Where(entry => entry.GetProperty("action").GetString() == action)
        .Select(entry => entry.TryGetProperty("detail", out var detail) && detail.TryGetProperty(key, out var value)
            ? value.GetString()
            : null);

    /// <summary>How each entry with this action came out, oldest first.</summary>
    public IEnumerable<string?> Outcomes(string action) => entries
        .Where(entry => entry.GetProperty("action").GetString() == action)
        .Select(entry => entry.GetProperty("outcome").GetString());

    /// <summary>Reads the entries of <paramref name="session"/>, or all there are.</summary>
    public static async Task<SessionLog> Read(RelayProcess relay, Guid? session = null)
    {
        await using var database = new SqliteConnection(
            $"Data Source={Path.Combine(relay.Data, "relay.db")};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        await using var query = database.CreateCommand();
        query.CommandText = "SELECT json FROM entries ORDER BY sequence";
        await using var rows = await query.ExecuteReaderAsync();
        var entries = new List<JsonElement>();
        while (await rows.ReadAsync())
        {
            var entry = JsonDocument.Parse(rows.GetString(0)).RootElement;
            if (session is not { } wanted || (entry.TryGetProperty("session", out var id) && id.GetString() == wanted.ToString("D")))
            {
                entries.Add(entry);
            }
        }

        return new SessionLog(entries);
    }
}
