namespace RemoteAssist.Tests.Support;

/// <summary>A clock that stands still until a test moves it; timers fire in order while it moves.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether a timer fires within this time: whoever is about to wait has begun to.</summary>
    public bool IsWaitedForWithin(TimeSpan time)
    {
        lock (gate)
        {
            return timers.Any(timer => timer.Due <= now + time);
        }
    }

    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (true)
        {
            ManualTimer? next;
            lock (gate)
            {
                next = timers.Where(t => t.Due <= end).MinBy(t => t.Due);
                now = next?.Due > now ? next.Due : next is null ? end : now;
                next?.Arm();
            }

            if (next is null)
            {
                return;
            }

            next.Fire();
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action fire) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset Due { get; private set; }

        public Action Fire { get; } = fire;

        // Under the clock's lock: the next turn, or none.
        public void Arm()
        {
            if (period <= TimeSpan.Zero)
            {
                clock.timers.Remove(this);
            }
            else
            {
                Due += period;
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                this.period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                clock.timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.now + dueTime;
                    clock.timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
