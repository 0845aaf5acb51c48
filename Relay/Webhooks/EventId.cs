using System.Globalization;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>
/// What an event is called: <c>evt_</c>, the sequence of its entry, <c>_</c>, the first half of the entry's hash. So it is the same
/// each time that it is told, and another one where a Relay that was restored from a backup writes another entry of the same number.
/// </summary>
internal static class EventId
{
    private const string Beginning = "evt_";

    private const int HashDigits = 32;

    /// <summary>That of an entry.</summary>
    public static string Of(long sequence, string hash) => string.Create(CultureInfo.InvariantCulture, $"{Beginning}{sequence}_{hash[..HashDigits]}");

    /// <summary>That of an entry.</summary>
    public static string Of(EntryRow entry) => Of(entry.Sequence, entry.Hash);

    /// <summary>The sequence in an id; null where it is not written as ids are. Whether there is such an event is another question.</summary>
    public static long? SequenceOf(string id) =>
        id.Length < 64 && id.Split('_') is ["evt", var sequence, { Length: HashDigits }]
        && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
