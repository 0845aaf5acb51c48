namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>A line of a CSV file, RFC 4180. What a spreadsheet would take for a formula begins with an apostrophe, so that it is a text there.</summary>
internal static class CsvLine
{
    // What spreadsheets begin a formula with, and the blanks that some pass over before it.
    private const string Dangerous = "=+-@\t\r\n|%";

    /// <summary>One line, with its end.</summary>
    public static string Of(params ReadOnlySpan<string> fields)
    {
        var written = new string[fields.Length];
        for (var at = 0; at < fields.Length; at++)
        {
            var field = fields[at].Replace("\"", "\"\"", StringComparison.Ordinal);
            var first = field.TrimStart();
            var apostrophe = field.Length > 0 && (Dangerous.Contains(field[0]) || (first.Length > 0 && Dangerous.Contains(first[0])));
            written[at] = $"\"{(apostrophe ? "'" : "")}{field}\"";
        }

        return string.Join(',', written) + "\r\n";
    }
}
