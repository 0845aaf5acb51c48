using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Tests.Audit;

/// <summary>Arbitrary values of the log.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static byte[] Salt() => RandomNumberGenerator.GetBytes(SealedEntry.SaltBytes);

    public static PendingEntry Pending(
        Guid? session = null, Dictionary<string, string>? detail = null, Dictionary<string, string>? personal = null) =>
        new(AuditActions.SessionRequested, ActorKind.Technician, "someone", AuditOutcome.Success, Guid.NewGuid(), session, detail, personal);

    public static SealedEntry Entry(Dictionary<string, string>? detail = null, Dictionary<string, string>? personal = null) =>
        SealedEntry.Seal(Pending(null, detail, personal), 1, Time, SealedEntry.NoPrevious, Salt);

    /// <summary>A good log: every entry has a session and two personal values.</summary>
    public static (List<StoredEntry> Entries, List<StoredValue> Values) Log(int length)
    {
        var entries = new List<StoredEntry>();
        var values = new List<StoredValue>();
        var previous = SealedEntry.NoPrevious;
        for (var sequence = 1; sequence <= length; sequence++)
        {
            var pending = Pending(
                Guid.NewGuid(),
                new() { ["number"] = sequence.ToString() },
                new() { ["customer"] = $"Customer {sequence}", ["problem"] = "Printer prints blank pages" });
            var entry = SealedEntry.Seal(pending, sequence, Time.AddSeconds(sequence), previous, Salt);
            entries.Add(new StoredEntry(sequence, entry.Json, entry.Hash, entry.Session?.ToString()));
            values.AddRange(entry.Personal.Select(value => new StoredValue(
                sequence, value.Key, Convert.ToHexStringLower(value.Salt), Encoding.UTF8.GetBytes(value.Value))));
            previous = entry.Hash;
        }

        return (entries, values);
    }
}
