using System.Text;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Audit;

/// <summary>What can be wrong with a proof that the log holds what an Agent stated.</summary>
public enum InclusionFault
{
    /// <summary>There is no state of a log in it.</summary>
    CheckpointUnreadable,

    /// <summary>The key that the Agent knows has not signed that state, nor has one that this key leads to.</summary>
    CheckpointNotSigned,

    /// <summary>There is no entry in it.</summary>
    EntryUnreadable,

    /// <summary>The entry is of another session, or is no statement of an Agent.</summary>
    OtherEntry,

    /// <summary>The entry is not the last that this Agent stated.</summary>
    OtherLink,

    /// <summary>The entry is not in the tree whose root was signed, or at another place than it says.</summary>
    NotIncluded,
}

/// <summary>The last that an Agent stated, by its own word. By the hashes in front of it, it stands for all before.</summary>
/// <param name="Session">The session.</param>
/// <param name="Exchange">32 bytes that name its code exchange.</param>
/// <param name="Link">Its place in the Agent's chain, with key and signature.</param>
/// <param name="Statement">What was stated.</param>
public sealed record LastLink(Guid Session, byte[] Exchange, AgentLink Link, AgentStatement Statement);

/// <summary>Judges a proof that the log holds the last that an Agent stated. All of it may come from somebody who lies.</summary>
public static class InclusionCheck
{
    /// <summary>Characters of an entry at most; the longest that the Relay writes has some thousand.</summary>
    public const int LongestEntry = 64 * 1024;

    /// <summary>Judges it: <c>1 the signed state of the log   2 the entry   3 whose it is, and that it is the last   4 the tree</c>.</summary>
    /// <param name="proof">As it came.</param>
    /// <param name="relayKey">The key that the Agent pinned, SubjectPublicKeyInfo.</param>
    /// <param name="last">What the entry must be.</param>
    /// <param name="isNext">
    /// The entry is the one behind <paramref name="last"/>: nobody but the Agent can have signed it, though it never heard that it was taken.
    /// </param>
    /// <returns>Null where nothing is wrong.</returns>
    public static InclusionFault? Of(InclusionProof proof, byte[] relayKey, LastLink last, out bool isNext)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(relayKey);
        ArgumentNullException.ThrowIfNull(last);
        isNext = false;
        if (proof.Checkpoint.Length > SignedNote.MaxBytes || SignedNote.Read(Encoding.UTF8.GetBytes(proof.Checkpoint)) is not { } note
            || Checkpoint.Read(note.Body) is null)
        {
            return InclusionFault.CheckpointUnreadable;
        }

        if (CheckpointSignature.Open(note, Keys(relayKey, proof.KeyHistory ?? [])) is not { } checkpoint)
        {
            return InclusionFault.CheckpointNotSigned;
        }

        var json = proof.Entry.Length <= LongestEntry ? Encoding.UTF8.GetBytes(proof.Entry) : [];
        if (Read(json) is not { } entry)
        {
            return InclusionFault.EntryUnreadable;
        }

        return Judge(entry, last, out isNext)
            ?? (proof.Leaf == entry.Sequence - 1 && MerkleCheck.Inclusion(proof.Leaf, checkpoint.Size, MerkleHash.Leaf(json), proof.Proof, checkpoint.Root)
                ? null
                : InclusionFault.NotIncluded);
    }

    // The Relay may have changed its key since the Agent pinned one: that one leads to the last.
    private static IEnumerable<byte[]> Keys(byte[] pinned, IReadOnlyList<KeySuccession> history) =>
        history is [.., { After: { } present }] && KeySuccession.Leads(AskingStatement.Fingerprint(pinned), history, present) ? [pinned, present] : [pinned];

    private static EntryFacts? Read(byte[] json)
    {
        try
        {
            return EntryFacts.Read(json);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static InclusionFault? Judge(EntryFacts entry, LastLink last, out bool isNext)
    {
        isNext = false;
        if (!string.Equals(entry.Session, last.Session.ToString(), StringComparison.Ordinal) || entry.Outcome is not AuditOutcome.Success
            || !AgentStatement.IsAgents(entry.Action, entry.Actor))
        {
            return InclusionFault.OtherEntry;
        }

        var statement = AgentStatement.In(entry.Action, entry.Detail);
        if (LinkEntry.Holds(entry.Detail, last.Link))
        {
            return statement.ToBytes().AsSpan().SequenceEqual(last.Statement.ToBytes()) ? null : InclusionFault.OtherLink;
        }

        isNext = LinkEntry.Read(entry.Detail, last.Link.Key) is { } link && link.Number == last.Link.Number + 1
            && link.Previous.AsSpan().SequenceEqual(LinkStatement.HashOf(last.Session, last.Exchange, last.Link, last.Statement))
            && LinkStatement.IsSigned(last.Session, last.Exchange, link, statement);
        return isNext ? null : InclusionFault.OtherLink;
    }
}
