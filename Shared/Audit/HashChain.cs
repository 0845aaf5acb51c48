using System.Globalization;

namespace RemoteAssist.Shared.Audit;

/// <summary>One row of the stored log, exactly as it was found: nothing about it is trusted.</summary>
/// <param name="Sequence">The row's number.</param>
/// <param name="Json">The bytes of its JSON.</param>
/// <param name="Hash">Its hash column.</param>
/// <param name="Session">Its session column.</param>
public sealed record StoredEntry(long Sequence, byte[] Json, string Hash, string? Session);

/// <summary>One stored personal value, exactly as it was found.</summary>
/// <param name="Sequence">The entry that it belongs to.</param>
/// <param name="Key">Its key there.</param>
/// <param name="Salt">Its salt, hex.</param>
/// <param name="Value">The bytes of its value.</param>
public sealed record StoredValue(long Sequence, string Key, string Salt, byte[] Value);

/// <summary>What can be wrong with a stored log.</summary>
public enum ChainDamage
{
    /// <summary>An entry is missing before this one.</summary>
    Gap,

    /// <summary>The JSON is not in the canonical form, so it is not what was written.</summary>
    NotCanonical,

    /// <summary>The JSON lacks what every entry has.</summary>
    NotAnEntry,

    /// <summary>The JSON's hash is not the stored one.</summary>
    WrongHash,

    /// <summary>The JSON names another sequence than its row.</summary>
    WrongSequence,

    /// <summary>The JSON names another session than its row.</summary>
    WrongSession,

    /// <summary>It does not follow the entry before it.</summary>
    WrongPrevious,

    /// <summary>A personal value does not fit its hash.</summary>
    WrongValue,

    /// <summary>A personal value belongs to no entry, or its entry knows no such key.</summary>
    StrayValue,

    /// <summary>A count of use was not signed by the Agent of its session, or does not follow the one before.</summary>
    NotSigned,
}

/// <summary>The first thing that is wrong.</summary>
/// <param name="Sequence">The entry.</param>
/// <param name="Damage">What kind.</param>
/// <param name="Says">One sentence for people.</param>
public sealed record ChainFault(long Sequence, ChainDamage Damage, string Says);

/// <summary>What a check of the log found.</summary>
/// <param name="Entries">How many entries are good, from the first.</param>
/// <param name="Erased">How many personal values of those are gone, which is allowed.</param>
/// <param name="LastHash">The hash of the last good entry.</param>
/// <param name="LastTime">Its time.</param>
/// <param name="Fault">The first fault; null where there is none.</param>
public sealed record ChainReport(long Entries, long Erased, string LastHash, DateTimeOffset? LastTime, ChainFault? Fault);

/// <summary>
/// Checks that each entry follows the one before it and is as it was written. A chain shows every change before its
/// end; it cannot show that its end was cut off, nor that somebody rewrote all of it from some entry to the end.
/// For that, compare <see cref="ChainReport.LastHash"/> with one that was noted elsewhere.
/// </summary>
public static class HashChain
{
    // Entries that are read, and hashed on all processors, before they are compared with each other.
    private const int AtOnce = 2048;

    /// <summary>Goes through the whole log once, holding some entries at a time.</summary>
    /// <param name="entries">In the order of their sequence.</param>
    /// <param name="values">In the order of their sequence; an erased one is missing.</param>
    /// <param name="good">Told of each good entry, in their order; null where nobody wants to know.</param>
    public static ChainReport Verify(IEnumerable<StoredEntry> entries, IEnumerable<StoredValue> values, Action<StoredEntry>? good = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(values);
        var report = new ChainReport(0, 0, SealedEntry.NoPrevious, null, null);
        using var value = values.GetEnumerator();
        var more = value.MoveNext();
        foreach (var read in entries.Chunk(AtOnce).SelectMany(ReadAll))
        {
            var entry = read.Row;
            var (facts, fault) = Check(read, report.Entries + 1, report.LastHash);
            if (more && value.Current.Sequence < entry.Sequence)
            {
                // An unclaimed value stands before this entry, whatever this entry is like.
                return report with { Fault = Stray(value.Current) };
            }

            if (facts is null)
            {
                return report with { Fault = fault };
            }

            var found = 0;
            for (; more && value.Current.Sequence == entry.Sequence; more = value.MoveNext(), found++)
            {
                if (Check(value.Current, facts) is { } wrong)
                {
                    return report with { Fault = wrong };
                }
            }

            report = new ChainReport(
                report.Entries + 1, report.Erased + facts.PersonalHashes.Count - found, entry.Hash, facts.Time, null);
            good?.Invoke(entry);
        }

        return more ? report with { Fault = Stray(value.Current) } : report;
    }

