using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit.Checkpoints;

/// <summary>What can be wrong with a checkpoint, or with the log by it.</summary>
internal enum CheckpointDamage
{
    /// <summary>It is no checkpoint, or of another size than it is filed under.</summary>
    UnreadableCheckpoint,

    /// <summary>It is of another log.</summary>
    OtherLog,

    /// <summary>No key of this Relay signed it.</summary>
    CheckpointNotSigned,

    /// <summary>The entries up to its size are not those that were signed.</summary>
    OtherTree,

    /// <summary>The log has fewer entries than were signed.</summary>
    CutOff,
}

/// <summary>The first checkpoint that does not fit.</summary>
/// <param name="Size">The entries that it is of.</param>
/// <param name="Damage">What kind.</param>
/// <param name="Says">One sentence for people.</param>
internal sealed record CheckpointFault(long Size, CheckpointDamage Damage, string Says);

/// <summary>A checkpoint as it was found; nothing about it is trusted.</summary>
/// <param name="Size">What it is filed under; null where it came from outside.</param>
/// <param name="Note">Its bytes.</param>
internal sealed record FoundCheckpoint(long? Size, byte[] Note);

/// <summary>
/// Builds the tree anew from the entries of a log, beside the check of its chain, and compares it with each checkpoint: its
/// root at that size, and whose signature it bears.
/// </summary>
/// <param name="keys">The Relay's signing keys; none where they are not known, and then signatures are not judged.</param>
/// <param name="outside">A checkpoint that was kept elsewhere; null for none.</param>
internal sealed class CheckpointCheck(IReadOnlyList<byte[]> keys, byte[]? outside)
{
    private readonly MerkleFrontier frontier = new();
    private Queue<Checkpoint> coming = [];
    private string origin = "";

    /// <summary>How many fit.</summary>
    public long Good { get; private set; }

    /// <summary>Whether signatures were judged.</summary>
    public bool KnowsKeys => keys.Count > 0;

    /// <summary>What is wrong first.</summary>
    public CheckpointFault? Fault { get; private set; }

    /// <summary>Reads the checkpoints and whose signatures they bear.</summary>
    /// <param name="stored">Those that the log itself keeps.</param>
    public void Begin(IEnumerable<FoundCheckpoint> stored)
    {
        FoundCheckpoint[] all = [.. outside is null ? [] : new[] { new FoundCheckpoint(null, outside) }, .. stored];
        coming = new Queue<Checkpoint>(all.Select(Open).OfType<Checkpoint>().OrderBy(one => one.Size));
    }

    /// <summary>Takes the next entry, which was found good, into the tree.</summary>
    public void Take(StoredEntry entry)
    {
        if (frontier.Size == 0)
        {
            origin = Checkpoint.OriginOf(entry.Hash);
        }

        frontier.Append(Convert.FromHexString(entry.Hash));
        while (coming.TryPeek(out var next) && next.Size == frontier.Size)
        {
            Compare(coming.Dequeue());
        }
    }

    /// <summary>There are no more good entries.</summary>
    public void End()
    {
        if (coming.TryPeek(out var next))
        {
            Say(next.Size, CheckpointDamage.CutOff, $"The log has {frontier.Size} entries, and a checkpoint of {next.Size} was signed: its end was cut off.");
        }
    }

    private Checkpoint? Open(FoundCheckpoint found)
    {
        var where = found.Size is { } size ? $"The checkpoint of {size} entries" : "The checkpoint that was kept elsewhere";
        if (SignedNote.Read(found.Note) is not { } note || Checkpoint.Read(note.Body) is not { } checkpoint || (found.Size ?? checkpoint.Size) != checkpoint.Size)
        {
            Say(found.Size ?? 0, CheckpointDamage.UnreadableCheckpoint, $"{where} is not one as they are written.");
            return null;
        }

        if (KnowsKeys && CheckpointSignature.Open(note, keys) is null)
        {
            Say(checkpoint.Size, CheckpointDamage.CheckpointNotSigned, $"{where} is not signed by the Relay's key, nor by one before it.");
            return null;
        }

        return checkpoint;
    }

    private void Compare(Checkpoint checkpoint)
    {
        if (!string.Equals(checkpoint.Origin, origin, StringComparison.Ordinal))
        {
            Say(checkpoint.Size, CheckpointDamage.OtherLog, $"The checkpoint of {checkpoint.Size} entries is of another log.");
        }
        else if (!checkpoint.Root.AsSpan().SequenceEqual(frontier.Root()))
        {
            Say(checkpoint.Size, CheckpointDamage.OtherTree, $"The first {checkpoint.Size} entries are not those that were signed.");
        }
        else
        {
            Good++;
        }
    }

    private void Say(long size, CheckpointDamage damage, string says)
    {
        if (Fault is null || size < Fault.Size)
        {
            Fault = new CheckpointFault(size, damage, says);
        }
    }
}
