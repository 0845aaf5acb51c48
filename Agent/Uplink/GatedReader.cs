using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace RemoteAssist.Agent.Uplink;

/// <summary>
/// Reads a queue one at a time with whoever holds the gate: while something is taken out of the middle of the queue and the
/// rest put back, nothing of the rest is read past what was before it.
/// </summary>
/// <param name="queue">What is read.</param>
/// <param name="gate">Held by whoever writes.</param>
internal sealed class GatedReader(ChannelReader<byte[]> queue, Lock gate) : ChannelReader<byte[]>
{
    /// <inheritdoc/>
    public override Task Completion => queue.Completion;

    /// <inheritdoc/>
    public override bool TryRead([MaybeNullWhen(false)] out byte[] item)
    {
        lock (gate)
        {
            return queue.TryRead(out item);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        queue.WaitToReadAsync(cancellationToken);
}