    // What can be said of each by itself.
    private static ReadEntry[] ReadAll(StoredEntry[] rows)
    {
        var read = new ReadEntry[rows.Length];
        Parallel.For(0, rows.Length, at => read[at] = Read(rows[at]));
        return read;
    }

    private static ReadEntry Read(StoredEntry row)
    {
        try
        {
            return new ReadEntry(row, EntryFacts.Read(row.Json), null, SealedEntry.HashOf(row.Json));
        }
        catch (FormatException odd)
        {
            return new ReadEntry(row, null, odd.Message, "");
        }
    }

    private static (EntryFacts? Facts, ChainFault? Fault) Check(ReadEntry read, long expected, string previous)
    {
        var (row, facts, odd, hash) = read;
        if (row.Sequence != expected)
        {
            return Bad(expected, ChainDamage.Gap, $"It is missing; in its place stands number {Number(row.Sequence)}.");
        }

        if (odd is not null)
        {
            return Bad(expected, ChainDamage.NotAnEntry, odd);
        }

        if (facts is null)
        {
            return Bad(expected, ChainDamage.NotCanonical, "Its text is not in the form in which entries are written.");
        }

        if (!string.Equals(hash, row.Hash, StringComparison.Ordinal))
        {
            return Bad(expected, ChainDamage.WrongHash, "Its text does not fit its hash: one of the two was changed.");
        }

        if (facts.Sequence != row.Sequence)
        {
            return Bad(expected, ChainDamage.WrongSequence, $"Its text says that it is entry {Number(facts.Sequence)}.");
        }

        if (!string.Equals(facts.Previous, previous, StringComparison.Ordinal))
        {
            return Bad(
                expected, ChainDamage.WrongPrevious, "It does not follow the entry before it: that one or this one was replaced.");
        }

        if (!string.Equals(facts.Session, row.Session, StringComparison.Ordinal))
        {
            return Bad(expected, ChainDamage.WrongSession, "It is filed under another session than its text says.");
        }

        return (facts, null);
    }

    private static ChainFault? Check(StoredValue row, EntryFacts facts)
    {
        if (!facts.PersonalHashes.TryGetValue(row.Key, out var hash))
        {
            return Stray(row);
        }

        return Salt(row.Salt) is { } salt && string.Equals(SealedEntry.HashOf(salt, row.Value), hash, StringComparison.Ordinal)
            ? null
            : new ChainFault(row.Sequence, ChainDamage.WrongValue, $"Its personal value \"{row.Key}\" was changed.");
    }

    // A salt of another length could shift bytes between salt and value without changing the hash.
    private static byte[]? Salt(string hex)
    {
        var salt = new byte[SealedEntry.SaltBytes];
        return hex.Length == 2 * salt.Length
            && Convert.FromHexString(hex, salt, out _, out _) == System.Buffers.OperationStatus.Done ? salt : null;
    }

    private static ChainFault Stray(StoredValue row) =>
        new(row.Sequence, ChainDamage.StrayValue, $"A personal value \"{row.Key}\" is filed under it that it does not have.");

    private static (EntryFacts? Facts, ChainFault? Fault) Bad(long sequence, ChainDamage damage, string says) =>
        (null, new ChainFault(sequence, damage, says));

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>An entry with what it says (null where it is not canonical), why it is none, and the hash of its text.</summary>
    private sealed record ReadEntry(StoredEntry Row, EntryFacts? Facts, string? Odd, string Hash);
}
