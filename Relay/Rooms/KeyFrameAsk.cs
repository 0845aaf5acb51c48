namespace RemoteAssist.Relay.Rooms;

/// <summary>
/// Asks the Agent for a key frame on behalf of one viewer, at most once a second: a key frame goes to every viewer,
/// and one slow viewer must not tax the others. An ask that comes too early is kept, not lost: on a still screen
/// nothing else would remind us.
/// </summary>
internal sealed class KeyFrameAsk : IDisposable
{
    /// <summary>The least time between two asks.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock;
    private readonly Action send;
    private readonly Func<bool> stillNeeded;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private long? last;
    private bool kept;

    public KeyFrameAsk(TimeProvider clock, Action send, Func<bool> stillNeeded)
    {
        this.clock = clock;
        this.send = send;
        this.stillNeeded = stillNeeded;
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

            if (last is { } then && clock.GetElapsedTime(then) is var elapsed && elapsed < Spacing)
            {
                kept = true;
                timer.Change(Spacing - elapsed, Timeout.InfiniteTimeSpan);
                return;
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
