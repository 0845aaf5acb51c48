using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Checkpoints;

public sealed class LogTreeTests
{
    private const int Entries = 1300; // more than five blocks of 256

    [Fact]
    public async Task ProofsOverManyBlocksHold()
    {
        await using var relay = new TestRelay();
        var leaves = Fill(relay, Entries);
        using var tree = new LogTree(relay.Get<IDbContextFactory<RelayDb>>());
        int[] sizes = [1, 2, 255, 256, 257, 300, 511, 512, 513, 768, 1023, 1024, 1025, 1279, 1280, 1281, Entries];
        var roots = new Dictionary<int, byte[]>();
        foreach (var size in sizes)
        {
            // Grown a piece at a time, as the Relay does.
            var checkpoint = (await tree.Grow(size, CancellationToken.None))!;
            checkpoint.Size.Should().Be(size);
            checkpoint.Origin.Should().Be(Checkpoint.OriginOf(Convert.ToHexStringLower(leaves[0])));
            roots.Add(size, checkpoint.Root);
        }

        foreach (var to in sizes)
        {
            foreach (var from in sizes.Where(from => from <= to))
            {
                var proof = await tree.Consistency(from, to, CancellationToken.None);
                MerkleCheck.Consistency(from, to, roots[from], roots[to], proof!).Should().BeTrue("{0} to {1}", from, to);
                var (leaf, hashes) = (await tree.Inclusion(from, to, CancellationToken.None))!.Value;
                leaf.Should().Equal(leaves[from - 1]);
                MerkleCheck.Inclusion(from - 1, to, leaf, hashes, roots[to]).Should().BeTrue("{0} in {1}", from, to);
            }
        }
    }

    [Fact]
    public async Task WhatIsNotThereHasNoProof()
    {
        await using var relay = new TestRelay();
        Fill(relay, 10);
        using var tree = new LogTree(relay.Get<IDbContextFactory<RelayDb>>());
        (await tree.Consistency(1, 5, CancellationToken.None)).Should().BeNull("nothing is known yet");
        await tree.Grow(8, CancellationToken.None);
        (await tree.Consistency(1, 8, CancellationToken.None)).Should().NotBeNull();
        (await tree.Consistency(1, 9, CancellationToken.None)).Should().BeNull();
        (await tree.Consistency(0, 8, CancellationToken.None)).Should().BeNull();
        (await tree.Consistency(6, 5, CancellationToken.None)).Should().BeNull();
        (await tree.Consistency(long.MinValue, long.MaxValue, CancellationToken.None)).Should().BeNull();
        (await tree.Inclusion(0, 8, CancellationToken.None)).Should().BeNull();
        (await tree.Inclusion(9, 8, CancellationToken.None)).Should().BeNull();
        (await tree.Inclusion(8, 9, CancellationToken.None)).Should().BeNull();
    }

    [Theory]
    [InlineData("DELETE FROM entries WHERE sequence = 5")]
    [InlineData("UPDATE entries SET hash = 'short' WHERE sequence = 5")]
    [InlineData("UPDATE entries SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE sequence = 5")]
    public async Task ADamagedRowIsNamed(string harm)
    {
        await using var relay = new TestRelay();
        Fill(relay, 10);
        relay.Folder.Tamper(harm);
        using var tree = new LogTree(relay.Get<IDbContextFactory<RelayDb>>());
        await FluentActions.Awaiting(() => tree.Grow(null, CancellationToken.None)).Should().ThrowAsync<StorageException>().WithMessage("Entry 5 *");
    }

    [Fact]
    public async Task AnEmptyLogHasNoCheckpoint()
    {
        await using var relay = new TestRelay();
        using var tree = new LogTree(relay.Get<IDbContextFactory<RelayDb>>());
        (await tree.Grow(null, CancellationToken.None)).Should().BeNull();
    }

    // The tree looks at hashes only, so they need no entries behind them.
    private static List<byte[]> Fill(TestRelay relay, int count)
    {
        var leaves = Enumerable.Range(1, count).Select(number => SHA256.HashData(BitConverter.GetBytes(number))).ToList();
        var rows = leaves.Select((leaf, at) => string.Create(CultureInfo.InvariantCulture, $"({at + 1}, '', '{Convert.ToHexStringLower(leaf)}', NULL)"));
        relay.Folder.Tamper($"INSERT INTO entries (sequence, json, hash, session) VALUES {string.Join(",", rows)}");
        return leaves;
    }
}
