namespace RemoteAssist.Simulation.Tests.Engine;

/// <summary>The clock of one process: its timers die with it.</summary>
internal sealed class ProcessClock(Timeline timeline) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public bool IsDead { get; set; }

    public override DateTimeOffset GetUtcNow() => timeline.Now;

    public override long GetTimestamp() => timeline.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, timeline, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(ProcessClock clock, Timeline timeline, Action fire) : ITimer
    {
        private Planned? next;
        private TimeSpan period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            this.period = period;
            next?.CallOff();
            next = dueTime < TimeSpan.Zero ? null : timeline.After(dueTime, Fire);
            return true;
        }

        public void Dispose()
        {
            period = Timeout.InfiniteTimeSpan;
            next?.CallOff();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            if (clock.IsDead)
            {
                return;
            }

            if (period > TimeSpan.Zero)
            {
                next = timeline.After(period, Fire);
            }

            fire();
        }
    }
}
