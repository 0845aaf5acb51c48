namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// Ties the sessions to the Relay's start and stop. A stop ends none of them: mostly another start follows, and both
/// ends come back to it.
/// </summary>
internal sealed class SessionsHost(RelaySteps relay, SessionTimers timers, LogHold hold) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        timers.Fire = session => _ = relay.DoWhatIsDue(session);
        hold.Begin();
        await relay.TakeUp(cancellationToken);
    }

    /// <summary>The hub has closed its connections by now; what falls due after this is the next start's.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        timers.Fire = null;
        hold.End();
        return Task.CompletedTask;
    }
}
