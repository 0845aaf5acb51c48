namespace RemoteAssist.Shared.Audit;

/// <summary>
/// Checks proofs, RFC 9162, sections 2.1.3.2 and 2.1.4.2. Everything may come from somebody who lies: what is not a proof is
/// refused, never an exception.
/// </summary>
public static class MerkleCheck
{
    // No tree of 2^63 leaves has longer ones.
    private const int LongestProof = 64;

    /// <summary>Whether a leaf is in the tree with this root.</summary>
    /// <param name="index">Which leaf, from 0.</param>
    /// <param name="size">The tree's leaves.</param>
    /// <param name="leaf">The leaf's hash.</param>
    /// <param name="proof">As <see cref="MerkleProofs.Inclusion"/> makes it.</param>
    /// <param name="root">The tree's root, as somebody vouched for it together with its size.</param>
    public static bool Inclusion(long index, long size, byte[] leaf, IReadOnlyList<byte[]> proof, byte[] root)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (index < 0 || index >= size || !AreHashes(proof) || !IsHash(leaf) || !IsHash(root))
        {
            return false;
        }

        var (at, last) = (index, size - 1);
        var hash = leaf;
        foreach (var beside in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if (IsRight(at) || at == last)
            {
                hash = MerkleHash.Node(beside, hash);
                (at, last) = PastMissing(at, last);
            }
            else
            {
                hash = MerkleHash.Node(hash, beside);
            }

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && Same(hash, root);
    }

    /// <summary>Whether the larger tree begins with all leaves of the smaller, in their order.</summary>
    /// <param name="from">Leaves of the smaller, at least 1.</param>
    /// <param name="to">Leaves of the larger.</param>
    /// <param name="smaller">The smaller tree's root.</param>
    /// <param name="larger">The larger tree's root.</param>
    /// <param name="proof">As <see cref="MerkleProofs.Consistency"/> makes it.</param>
    public static bool Consistency(long from, long to, byte[] smaller, byte[] larger, IReadOnlyList<byte[]> proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (from < 1 || from > to || !AreHashes(proof) || !IsHash(smaller) || !IsHash(larger))
        {
            return false;
        }

        if (from == to)
        {
            return proof.Count == 0 && Same(smaller, larger);
        }

        // A smaller tree that is one complete subtree is itself where the way begins, and is not sent.
        byte[][] way = long.IsPow2(from) ? [smaller, .. proof] : [.. proof];
        if (way.Length == 0)
        {
            return false;
        }

        var (at, last) = (from - 1, to - 1);
        while (IsRight(at))
        {
            (at, last) = (at >> 1, last >> 1);
        }

        var (old, now) = (way[0], way[0]);
        foreach (var beside in way.AsSpan(1))
        {
            if (last == 0)
            {
                return false;
            }

            if (IsRight(at) || at == last)
            {
                old = MerkleHash.Node(beside, old);
                now = MerkleHash.Node(beside, now);
                (at, last) = PastMissing(at, last);
            }
            else
            {
                now = MerkleHash.Node(now, beside);
            }

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && Same(old, smaller) && Same(now, larger);
    }

    // At the tree's right edge a subtree without a neighbour counts for its parent as well.
    private static (long At, long Last) PastMissing(long at, long last)
    {
        while (!IsRight(at) && at != 0)
        {
            (at, last) = (at >> 1, last >> 1);
        }

        return (at, last);
    }

    private static bool IsRight(long at) => (at & 1) == 1;

    private static bool AreHashes(IReadOnlyList<byte[]> proof) => proof.Count <= LongestProof && proof.All(IsHash);

    private static bool IsHash(byte[]? hash) => hash?.Length == MerkleHash.Size;

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);
}
