using System.Text;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Audit;

/// <summary>An entry as it lies in the log, and what it says.</summary>
/// <param name="Row">As it was hashed.</param>
/// <param name="Facts">What its JSON says.</param>
/// <param name="Values">Its personal values, without those that were erased; by their keys.</param>
internal sealed record ReadEntry(EntryRow Row, EntryFacts Facts, IReadOnlyList<PersonalValueRow> Values)
{
    /// <summary>All entries of a session, oldest first.</summary>
    /// <exception cref="InvalidDataException">One was damaged.</exception>
    public static async Task<IReadOnlyList<ReadEntry>> OfSession(RelayDb db, Guid session, CancellationToken cancel)
    {
        var rows = await db.Entries.AsNoTracking()
            .Where(row => row.Session == session)
            .OrderBy(row => row.Sequence)
            .GroupJoin(db.PersonalValues, row => row.Sequence, value => value.Sequence, (row, values) => new { row, values })
            .SelectMany(both => both.values.DefaultIfEmpty(), (both, value) => new { both.row, value })
            .ToListAsync(cancel);
        return
        [
            .. rows.GroupBy(both => both.row.Sequence).Select(entry => new ReadEntry(
                entry.First().row,
                Read(entry.First().row),
                [.. entry.Select(both => both.value).OfType<PersonalValueRow>().OrderBy(value => value.Key, StringComparer.Ordinal)])),
        ];
    }

    /// <summary>For people.</summary>
    public LogLine ToLine()
    {
        var values = new Dictionary<string, string>(Facts.Detail, StringComparer.Ordinal);
        foreach (var value in Values)
        {
            values[value.Key] = value.Value;
        }

        return new LogLine(Row.Sequence, Facts.Time, Facts.Action, Facts.Actor, Facts.Outcome, values);
    }

    private static EntryFacts Read(EntryRow row)
    {
        try
        {
            return EntryFacts.Read(Encoding.UTF8.GetBytes(row.Json))
                ?? throw new InvalidDataException($"Entry {row.Sequence} of the log is damaged.");
        }
        catch (FormatException odd)
        {
            throw new InvalidDataException($"Entry {row.Sequence} of the log is damaged.", odd);
        }
    }
}
