using System.Globalization;
using System.Text;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Syslog;

/// <summary>
/// An entry as syslog (RFC 5424), counted in octets (RFC 6587, RFC 5425). The message is the entry's canonical JSON as it was hashed:
/// with the salted hashes of personal values, and without the values.
/// </summary>
internal static class SyslogMessage
{
    // 13 is "log audit".
    private const int Facility = 13;

    private const int LongestId = 32;
    private const int LongestHost = 255;

    // Whoever has no number of their own, as this project, names what is theirs under the one that RFC 5612 keeps for examples.
    private const string Data = "remoteassist@32473";

    /// <summary>The message with its length before it.</summary>
    /// <param name="json">The entry's canonical JSON.</param>
    /// <param name="hash">Its hash, lower-case hex.</param>
    /// <param name="host">The name of this computer.</param>
    /// <exception cref="FormatException">It is not an entry.</exception>
    public static byte[] Of(string json, string hash, string host)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var entry = EntryFacts.Read(bytes) ?? throw new FormatException("It is not canonical JSON.");
        var severity = entry.Outcome switch
        {
            AuditOutcome.Success => 6, // informational
            AuditOutcome.Refused => 4, // warning
            _ => 3, // error
        };
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"<{(Facility * 8) + severity}>1 {entry.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Printable(host, LongestHost)} RemoteAssist - {Printable(entry.Action, LongestId)} ");
        var data = new StringBuilder($"[{Data}");
        foreach (var (name, value) in new[]
        {
            ("sequence", entry.Sequence.ToString(CultureInfo.InvariantCulture)), ("action", entry.Action), ("outcome", EnumName.Of(entry.Outcome)),
            ("session", entry.Session), ("case", entry.Case), ("hash", hash),
        })
        {
            if (value is not null)
            {
                data.Append(CultureInfo.InvariantCulture, $" {name}=\"{Escaped(value)}\"");
            }
        }

        byte[] message = [.. Encoding.ASCII.GetBytes(head), .. Encoding.UTF8.GetBytes(data.Append("] ").ToString()), .. Encoding.UTF8.Preamble, .. bytes];
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{message.Length} ")), .. message];
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);

    // A field of the head has no space and nothing beyond ASCII.
    private static string Printable(string text, int most)
    {
        var kept = string.Concat(text.Where(sign => sign is > ' ' and < '\x7f').Take(most));
        return kept.Length > 0 ? kept : "-";
    }
}
