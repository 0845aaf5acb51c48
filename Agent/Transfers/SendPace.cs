using RemoteAssist.Shared.Transfers;

namespace RemoteAssist.Agent.Transfers;

/// <summary>
/// How many bytes of one transfer may be on their way. It finds out by their delay: as soon as they wait behind each other it takes
/// less, so that a picture or a key that goes the same way does not wait behind a file. Not thread-safe.
/// </summary>
internal sealed class SendPace(TimeProvider clock)
{
    // What may wait behind each other before less is sent. Pictures allow themselves about as much.
    private static readonly TimeSpan MayWait = TimeSpan.FromMilliseconds(60);

    private readonly Queue<(long End, long At)> onTheirWay = new();
    private TimeSpan least = TimeSpan.MaxValue;
    private long lessSince;
    private int taken;
    private bool feels;

    /// <summary>Bytes that may be on their way now.</summary>
    public int Window { get; private set; } = 2 * TransferLimits.ChunkBytes;

    /// <summary>How many bytes may follow now, where so many are on their way: a whole chunk, or nothing.</summary>
    public int Room(long onItsWay) => Window - onItsWay >= TransferLimits.ChunkBytes ? TransferLimits.ChunkBytes : 0;

    /// <summary>Bytes up to this one have gone.</summary>
    public void Sent(long end) => onTheirWay.Enqueue((end, clock.GetTimestamp()));

    /// <summary>Bytes up to this one have been written at the other end.</summary>
    public void Received(long upTo)
    {
        long? at = null;
        var before = onTheirWay.Count;
        while (onTheirWay.TryPeek(out var first) && first.End <= upTo)
        {
            at = onTheirWay.Dequeue().At;
        }

        if (at is not { } gone)
        {
            return;
        }

        var took = clock.GetElapsedTime(gone);
        least = took < least ? took : least;
        if (took <= least + MayWait)
        {
            // Twice as much each round, and once it has felt its way to the line's end, a chunk more.
            taken += (before - onTheirWay.Count) * TransferLimits.ChunkBytes;
            if (!feels || taken >= Window)
            {
                Window = Math.Min(TransferLimits.WindowBytes, Window + (feels ? TransferLimits.ChunkBytes : taken));
                taken = 0;
            }
        }
        else if (gone >= lessSince)
        {
            // Once for all that was on its way then: it was sent by the old measure. The first time that measure may be far off.
            lessSince = clock.GetTimestamp();
            taken = 0;
            var chunks = Window / TransferLimits.ChunkBytes;
            var fitting = feels ? chunks - 1 : (int)Math.Ceiling(chunks * (least / took));
            feels = true;
            Window = Math.Clamp(fitting, 1, Math.Max(1, chunks - 1)) * TransferLimits.ChunkBytes;
        }
    }

    /// <summary>It goes on from elsewhere: nothing is on its way.</summary>
    public void StartOver() => onTheirWay.Clear();
}
