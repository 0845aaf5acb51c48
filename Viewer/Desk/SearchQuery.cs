using System.Globalization;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Viewer.Desk;

/// <summary>A search as it stands in an address: <c>?case=20931&amp;from=2026-11-01&amp;allowed=control</c>.</summary>
public static class SearchQuery
{
    public const string Case = "case", Technician = "technician", Customer = "customer", From = "from", To = "to", Allowed = "allowed", Outcome = "outcome", Reviewed = "reviewed";

    private const string Day = "yyyy-MM-dd";

    /// <summary>Reads one.</summary>
    /// <param name="get">The value of a name; null or empty where there is none.</param>
    /// <param name="wrong">The names whose values are none.</param>
    /// <returns>Without what is wrong.</returns>
    public static SessionSearch Read(Func<string, string?> get, out IReadOnlyList<string> wrong)
    {
        ArgumentNullException.ThrowIfNull(get);
        var bad = new List<string>();
        var search = new SessionSearch(
            Text(Case), Text(Technician), Text(Customer), Date(From), Date(To), Word<Scope>(Allowed), Word<EndReason>(Outcome),
            get(Reviewed) switch { null or "" => null, "yes" => true, "no" => false, _ => Wrong<bool>(Reviewed) });
        if (search is { From: { } from, To: { } to } && from > to)
        {
            bad.Add(To);
        }

        wrong = bad;
        return search;

        string? Text(string name)
        {
            var text = PlainText.Clean(get(name));
            if (text.Length > SessionSearch.LongestText)
            {
                bad.Add(name);
                return null;
            }

            return text.Length == 0 ? null : text;
        }

        DateOnly? Date(string name) => string.IsNullOrEmpty(get(name)) ? null
            : DateOnly.TryParseExact(get(name), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : Wrong<DateOnly>(name);

        T? Word<T>(string name)
            where T : struct, Enum => string.IsNullOrEmpty(get(name)) ? null : EnumName.Read<T>(get(name)) ?? Wrong<T>(name);

        T? Wrong<T>(string name)
            where T : struct
        {
            bad.Add(name);
            return null;
        }
    }

    /// <summary>Writes one; empty where all sessions are looked for, else it begins with a question mark.</summary>
    /// <param name="search">The search.</param>
    /// <param name="after">A place in the list; null for none.</param>
    public static string Write(SessionSearch search, string? after = null)
    {
        ArgumentNullException.ThrowIfNull(search);
        (string Name, string? Value)[] all =
        [
            (Case, search.Case), (Technician, search.Technician), (Customer, search.Customer),
            (From, search.From?.ToString(Day, CultureInfo.InvariantCulture)), (To, search.To?.ToString(Day, CultureInfo.InvariantCulture)),
            (Allowed, search.Allowed is { } scope ? EnumName.Of(scope) : null), (Outcome, search.Outcome is { } end ? EnumName.Of(end) : null),
            (Reviewed, search.Reviewed is { } reviewed ? reviewed ? "yes" : "no" : null), ("after", after),
        ];
        var said = string.Join('&', all.Where(one => !string.IsNullOrEmpty(one.Value)).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        return said.Length == 0 ? "" : "?" + said;
    }
}
