namespace RemoteAssist.Agent.Sessions;

/// <summary>The session's timers: each acts under the session's lock, and none after <see cref="Stop"/>, which is called under it too.</summary>
internal sealed class SessionTimers(Lock gate, TimeProvider clock)
{
    private readonly List<ITimer> timers = [];
    private bool stopped;

    /// <summary>Acts once.</summary>
    public void Once(TimeSpan after, Action act) => Add(after, Timeout.InfiniteTimeSpan, act);

    /// <summary>Acts again and again.</summary>
    public void Every(TimeSpan period, Action act) => Add(period, period, act);

    /// <summary>No more.</summary>
    public void Stop()
    {
        stopped = true;
        timers.ForEach(t => t.Dispose());
        timers.Clear();
    }

    private void Add(TimeSpan due, TimeSpan period, Action act)
    {
        if (stopped)
        {
            return;
        }

        ITimer? timer = null;
        timer = clock.CreateTimer(Fire, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timers.Add(timer);
        timer.Change(due < TimeSpan.Zero ? TimeSpan.Zero : due, period);

        void Fire(object? state)
        {
            lock (gate)
            {
                if (stopped)
                {
                    return;
                }

                if (period == Timeout.InfiniteTimeSpan && timers.Remove(timer!))
                {
                    timer!.Dispose();
                }

                act();
            }
        }
    }
}
