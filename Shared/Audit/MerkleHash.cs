using System.Security.Cryptography;

namespace RemoteAssist.Shared.Audit;

/// <summary>
/// The two hashes of a Merkle tree, RFC 9162, section 2.1.1. They begin with different bytes, so that no node can be taken
/// for a leaf.
/// </summary>
public static class MerkleHash
{
    /// <summary>Bytes in a hash: SHA-256.</summary>
    public const int Size = 32;

    /// <summary>The root of a tree without leaves: the hash of nothing.</summary>
    public static byte[] Empty => SHA256.HashData([]);

    /// <summary>SHA-256(0x00 ‖ entry); <see cref="SealedEntry.HashOf(ReadOnlySpan{byte})"/> is the same in hex.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(entry);
        return hash.GetHashAndReset();
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    /// <param name="left"><see cref="Size"/> bytes.</param>
    /// <param name="right"><see cref="Size"/> bytes.</param>
    /// <exception cref="ArgumentException">One is no hash.</exception>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[1 + Size + Size];
        both[0] = 1;
        Copy(left, both.Slice(1, Size));
        Copy(right, both.Slice(1 + Size, Size));
        return SHA256.HashData(both);
    }

    private static void Copy(ReadOnlySpan<byte> hash, Span<byte> to)
    {
        if (hash.Length != Size)
        {
            throw new ArgumentException($"A node has two hashes of {Size} bytes.", nameof(hash));
        }

        hash.CopyTo(to);
    }
}
