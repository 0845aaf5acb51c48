namespace RemoteAssist.Agent.Sessions;

/// <summary>A look again and again for as long as it is needed, and never twice at a time. Called under the session's lock.</summary>
/// <param name="timers">The session's.</param>
/// <param name="every">From one look to the next.</param>
internal sealed class Looking(SessionTimers timers, TimeSpan every)
{
    private bool on;

    /// <summary>Looks from now on, where that is not being done already.</summary>
    /// <param name="look">Whether to look again; under the session's lock.</param>
    public void Begin(Func<bool> look)
    {
        if (!on)
        {
            on = true;
            timers.While(every, () => on = look());
        }
    }
}
