using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Tests.Support;

/// <summary>A Relay's log in memory, which proves what is in it as the real one does.</summary>
/// <param name="key">What the Relay signs with.</param>
public sealed class SomeLog(ECDsa key)
{
    private readonly List<SealedEntry> entries = [];

    /// <summary>How many entries there are.</summary>
    public int Count => entries.Count;

    /// <summary>Writes an entry.</summary>
    public void Add(PendingEntry entry) => entries.Add(SealedEntry.Seal(
        entry, Count + 1, DateTimeOffset.UnixEpoch, Count == 0 ? SealedEntry.NoPrevious : entries[^1].Hash, () => new byte[SealedEntry.SaltBytes]));

    /// <summary>Writes what an Agent stated.</summary>
    /// <returns>True: it is there.</returns>
    public bool Add(Guid session, AgentLink link, AgentStatement statement)
    {
        Add(Of(session, link, statement));
        return true;
    }

    /// <summary>The entry that comes of a statement.</summary>
    public static PendingEntry Of(Guid session, AgentLink link, AgentStatement statement) => LinkEntry.With(
        new PendingEntry(statement.Action, ActorKind.Customer, null, AuditOutcome.Success, Guid.Empty, session, statement.Said), link);

    /// <summary>Proves that an entry is in the log.</summary>
    /// <param name="entry">From 1; 0 for the last.</param>
    /// <param name="size">By the state that it had with so many entries; 0 for the present one.</param>
    public InclusionProof Prove(int entry = 0, int size = 0)
    {
        size = size == 0 ? Count : size;
        var at = (entry == 0 ? Count : entry) - 1;
        var checkpoint = new Checkpoint(Checkpoint.OriginOf(entries[0].Hash), size, MerkleProofs.Root(size, Node));
        return new InclusionProof(
            new SignedNote(checkpoint.ToBody(), [CheckpointSignature.Sign(key, checkpoint)]).Write(),
            Encoding.UTF8.GetString(entries[at].Json),
            at,
            MerkleProofs.Inclusion(at, size, Node));
    }

    private byte[] Node(int level, long index) => level == 0
        ? Convert.FromHexString(entries[(int)index].Hash)
        : MerkleHash.Node(Node(level - 1, 2 * index), Node(level - 1, (2 * index) + 1));
}
