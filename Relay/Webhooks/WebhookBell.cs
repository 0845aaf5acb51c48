using System.Threading.Channels;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>Wakes the courier; rung many times before it wakes is rung once.</summary>
internal sealed class WebhookBell(TimeProvider clock)
{
    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There may be something to do.</summary>
    public void Ring() => rings.Writer.TryWrite(true);

    /// <summary>Waits until it is rung, or until a moment.</summary>
    public async Task Wait(DateTimeOffset until, CancellationToken cancel)
    {
        var left = until - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        // Timers count whole milliseconds and round down; one that comes a little early is set once more.
        var whole = TimeSpan.FromMilliseconds(1);
        await using var timer = clock.CreateTimer(_ => Ring(), null, left > whole ? left : whole, Timeout.InfiniteTimeSpan);
        if (until <= clock.GetUtcNow())
        {
            return; // the clock went on before the timer was there
        }

        await rings.Reader.ReadAsync(cancel);
    }
}
