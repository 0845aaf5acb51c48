namespace RemoteAssist.Shared.Audit;

/// <summary>
/// The growing edge of a Merkle tree: the roots of the complete subtrees that make up its leaves so far, the largest first,
/// one for each bit of its size. Enough to take further leaves and to know the root at any time.
/// </summary>
public sealed class MerkleFrontier
{
    private readonly Stack<byte[]> roots = new(); // on top the smallest

    /// <summary>How many leaves it has.</summary>
    public long Size { get; private set; }

    /// <summary>Takes the next leaf; as many hashes as subtrees become complete by it, less than one in the mean.</summary>
    /// <param name="leaf">Its hash, <see cref="MerkleHash.Leaf"/>.</param>
    /// <param name="completed">
    /// Told of each subtree that is complete now, the leaf itself first: its level (it has 2^level leaves), its number from the
    /// left among those of its level, from 0, and its hash.
    /// </param>
    public void Append(byte[] leaf, Action<int, long, byte[]>? completed = null)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        completed?.Invoke(0, Size, leaf);
        var root = leaf;
        for (var level = 0; (Size >> level & 1) == 1; level++)
        {
            root = MerkleHash.Node(roots.Pop(), root);
            completed?.Invoke(level + 1, Size >> (level + 1), root);
        }

        roots.Push(root);
        Size++;
    }

    /// <summary>The root of the tree as it is now, <see cref="MerkleHash.Size"/> bytes.</summary>
    public byte[] Root()
    {
        byte[]? root = null;
        foreach (var larger in roots)
        {
            root = root is null ? larger : MerkleHash.Node(larger, root);
        }

        return root ?? MerkleHash.Empty;
    }
}
