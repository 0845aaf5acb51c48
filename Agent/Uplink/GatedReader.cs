using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace RemoteAssist.Agent.Uplink;

/// <summary>
/// Reads a queue one at a time with whoever holds the gate: while something is taken out of the middle of the queue and the
/// rest put back, nothing of the rest is read past what was before it.
/// </summary>
/// <remarks>A wrapped content key goes its own way to the Relay, and nothing behind it is read before that is done.</remarks>
/// <param name="queue">What is read.</param>
/// <param name="gate">Held by whoever writes.</param>
/// <param name="recordKey">Brings a wrapped content key to the Relay; never throws.</param>
internal sealed class GatedReader(ChannelReader<Outgoing> queue, Lock gate, Func<byte[], Task> recordKey) : ChannelReader<byte[]>
{
    private Task waiting = Task.CompletedTask;

    /// <inheritdoc/>
    public override Task Completion => queue.Completion;

    /// <inheritdoc/>
    public override bool TryRead([MaybeNullWhen(false)] out byte[] item)
    {
        lock (gate)
        {
            item = null;
            while (waiting.IsCompleted && queue.TryRead(out var next))
            {
                if (!next.IsRecordKey)
                {
                    item = next.Bytes;
                    return true;
                }

                // Not while the gate is held: what comes of it may need more than this queue.
                waiting = Task.Run(() => recordKey(next.Bytes));
            }

            return false;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        Task before;
        lock (gate)
        {
            before = waiting;
        }

        await before.WaitAsync(cancellationToken);
        return await queue.WaitToReadAsync(cancellationToken);
    }
}
