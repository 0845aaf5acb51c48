using System.Text;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Bundles;

/// <summary>The entries of a bundle: each the one that the manifest lists, in the log that was signed, with values that fit it.</summary>
internal sealed class BundleEntries(BundleManifest manifest, Checkpoint checkpoint)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string session = $"{manifest.Session}";
    private readonly string about = $"{manifest.Case.Id}";
    private readonly ChainCheck chain = new();
    private string? leaf; // of the last good one

    /// <summary>How many are good, from the first.</summary>
    public int Good { get; private set; }

    /// <summary>How many of their personal values are gone.</summary>
    public long Erased { get; private set; }

    /// <summary>Whether the session's end is among them.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Whether one of them says that the session was recorded.</summary>
    public bool WasRecorded { get; private set; }

    /// <summary>The hashes of the recording's chunks that they have, by number.</summary>
    public Dictionary<uint, string> Chunks { get; } = [];

    /// <summary>How many links of the Agent's chain are good; null where it keeps none.</summary>
    public long? Links => chain.HasChain ? chain.Count : null;

    /// <summary>Goes through the lines, and ends at the first that is not as it must be.</summary>
    public BundleFault? Check(ReadOnlyMemory<byte> bytes)
    {
        var rest = bytes;
        foreach (var sequence in manifest.Entries)
        {
            if (rest.IsEmpty)
            {
                return Fault(BundleDamage.MissingEntry, sequence);
            }

            var end = rest.Span.IndexOf((byte)'\n');
            if (end < 0 || BundleEntry.Read(rest.Span[..end]) is not { } entry)
            {
                return Fault(BundleDamage.EntryUnreadable, sequence);
            }

            if (Check(entry, sequence) is { } damage)
            {
                return Fault(damage, sequence);
            }

            rest = rest[(end + 1)..];
            Good++;
        }

        return rest.IsEmpty ? null : new BundleFault(BundleDamage.StrayEntry, BundleParts.Entries);
    }

    private BundleDamage? Check(BundleEntry entry, long sequence)
    {
        EntryFacts? facts;
        try
        {
            facts = EntryFacts.Read(entry.Json);
        }
        catch (FormatException)
        {
            facts = null;
        }

        if (facts is null)
        {
            return BundleDamage.EntryUnreadable;
        }

        if (facts.Sequence != sequence || !string.Equals(facts.Session, session, StringComparison.Ordinal)
            || (facts.Case is not null && !string.Equals(facts.Case, about, StringComparison.Ordinal)))
        {
            return BundleDamage.WrongEntry;
        }

        var before = leaf;
        leaf = SealedEntry.HashOf(entry.Json);
        if (!MerkleCheck.Inclusion(sequence - 1, checkpoint.Size, Convert.FromHexString(leaf), entry.Proof, checkpoint.Root))
        {
            return BundleDamage.NotIncluded;
        }

        // Where the one before in the log is here too, the chain says so as well.
        if (Good > 0 && manifest.Entries[Good - 1] == sequence - 1 && !string.Equals(facts.Previous, before, StringComparison.Ordinal))
        {
            return BundleDamage.WrongPrevious;
        }

        if (!Fit(entry.Values, facts))
        {
            return BundleDamage.WrongValue;
        }

        if (chain.Take(facts) is { } fault)
        {
            return DamageOf(fault);
        }

        Erased += facts.PersonalHashes.Count - entry.Values.Count;
        HasEnd |= string.Equals(facts.Action, AuditActions.Of(SessionEvent.End), StringComparison.Ordinal);
        foreach (var chunk in facts.Action == AuditActions.RecordingChunk ? LoggedChunk.ReadList(facts.Detail.GetValueOrDefault("chunks", "")) ?? [] : [])
        {
            Chunks.TryAdd(chunk.Number, chunk.Hash);
        }

        WasRecorded |= string.Equals(facts.Action, AuditActions.RecordingStarted, StringComparison.Ordinal);
        return null;
    }

    private static BundleDamage DamageOf(LinkFault fault) => fault switch
    {
        LinkFault.NotLinked => BundleDamage.NotLinked,
        LinkFault.LinkUnreadable => BundleDamage.LinkUnreadable,
        LinkFault.LinkOutOfTurn => BundleDamage.LinkOutOfTurn,
        LinkFault.LinkWrongPrevious => BundleDamage.LinkWrongPrevious,
        LinkFault.LinkOtherKey => BundleDamage.LinkOtherKey,
        _ => BundleDamage.LinkNotSigned,
    };

    // Each once, by their keys; a salt of another length could shift bytes between salt and value.
    private static bool Fit(IReadOnlyList<PersonalValue> values, EntryFacts facts) =>
        values.Zip(values.Skip(1)).All(two => string.CompareOrdinal(two.First.Key, two.Second.Key) < 0)
        && values.All(value => value.Salt.Length == SealedEntry.SaltBytes && facts.PersonalHashes.TryGetValue(value.Key, out var hash)
            && string.Equals(SealedEntry.HashOf(value.Salt, Utf8.GetBytes(value.Value)), hash, StringComparison.Ordinal));

    private static BundleFault Fault(BundleDamage damage, long entry) => new(damage, BundleParts.Entries, entry);
}
