using System.Buffers;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit.Checkpoints;

/// <summary>
/// The Merkle tree over the log. It follows the log's rows and is never written: a start begins at nothing and goes the same way
/// as every growth later. In memory are the edge and all complete subtrees of 256 leaves and more, about 400 bytes for 256
/// entries; smaller ones are computed from the rows when a proof needs them.
/// </summary>
internal sealed class LogTree(IDbContextFactory<RelayDb> databases) : IDisposable
{
    private const int BlockLevel = 8;
    private const long BlockLeaves = 1L << BlockLevel;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly MerkleFrontier frontier = new();
    private readonly List<List<byte[]>> large = []; // by level from BlockLevel, then by index
    private string? origin;

    /// <summary>Takes in what was committed since the last time.</summary>
    /// <param name="upTo">How many entries at most; null for all there are.</param>
    /// <param name="cancel">Leaves it at a whole number of entries.</param>
    /// <returns>What it is now; null of an empty log.</returns>
    /// <exception cref="StorageException">A row is missing or is no entry's.</exception>
    public async Task<Checkpoint?> Grow(long? upTo, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            await foreach (var (sequence, hash) in Hashes(db, frontier.Size, upTo ?? long.MaxValue, cancel))
            {
                if (sequence != frontier.Size + 1)
                {
                    throw Damaged(frontier.Size + 1);
                }

                origin ??= Checkpoint.OriginOf(Convert.ToHexStringLower(hash));
                frontier.Append(hash, Keep);
            }

            return origin is null ? null : new Checkpoint(origin, frontier.Size, frontier.Root());
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>That an entry is in the tree of the first entries.</summary>
    /// <param name="entry">Its sequence, from 1.</param>
    /// <param name="size">How many entries the tree has.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The entry's hash and the proof; null where the entry is not in that tree, or the tree is not known yet.</returns>
    public Task<(byte[] Leaf, IReadOnlyList<byte[]> Hashes)?> Inclusion(long entry, long size, CancellationToken cancel) =>
        Prove<(byte[], IReadOnlyList<byte[]>)>(
            entry >= 1 && entry <= size, size, [entry - 1, size - 1],
            nodes => (nodes(0, entry - 1), MerkleProofs.Inclusion(entry - 1, size, nodes)), cancel);

    /// <summary>That the tree of the first entries continues a smaller one.</summary>
    /// <param name="from">How many entries the smaller has, at least 1.</param>
    /// <param name="to">How many the larger has.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null where there are no such trees, or the larger is not known yet.</returns>
    public async Task<IReadOnlyList<byte[]>?> Consistency(long from, long to, CancellationToken cancel) =>
        (await Prove<ValueTuple<IReadOnlyList<byte[]>>>(
            from >= 1 && from <= to, to, [from - 1, to - 1], nodes => new(MerkleProofs.Consistency(from, to, nodes)), cancel))?.Item1;

    public void Dispose() => turn.Dispose();

    private async Task<T?> Prove<T>(bool possible, long size, IEnumerable<long> leaves, Func<SubtreeHash, T> prove, CancellationToken cancel)
        where T : struct
    {
        await turn.WaitAsync(cancel);
        try
        {
            return possible && size <= frontier.Size ? prove(await Nodes(leaves, size, cancel)) : null;
        }
        finally
        {
            turn.Release();
        }
    }

    // A proof needs small subtrees only where its way ends and where the tree ends: the blocks around those leaves.
    private async Task<SubtreeHash> Nodes(IEnumerable<long> leaves, long size, CancellationToken cancel)
    {
        var blocks = new Dictionary<long, List<byte[]>>();
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var block in leaves.Select(leaf => leaf >> BlockLevel).Distinct())
        {
            var hashes = new List<byte[]>();
            await foreach (var (_, hash) in Hashes(db, block * BlockLeaves, Math.Min(size, (block + 1) * BlockLeaves), cancel))
            {
                hashes.Add(hash);
            }

            blocks.Add(block, hashes);
        }

        return Of;

        byte[] Of(int level, long index) =>
            level >= BlockLevel ? large[level - BlockLevel][(int)index]
            : level == 0 ? blocks[index >> BlockLevel][(int)(index & (BlockLeaves - 1))]
            : MerkleHash.Node(Of(level - 1, 2 * index), Of(level - 1, (2 * index) + 1));
    }

    private void Keep(int level, long index, byte[] hash)
    {
        if (level < BlockLevel)
        {
            return;
        }

        if (large.Count == level - BlockLevel)
        {
            large.Add([]);
        }

        large[level - BlockLevel].Add(hash);
    }

    private static async IAsyncEnumerable<(long Sequence, byte[] Hash)> Hashes(
        RelayDb db, long after, long upTo, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT sequence, hash FROM entries WHERE sequence > $after AND sequence <= $upTo ORDER BY sequence";
        Add(command, "$after", after);
        Add(command, "$upTo", upTo);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var sequence = rows.GetInt64(0);
            var hash = new byte[MerkleHash.Size];
            var written = rows.GetString(1);
            if (written.Length != 2 * hash.Length || Convert.FromHexString(written, hash, out _, out _) != OperationStatus.Done)
            {
                throw Damaged(sequence);
            }

            yield return (sequence, hash);
        }
    }

    private static void Add(DbCommand command, string name, long value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private static StorageException Damaged(long sequence) =>
        new($"Entry {sequence} of the log is missing or damaged. \"Relay audit verify\" says more.");
}
