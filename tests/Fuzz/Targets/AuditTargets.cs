using System.Text;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>Entries of a log that somebody hands over to be checked.</summary>
internal static class AuditTargets
{
    public static IReadOnlyList<Target> List { get; } =
    [
        new Target("canonical-json", ["CanonicalJson.Read"], () => [.. Entries()], () => input =>
            CanonicalJson.Read(input) is { } read
            && (CanonicalJson.Write(read).AsSpan().SequenceEqual(input) ? true : throw new BrokenPromiseException("It is not canonical."))),
        new Target("log-entry", ["EntryFacts.Read", "HashChain.Verify"], () => [.. Entries()], () => Entry),
    ];

    private static IEnumerable<byte[]> Entries() =>
        Vectors.Read("audit-entry.json").AsArray().Select(entry => Encoding.UTF8.GetBytes(entry!["json"]!.GetValue<string>()));

    private static bool Entry(ReadOnlySpan<byte> input)
    {
        var json = input.ToArray();
        var report = HashChain.Verify([new StoredEntry(1, json, SealedEntry.HashOf(json), null)], []);
        try
        {
            return EntryFacts.Read(input) is not null && (report.Fault is null || report.Fault.Sequence == 1);
        }
        catch (FormatException)
        {
            return false; // canonical, and no entry: so it says
        }
    }
}
