using System.Text;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>How a sealed entry lies in the database.</summary>
internal static class EntryRows
{
    public static EntryRow ToRow(this SealedEntry entry) => new()
    {
        Sequence = entry.Sequence,
        Json = Encoding.UTF8.GetString(entry.Json),
        Hash = entry.Hash,
        Session = entry.Session,
    };

    public static IEnumerable<PersonalValueRow> ToPersonalRows(this SealedEntry entry) =>
        entry.Personal.Select(value => new PersonalValueRow
        {
            Sequence = entry.Sequence,
            Key = value.Key,
            Salt = Convert.ToHexStringLower(value.Salt),
            Value = value.Value,
        });
}
