namespace RemoteAssist.Shared.Audit;

/// <summary>Gives the hash of a complete subtree.</summary>
/// <param name="level">It has 2^level leaves.</param>
/// <param name="index">Its number from the left among those of its level, from 0.</param>
public delegate byte[] SubtreeHash(int level, long index);

/// <summary>
/// Makes proofs, RFC 9162, sections 2.1.3.1 and 2.1.4.1: the hashes in the order in which a verifier needs them, the deepest
/// first. The checking half is <see cref="MerkleCheck"/>.
/// </summary>
public static class MerkleProofs
{
    /// <summary>The root of the tree of the first leaves.</summary>
    /// <param name="size">How many leaves, from 0.</param>
    /// <param name="nodes">Complete subtrees below that size.</param>
    public static byte[] Root(long size, SubtreeHash nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return Hash(0, size, nodes);
    }

    /// <summary>That a leaf is in the tree.</summary>
    /// <param name="index">Which leaf, from 0.</param>
    /// <param name="size">The tree's leaves; more than <paramref name="index"/>.</param>
    /// <param name="nodes">Complete subtrees below that size.</param>
    public static IReadOnlyList<byte[]> Inclusion(long index, long size, SubtreeHash nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);

        // From the root down to the leaf; what lies beside the way is the proof.
        var proof = new List<byte[]>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var split = Split(start, end);
            if (index < split)
            {
                proof.Add(Hash(split, end, nodes));
                end = split;
            }
            else
            {
                proof.Add(Hash(start, split, nodes));
                start = split;
            }
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>That one tree continues another.</summary>
    /// <param name="from">Leaves of the smaller, at least 1.</param>
    /// <param name="to">Leaves of the larger, at least as many; the proof of a tree to itself is empty.</param>
    /// <param name="nodes">Complete subtrees below the larger size.</param>
    public static IReadOnlyList<byte[]> Consistency(long from, long to, SubtreeHash nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);

        // Down to the subtree that the smaller tree ends with. As long as the way keeps left, that is the smaller tree itself,
        // whose root the verifier has.
        var proof = new List<byte[]>();
        var (start, end) = (0L, to);
        while (end != from)
        {
            var split = Split(start, end);
            if (from <= split)
            {
                proof.Add(Hash(split, end, nodes));
                end = split;
            }
            else
            {
                proof.Add(Hash(start, split, nodes));
                start = split;
            }
        }

        if (start > 0)
        {
            proof.Add(Hash(start, end, nodes));
        }

        proof.Reverse();
        return proof;
    }

    // Where the left subtree ends: the largest power of two that leaves something for the right.
    private static long Split(long start, long end) => start + (1L << (int)long.Log2(end - start - 1));

    // Of leaves that begin where a subtree as large as them begins: complete subtrees from the smallest, the last one, on.
    private static byte[] Hash(long start, long end, SubtreeHash nodes)
    {
        byte[]? hash = null;
        var at = end;
        for (var level = 0; (end - start) >> level != 0; level++)
        {
            if (((end - start) >> level & 1) == 1)
            {
                at -= 1L << level;
                var piece = nodes(level, at >> level);
                hash = hash is null ? piece : MerkleHash.Node(piece, hash);
            }
        }

        return hash ?? MerkleHash.Empty;
    }
}
