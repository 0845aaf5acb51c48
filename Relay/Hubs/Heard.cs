namespace RemoteAssist.Relay.Hubs;

/// <summary>
/// When a connection was last heard: any byte counts, so the pings of an end that has nothing else to say do too. The
/// time to come back is counted from here, however much later the loss is noticed.
/// </summary>
internal sealed class Heard(TimeProvider clock)
{
    private long ticks = clock.GetUtcNow().UtcTicks;

    public DateTimeOffset At => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void Now() => Interlocked.Exchange(ref ticks, clock.GetUtcNow().UtcTicks);
}
