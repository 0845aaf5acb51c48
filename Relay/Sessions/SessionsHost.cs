namespace RemoteAssist.Relay.Sessions;

/// <summary>Ties the sessions to the Relay's start and stop.</summary>
internal sealed class SessionsHost(
    RelaySteps relay, SessionTimers timers, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<SessionsHost> logger)
    : IHostedService, IDisposable
{
    /// <summary>How long the ends may take to hear that the Relay goes down.</summary>
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    private CancellationTokenRegistration stopping;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        timers.Fire = session => _ = relay.DoWhatIsDue(session);
        await relay.EndWhatWasCutOff(cancellationToken);

        // The hub closes its connections in a callback of the same token that was registered before this one, when the
        // hub was mapped. Callbacks run last come, first served, so the ends still hear the reason.
        stopping = lifetime.ApplicationStopping.Register(Stop);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => stopping.Dispose();

    private void Stop()
    {
        try
        {
            Task.Run(relay.EndAll).WaitAsync(StopWithin, clock).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            logger.LogWarning("Not every end heard in time that the Relay stops");
        }
        catch (Exception broken)
        {
            logger.LogError(broken, "The sessions could not be ended in good order; the next start ends them");
        }
    }
}
