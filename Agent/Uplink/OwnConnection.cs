using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>Says something to the Relay on connections that carry nothing else, again and again until it is heard.</summary>
internal sealed class OwnConnection(IRelayDialer dialer, TimeProvider clock, ILogger log)
{
    /// <summary>Tries until <paramref name="say"/> is answered, with growing pauses.</summary>
    /// <param name="what">For the log.</param>
    /// <param name="say">Says it; true where nothing more is to be said.</param>
    /// <param name="over">Gives up.</param>
    /// <returns>Whether it was heard.</returns>
    public async Task<bool> Insist(string what, Func<IRelayLink, CancellationToken, Task<bool>> say, CancellationToken over)
    {
        var pause = SessionTimes.FirstRedial;
        try
        {
            while (!await Try(what, say, over))
            {
                await Task.Delay(pause, clock, over);
                pause = 2 * pause < SessionTimes.SlowestRedial ? 2 * pause : SessionTimes.SlowestRedial;
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            log.LogWarning("The Relay could not be told of {What}", what);
            return false;
        }
    }

    private async Task<bool> Try(string what, Func<IRelayLink, CancellationToken, Task<bool>> say, CancellationToken over)
    {
        IRelayLink? link = null;
        try
        {
            using var limit = new CancellationTokenSource(SessionTimes.RedialLimit, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, over);
            link = await dialer.DialInTime(new Nobody(), both.Token);

            // Dialling may have taken most of the time; what is said has its own.
            limit.CancelAfter(2 * SessionTimes.RedialLimit);
            return await say(link, both.Token).WaitAsync(both.Token);
        }
        catch (Exception problem)
        {
            // Whatever it was, the next try may do better, and the program must come to its exit.
            var expected = problem is RelayUnreachableException or OperationCanceledException;
            log.Log(
                expected ? LogLevel.Information : LogLevel.Error,
                expected ? null : problem,
                "The Relay cannot be told of {What} yet: {Why}",
                what,
                problem.Message);
            return false;
        }
        finally
        {
            if (link is not null)
            {
                _ = link.DisposeAsync().AsTask();
            }
        }
    }

    // The session is over, whatever the Relay says.
    private sealed class Nobody : IRelayEvents
    {
        public void Offered(SessionOffer offer, byte[] statement, byte[] signature)
        {
        }

        public void ViewerJoined(int viewer)
        {
        }

        public void ViewerLeft(int viewer)
        {
        }

        public void Exchanged(int viewer, byte[] message)
        {
        }

        public void EnvelopeArrived(byte[] envelope)
        {
        }

        public void KeyFrameNeeded()
        {
        }

        public void Receipted(byte[] receipt)
        {
        }

        public void LogUnavailable(bool unavailable)
        {
        }

        public void Ended(EndReason reason)
        {
        }

        public void ConnectionLost()
        {
        }
    }
}
