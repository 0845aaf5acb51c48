using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Api;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>
/// Finds sessions by what their rows and their cases' rows say: in entries, names are hashes. Texts are found whatever the case of
/// their ASCII letters.
/// </summary>
internal static class SessionFinder
{
    private const string Escape = "\\";

    /// <summary>The sessions that a search is for, in no order.</summary>
    public static IQueryable<SessionRow> Find(RelayDb db, SessionSearch search)
    {
        var found = db.Sessions.AsNoTracking();
        if (search.Case is { Length: > 0 } number)
        {
            found = found.Where(row => db.Cases.Where(one => one.Number == number).Select(one => one.Id).Contains(row.CaseId));
        }

        if (search.Customer is { Length: > 0 } customer)
        {
            var pattern = Containing(customer);
            found = found.Where(row => db.Cases.Where(one => EF.Functions.Like(one.Customer, pattern, Escape)).Select(one => one.Id).Contains(row.CaseId));
        }

        if (search.Technician is { Length: > 0 } technician)
        {
            var pattern = Containing(technician);
            found = found.Where(row => EF.Functions.Like(row.Technician, pattern, Escape)
                || db.Colleagues.Where(one => EF.Functions.Like(one.Name, pattern, Escape)).Select(one => one.SessionId).Contains(row.Id));
        }

        if (search.From is { } first)
        {
            var from = Midnight(first);
            found = found.Where(row => row.Requested >= from);
        }

        if (search.To is { } last && last < DateOnly.MaxValue)
        {
            var to = Midnight(last.AddDays(1));
            found = found.Where(row => row.Requested < to);
        }

        if (search.Allowed is { } scope)
        {
            var pattern = $"%,{scope},%";
            found = found.Where(row => EF.Functions.Like("," + row.Allowed + ",", pattern));
        }

        if (search.Outcome is { } outcome)
        {
            found = found.Where(row => row.EndReason == outcome);
        }

        return search.Reviewed switch
        {
            true => found.Where(row => row.State == SessionState.Reviewed),
            false => found.Where(row => row.State == SessionState.Ended),
            null => found,
        };
    }

    /// <summary>Those after a place, the newest first.</summary>
    public static IQueryable<SessionRow> After(IQueryable<SessionRow> found, string? place)
    {
        if (place is not null && PlaceInList.Read(place) is [var ticks, var written]
            && PlaceInList.ReadMoment(ticks) is { } moment && Guid.TryParse(written, CultureInfo.InvariantCulture, out var id))
        {
            found = found.Where(row => row.Requested < moment || (row.Requested == moment && row.Id.CompareTo(id) < 0));
        }

        return found.OrderByDescending(row => row.Requested).ThenByDescending(row => row.Id);
    }

    /// <summary>The place of a line.</summary>
    public static string PlaceOf(AuditedLine line) => PlaceInList.Write(PlaceInList.Moment(line.Requested), $"{line.Id}");

    /// <summary>As lines of the list.</summary>
    public static async Task<List<AuditedLine>> Lines(RelayDb db, IQueryable<SessionRow> found, CancellationToken cancel)
    {
        var rows = await found
            .Select(row => new
            {
                Row = row,
                Case = db.Cases.Where(one => one.Id == row.CaseId).Select(one => new { one.Number, one.Customer }).First(),
                Verdict = db.Reviews.Where(one => one.SessionId == row.Id).Select(one => (Verdict?)one.Verdict).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return rows.ConvertAll(one => new AuditedLine(
            one.Row.Id, one.Case.Number, one.Case.Customer, one.Row.Technician, one.Row.State, one.Row.EndReason,
            one.Row.Requested, one.Row.Live, one.Row.Ended, EnumColumn.Read<Scope>(one.Row.Allowed), one.Verdict));
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static string Containing(string text) =>
        $"%{text.Replace(Escape, Escape + Escape, StringComparison.Ordinal).Replace("%", Escape + "%", StringComparison.Ordinal).Replace("_", Escape + "_", StringComparison.Ordinal)}%";
}
