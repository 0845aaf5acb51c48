using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>The form of an exported file.</summary>
internal enum ExportForm
{
    /// <summary>For people and their spreadsheets.</summary>
    Csv,

    /// <summary>For programs: each entry as it was hashed, with what is needed to hash it again.</summary>
    Jsonl,
}

/// <summary>Writes the entries of the sessions that a search finds, one session in memory at a time.</summary>
internal sealed class LogExport(IDbContextFactory<RelayDb> databases, IAuditLog audit, IHttpContextAccessor http, LogSentences sentences)
{
    /// <summary>Sessions in one file at most.</summary>
    public const int MostSessions = 5_000;

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Counts, and makes the export an entry.</summary>
    /// <returns>The lines of the file; null where it would have more than <see cref="MostSessions"/> sessions: then there is no entry either.</returns>
    /// <exception cref="AuditUnavailableException">It cannot be written, and so nothing leaves.</exception>
    public async Task<IAsyncEnumerable<string>?> Begin(SessionSearch search, ExportForm form, CancellationToken cancel)
    {
        var reader = Reader.Require(http);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var sessions = await SessionFinder.After(SessionFinder.Find(db, search), null).Take(MostSessions + 1).Select(row => row.Id).ToListAsync(cancel);
        if (sessions.Count > MostSessions)
        {
            return null;
        }

        await audit.Append(AuditEntries.Exported(reader, search, Shared.Wire.EnumName.Of(form), sessions.Count), cancel: cancel);
        return form is ExportForm.Csv ? Csv(sessions, cancel) : Jsonl(sessions, cancel);
    }

    private async IAsyncEnumerable<string> Csv(IReadOnlyList<Guid> sessions, [EnumeratorCancellation] CancellationToken cancel)
    {
        yield return "\uFEFF" + CsvLine.Of("entry", "time", "case", "session", "who", "account", "action", "outcome", "says", "values", "hash"); // the mark tells spreadsheets that it is UTF-8
        await foreach (var entry in Entries(sessions, cancel))
        {
            var (facts, line) = (entry.Facts, entry.ToLine());
            yield return CsvLine.Of(
                $"{entry.Row.Sequence}", Moments.ForMachines(facts.Time), facts.Case ?? "", facts.Session ?? "", Shared.Wire.EnumName.Of(facts.Actor), facts.ActorId ?? "",
                facts.Action, Shared.Wire.EnumName.Of(facts.Outcome), sentences.Say(line), JsonSerializer.Serialize(line.Values, Readable), entry.Row.Hash);
        }
    }

    private async IAsyncEnumerable<string> Jsonl(IReadOnlyList<Guid> sessions, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var entry in Entries(sessions, cancel))
        {
            var personal = entry.Values.ToDictionary(value => value.Key, value => new EvidenceValue(value.Salt, value.Value), StringComparer.Ordinal);

            // The entry stands there as it was hashed, byte by byte; it has no new line in it.
            yield return new StringBuilder("{\"entry\":").Append(entry.Row.Json)
                .Append(",\"hash\":\"").Append(entry.Row.Hash)
                .Append("\",\"personal\":").Append(JsonSerializer.Serialize(personal, Readable)).Append("}\n").ToString();
        }
    }

    private async IAsyncEnumerable<ReadEntry> Entries(IReadOnlyList<Guid> sessions, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var session in sessions)
        {
            foreach (var entry in await ReadEntry.OfSession(db, session, cancel))
            {
                yield return entry;
            }
        }
    }
}
