namespace RemoteAssist.Relay.Rooms;

/// <summary>
/// Asks the Agent for a key frame on behalf of one viewer. A key frame goes to every viewer, and one slow viewer must not
/// tax the others: while others watch, the pause before its next ask doubles. An ask that comes too early is kept, not
/// lost: on a still screen nothing else would remind us.
/// </summary>
internal sealed class KeyFrameAsk : IDisposable
{
    /// <summary>The least time between two asks.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    /// <summary>The most; a viewer that did not ask for as long begins anew.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly TimeProvider clock;
    private readonly Action send;
    private readonly Func<bool> stillNeeded;
    private readonly Func<bool> othersWatch;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private TimeSpan pause = Spacing;
    private long? last;
    private bool kept;

    /// <param name="clock">The clock.</param>
    /// <param name="send">Asks the Agent.</param>
    /// <param name="stillNeeded">Whether an ask that was kept still has a reason.</param>
    /// <param name="othersWatch">Whether there are other viewers.</param>
    public KeyFrameAsk(TimeProvider clock, Action send, Func<bool> stillNeeded, Func<bool> othersWatch)
    {
        this.clock = clock;
        this.send = send;
        this.stillNeeded = stillNeeded;
        this.othersWatch = othersWatch;
        timer = clock.CreateTimer(_ => SendKept(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Ask()
    {
        lock (gate)
        {
            if (kept)
            {
                return;
            }

            if (last is { } then && clock.GetElapsedTime(then) is var elapsed && elapsed <= Longest)
            {
                var wait = pause - elapsed;
                pause = !othersWatch() ? Spacing : 2 * pause < Longest ? 2 * pause : Longest;
                if (wait > TimeSpan.Zero)
                {
                    kept = true;
                    timer.Change(wait, Timeout.InfiniteTimeSpan);
                    return;
                }
            }
            else
            {
                pause = Spacing;
            }

            last = clock.GetTimestamp();
        }

        send();
    }

    public void Dispose() => timer.Dispose();

    private void SendKept()
    {
        lock (gate)
        {
            kept = false;
            last = clock.GetTimestamp();
        }

        if (stillNeeded())
        {
            send();
        }
    }
}
