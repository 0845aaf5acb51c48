using System.Globalization;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Audit;

/// <summary>A link as it stands in the details of its entry; both halves.</summary>
public static class LinkEntry
{
    /// <summary>The detail of an Agent's joining that says that it keeps a chain, in this version of it.</summary>
    public const string Chain = "chain";

    /// <summary>The version of the chain.</summary>
    public const string Version = "1";

    private const string Number = "link", Previous = "linkPrevious", Time = "linkTime", Signature = "linkSignature", Key = "linkKey";

    /// <summary>The entry with its link; the first link of a session says whose key signs.</summary>
    public static PendingEntry With(PendingEntry entry, AgentLink link)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(link);
        var detail = new Dictionary<string, string>(entry.Detail ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [Number] = link.Number.ToString(CultureInfo.InvariantCulture),
            [Previous] = Convert.ToHexStringLower(link.Previous),
            [Time] = ReceiptJson.Moment(link.At),
            [Signature] = Convert.ToBase64String(link.Signature),
        };
        if (link.Number == 0)
        {
            detail[Key] = Convert.ToBase64String(link.Key);
        }

        return entry with { Detail = detail };
    }

    /// <summary>Whether an entry says that it is a link.</summary>
    public static bool IsIn(IReadOnlyDictionary<string, string> detail) => detail.ContainsKey(Number);

    /// <summary>The link of an entry.</summary>
    /// <param name="detail">The entry's.</param>
    /// <param name="key">The session key, for all but the first.</param>
    /// <returns>Null where it is not exactly as <see cref="With"/> writes it.</returns>
    public static AgentLink? Read(IReadOnlyDictionary<string, string> detail, byte[]? key)
    {
        ArgumentNullException.ThrowIfNull(detail);
        try
        {
            var number = int.Parse(detail[Number], NumberStyles.None, CultureInfo.InvariantCulture);
            var own = number == 0 ? Convert.FromBase64String(detail[Key]) : key;
            var link = own is null || ReceiptJson.Moment(detail[Time]) is not { } at ? null
                : new AgentLink(number, Convert.FromHexString(detail[Previous]), at, own, Convert.FromBase64String(detail[Signature]));
            return link is not null && Holds(detail, link) ? link : null;
        }
        catch (Exception odd) when (odd is FormatException or OverflowException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether these details hold this link, exactly as <see cref="With"/> writes it.</summary>
    public static bool Holds(IReadOnlyDictionary<string, string> detail, AgentLink link)
    {
        ArgumentNullException.ThrowIfNull(detail);
        ArgumentNullException.ThrowIfNull(link);
        return With(new PendingEntry("", ActorKind.Customer, null, AuditOutcome.Success), link).Detail!
                .All(pair => string.Equals(detail.GetValueOrDefault(pair.Key), pair.Value, StringComparison.Ordinal))
            && (link.Number == 0 || !detail.ContainsKey(Key));
    }
}
