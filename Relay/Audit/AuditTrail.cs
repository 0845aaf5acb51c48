using System.Text;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Audit;

/// <summary>Reads the log for people. It does not verify: <c>audit verify</c> does.</summary>
public sealed class AuditTrail(IDbContextFactory<RelayDb> databases) : IAuditTrail
{
    /// <exception cref="InvalidDataException">An entry was damaged; leaving it out would hide that.</exception>
    public async Task<IReadOnlyList<LogLine>> ForSession(Guid session, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await db.Entries.AsNoTracking()
            .Where(row => row.Session == session)
            .OrderBy(row => row.Sequence)
            .GroupJoin(db.PersonalValues, row => row.Sequence, value => value.Sequence, (row, values) => new { row, values })
            .SelectMany(both => both.values.DefaultIfEmpty(), (both, value) => new { both.row, value })
            .ToListAsync(cancel);
        return rows.GroupBy(both => both.row.Sequence)
            .Select(entry => ToLine(entry.First().row, entry.Select(both => both.value).OfType<PersonalValueRow>()))
            .ToList();
    }

    private static LogLine ToLine(EntryRow row, IEnumerable<PersonalValueRow> personal)
    {
        var facts = Read(row);
        var values = new Dictionary<string, string>(facts.Detail, StringComparer.Ordinal);
        foreach (var value in personal)
        {
            values[value.Key] = value.Value;
        }

        return new LogLine(row.Sequence, facts.Time, facts.Action, facts.Actor, facts.Outcome, values);
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
