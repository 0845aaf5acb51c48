namespace RemoteAssist.Relay.Rooms;

/// <summary>What passed through one room and what was lost there.</summary>
internal sealed class RoomCounters
{
    private readonly long[] drops = new long[Enum.GetValues<DropReason>().Length];
    private long parts;
    private long bytes;

    /// <summary>Parts of frames that came while they were allowed, each once however many viewers there are.</summary>
    public long Parts => Interlocked.Read(ref parts);

    /// <summary>Bytes in <see cref="Parts"/>, heads included.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>How many parts were lost for this reason, counted per viewer where it was one viewer's loss.</summary>
    public long Dropped(DropReason why) => Interlocked.Read(ref drops[(int)why]);

    public void CountPart(int size)
    {
        Interlocked.Increment(ref parts);
        Interlocked.Add(ref bytes, size);
    }

    public void CountDrop(DropReason why, int count = 1) => Interlocked.Add(ref drops[(int)why], count);
}
