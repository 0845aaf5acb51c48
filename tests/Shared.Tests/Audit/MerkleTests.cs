using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Tests.Sealing;

namespace RemoteAssist.Shared.Tests.Audit;

public sealed class MerkleTests
{
    private const int Largest = 256;

    private static readonly string[] KnownLeaves =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    // Of the trees of the first 0 to 8 leaves.
    private static readonly string[] KnownRoots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    [Trait("Promise", "27")]
    public void TheVectorsOfCertificateTransparencyHold()
    {
        using var tried = new Tried(27, "published roots and proofs, in C#");
        var leaves = KnownLeaves.Select(leaf => MerkleHash.Leaf(Convert.FromHexString(leaf))).ToList();
        var tree = new SomeTree(leaves);
        for (var size = 0; size < KnownRoots.Length; size++)
        {
            tried.Try(Hex(tree.Root(size)) == KnownRoots[size], $"root of {size}");
        }

        (int Index, int Size, string[] Proof)[] inclusions =
        [
            (0, 1, []),
            (0, 8, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]),
            (5, 8, ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]),
            (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
            (1, 5, ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]),
        ];
        foreach (var (index, size, proof) in inclusions)
        {
            tried.Try(MerkleProofs.Inclusion(index, size, tree.Subtree).Select(Hex).SequenceEqual(proof), $"{index} in {size}");
            tried.Try(MerkleCheck.Inclusion(index, size, leaves[index], Bytes(proof), tree.Root(size)), $"{index} in {size}");
        }

        (int From, int To, string[] Proof)[] consistencies =
        [
            (1, 1, []),
            (1, 8, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]),
            (6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]),
            (2, 5, ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]),
        ];
        foreach (var (from, to, proof) in consistencies)
        {
            tried.Try(MerkleProofs.Consistency(from, to, tree.Subtree).Select(Hex).SequenceEqual(proof), $"{from} to {to}");
            tried.Try(MerkleCheck.Consistency(from, to, tree.Root(from), tree.Root(to), Bytes(proof)), $"{from} to {to}");
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "27")]
    public void EveryInclusionProofHoldsAndItsNeighboursDoNot()
    {
        using var tried = new Tried(27, "inclusion proofs and their wrong neighbours, in C#");
        var (tree, leaves) = Counted();
        foreach (var size in Sizes())
        {
            var root = tree.Root(size);
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleProofs.Inclusion(index, size, tree.Subtree);
                bool Holds(int at, int of, byte[] leaf, IReadOnlyList<byte[]> way, byte[] top) => MerkleCheck.Inclusion(at, of, leaf, way, top);
                var held = Holds(index, size, leaves[index], proof, root)
                    && !Holds(index + 1, size, leaves[index], proof, root) && !Holds(index - 1, size, leaves[index], proof, root)
                    && !Holds(index, size, leaves[index + 1], proof, root) && !Holds(index, size, leaves[index], proof, tree.Root(size + 1))
                    && !Holds(index, size + 1, leaves[index], proof, tree.Root(size + 1))
                    && !Holds(index, size, leaves[index], [.. proof, root], root)
                    && (proof.Count == 0 || (!Holds(index, size, leaves[index], [.. proof.Skip(1)], root) && !Holds(index, size, leaves[index], [.. proof.SkipLast(1)], root)
                        && !Holds(index, size, leaves[index], Bent(proof, index + size), root)));
                tried.Try(held, $"{index} in {size}");
            }
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "27")]
    public void EveryConsistencyProofHoldsAndItsNeighboursDoNot()
    {
        using var tried = new Tried(27, "consistency proofs and their wrong neighbours, in C#");
        var (tree, _) = Counted();
        foreach (var to in Sizes())
        {
            for (var from = 1; from <= to; from++)
            {
                var proof = MerkleProofs.Consistency(from, to, tree.Subtree);
                var (old, now) = (tree.Root(from), tree.Root(to));
                var held = MerkleCheck.Consistency(from, to, old, now, proof)
                    && !MerkleCheck.Consistency(from, to, tree.Root(from + 1), now, proof) && !MerkleCheck.Consistency(from, to, tree.Root(from - 1), now, proof)
                    && !MerkleCheck.Consistency(from, to, old, tree.Root(to + 1), proof) && !MerkleCheck.Consistency(from, to + 1, old, tree.Root(to + 1), proof)
                    && !MerkleCheck.Consistency(from, to, old, now, [.. proof, now])
                    && (proof.Count == 0 || (!MerkleCheck.Consistency(from, to, old, now, [.. proof.Skip(1)])
                        && !MerkleCheck.Consistency(from, to, old, now, [.. proof.SkipLast(1)]) && !MerkleCheck.Consistency(from, to, old, now, Bent(proof, from + to))));
                tried.Try(held, $"{from} to {to}");
            }
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "27")]
    public void BothImplementationsMakeTheSameProofs()
    {
        using var tried = new Tried(27, "trees whose root and proofs are those of the other implementation");
        var (tree, _) = Counted();
        var written = Vectors.Read("merkle.json");
        var found = new JsonObject();
        for (var size = 1; size <= Largest; size++)
        {
            found[$"{size}"] = Hex(Digest(tree, size));
            tried.Try(written["trees"]![$"{size}"]?.GetValue<string>() == found.Text($"{size}"), $"the tree of {size}");
        }

        // As the file would be written anew.
        File.WriteAllText(
            Path.Combine(AppContext.BaseDirectory, "merkle.found.json"),
            Vectors.Render(new JsonObject { ["about"] = written["about"]!.DeepClone(), ["trees"] = found }));
        tried.MustHold();
    }

    [Fact]
    public void TheFrontierHasTheRootOfEveryTree()
    {
        var (tree, leaves) = Counted();
        var frontier = new MerkleFrontier();
        for (var size = 0; size < Largest; size++)
        {
            frontier.Size.Should().Be(size);
            frontier.Root().Should().Equal(tree.Root(size));
            frontier.Append(leaves[size]);
        }
    }

    [Fact]
    public void NonsenseIsNoProof()
    {
        var (tree, leaves) = Counted();
        var proof = MerkleProofs.Inclusion(2, 7, tree.Subtree);
        var root = tree.Root(7);
        MerkleCheck.Inclusion(-1, 7, leaves[2], proof, root).Should().BeFalse();
        MerkleCheck.Inclusion(7, 7, leaves[2], proof, root).Should().BeFalse();
        MerkleCheck.Inclusion(0, 0, leaves[2], [], root).Should().BeFalse();
        MerkleCheck.Inclusion(2, long.MaxValue, leaves[2], proof, root).Should().BeFalse();
        MerkleCheck.Inclusion(2, 7, leaves[2], [.. proof.Skip(1), [1, 2, 3]], root).Should().BeFalse();
        MerkleCheck.Inclusion(2, 7, leaves[2], [null!, .. proof.Skip(1)], root).Should().BeFalse();
        MerkleCheck.Inclusion(2, 7, [], proof, root).Should().BeFalse();
        MerkleCheck.Inclusion(2, 7, leaves[2], [.. Enumerable.Repeat(root, 10_000)], root).Should().BeFalse();
        MerkleCheck.Consistency(0, 7, MerkleHash.Empty, root, []).Should().BeFalse("nothing continues nothing");
        MerkleCheck.Consistency(8, 7, tree.Root(8), root, []).Should().BeFalse();
        MerkleCheck.Consistency(-1, 7, tree.Root(8), root, []).Should().BeFalse();
        MerkleCheck.Consistency(4, 7, tree.Root(4), root, []).Should().BeFalse();
        MerkleCheck.Consistency(3, 7, tree.Root(3), root, []).Should().BeFalse();
        MerkleCheck.Consistency(7, 7, root, tree.Root(6), []).Should().BeFalse();
        FluentActions.Invoking(() => MerkleProofs.Inclusion(7, 7, tree.Subtree)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => MerkleProofs.Consistency(0, 7, tree.Subtree)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => MerkleHash.Node([1], root)).Should().Throw<ArgumentException>();
    }

    // A long run takes every size; an ordinary one those around the powers of two and some between.
    private static IEnumerable<int> Sizes() =>
        Tried.Count(Largest) == Largest ? Enumerable.Range(1, Largest) : [.. Enumerable.Range(1, 20), 31, 32, 33, 47, 63, 64, 65, 100, 127, 128, 129, 200, 255, 256];

    // SHA-256 over the root, the inclusion proofs and the consistency proofs of one size, each proof behind the count of its hashes.
    private static byte[] Digest(SomeTree tree, int size)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(tree.Root(size));
        var all = Enumerable.Range(0, size).Select(index => MerkleProofs.Inclusion(index, size, tree.Subtree))
            .Concat(Enumerable.Range(1, size).Select(from => MerkleProofs.Consistency(from, size, tree.Subtree)));
        foreach (var proof in all)
        {
            digest.AppendData([(byte)proof.Count]);
            foreach (var hash in proof)
            {
                digest.AppendData(hash);
            }
        }

        return digest.GetHashAndReset();
    }

    // Leaf i is the text of i; one more than the largest tree, for its neighbour.
    private static (SomeTree Tree, List<byte[]> Leaves) Counted()
    {
        var leaves = Enumerable.Range(0, Largest + 2).Select(i => MerkleHash.Leaf(Encoding.ASCII.GetBytes($"{i}"))).ToList();
        return (new SomeTree(leaves), leaves);
    }

    private static List<byte[]> Bent(IReadOnlyList<byte[]> proof, int where)
    {
        var bent = proof.Select(hash => hash.ToArray()).ToList();
        bent[where % bent.Count][where % MerkleHash.Size] ^= (byte)(1 << (where % 8));
        return bent;
    }

    private static List<byte[]> Bytes(IEnumerable<string> hashes) => [.. hashes.Select(Convert.FromHexString)];

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    /// <summary>A tree with all its complete subtrees, as the frontier told of them, and its roots.</summary>
    private sealed class SomeTree
    {
        private readonly Dictionary<(int, long), byte[]> subtrees = [];
        private readonly List<byte[]> roots = [];

        public SomeTree(IEnumerable<byte[]> leaves)
        {
            var frontier = new MerkleFrontier();
            foreach (var leaf in leaves)
            {
                frontier.Append(leaf, (level, index, hash) => subtrees.Add((level, index), hash));
            }

            for (var size = 0L; size <= frontier.Size; size++)
            {
                roots.Add(MerkleProofs.Root(size, Subtree));
            }
        }

        public byte[] Root(int size) => roots[size];

        public byte[] Subtree(int level, long index) => subtrees[(level, index)];
    }
}
