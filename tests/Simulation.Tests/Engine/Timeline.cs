namespace RemoteAssist.Simulation.Tests.Engine;

/// <summary>Everything that is still to happen, in its order; time stands still while something happens.</summary>
internal sealed class Timeline
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly Lock gate = new();
    private readonly PriorityQueue<Planned, (long At, long Order)> planned = new();
    private long order;

    public DateTimeOffset Now { get; private set; } = Start;

    public TimeSpan Elapsed => Now - Start;

    public Planned After(TimeSpan delay, Action act) => At(Now + delay, act);

    public Planned At(DateTimeOffset at, Action act)
    {
        var plan = new Planned(at < Now ? Now : at, act);
        lock (gate)
        {
            planned.Enqueue(plan, (plan.At.Ticks, order++));
        }

        return plan;
    }

    /// <summary>Moves to the next thing and does it.</summary>
    /// <returns>False where nothing is left.</returns>
    public bool Step()
    {
        while (true)
        {
            Planned? next;
            lock (gate)
            {
                if (!planned.TryDequeue(out next, out _))
                {
                    return false;
                }
            }

            if (next.Take() is { } act)
            {
                Now = next.At;
                act();
                return true;
            }
        }
    }
}

/// <summary>One thing that is to happen, unless it is called off.</summary>
internal sealed class Planned(DateTimeOffset at, Action act)
{
    private Action? act = act;

    public DateTimeOffset At { get; } = at;

    public void CallOff() => Interlocked.Exchange(ref act, null);

    public Action? Take() => Interlocked.Exchange(ref act, null);
}
