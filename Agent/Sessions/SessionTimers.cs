namespace RemoteAssist.Agent.Sessions;

/// <summary>The session's timers: each acts under the session's lock, and none after <see cref="Stop"/>, which is called under it too.</summary>
internal sealed class SessionTimers(Lock gate, TimeProvider clock)
{
    private readonly List<ITimer> timers = [];
    private bool stopped;

    /// <summary>Acts once.</summary>
    public void Once(TimeSpan after, Action act) => Add(after, Timeout.InfiniteTimeSpan, () =>
    {
        act();
        return false;
    });

    /// <summary>Acts again and again.</summary>
    public void Every(TimeSpan period, Action act) => While(period, () =>
    {
        act();
        return true;
    });

    /// <summary>Acts again and again, up to the time when it says false: a timer that nobody needs would still wake the processor.</summary>
    public void While(TimeSpan period, Func<bool> act) => Add(period, period, act);

    /// <summary>No more.</summary>
    public void Stop()
    {
        stopped = true;
        timers.ForEach(t => t.Dispose());
        timers.Clear();
    }

    private void Add(TimeSpan due, TimeSpan period, Func<bool> act)
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

                if (!act() && timers.Remove(timer!))
                {
                    timer!.Dispose();
                }
            }
        }
    }
}
