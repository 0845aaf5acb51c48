using System.Threading.Channels;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>What waits for one upload stream. Whoever calls holds the gate that its reader takes too.</summary>
internal sealed class OutgoingQueue
{
    /// <summary>Envelopes that may wait: an 8K key frame of noise has about 1,600 parts of 64 KiB.</summary>
    public const int Most = 2048;

    /// <summary>On top of that, for what must not be left out. Where even this is full, the line takes nothing any more.</summary>
    public const int Reserve = 64;

    private readonly Channel<Outgoing> queue = Channel.CreateBounded<Outgoing>(Most + Reserve);

    /// <summary>How many wait.</summary>
    public int Count => queue.Reader.Count;

    /// <summary>Adds one, if there is room.</summary>
    public bool TryAdd(Outgoing next) => queue.Writer.TryWrite(next);

    /// <summary>Reads it, one at a time with whoever holds the gate.</summary>
    public GatedReader Read(Lock gate, Func<byte[], Task> recordKey) => new(queue.Reader, gate, recordKey);

    /// <summary>Nothing more comes; what waits is still read.</summary>
    public void Complete() => queue.Writer.TryComplete();

    /// <summary>Takes everything out.</summary>
    /// <returns>How much that was.</returns>
    public int Clear()
    {
        var taken = 0;
        while (queue.Reader.TryRead(out _))
        {
            taken++;
        }

        return taken;
    }

    /// <summary>Takes out what shows pictures; control messages and keys stay.</summary>
    /// <returns>How much that was.</returns>
    public int TakeBackPictures()
    {
        var others = new List<Outgoing>();
        var taken = 0;
        while (queue.Reader.TryRead(out var next))
        {
            if (!next.IsRecordKey && EnvelopeHeader.TryRead(next.Bytes, out var head) && head.Channel != EnvelopeChannel.Control)
            {
                taken++;
            }
            else
            {
                others.Add(next);
            }
        }

        others.ForEach(other => queue.Writer.TryWrite(other));
        return taken;
    }
}
