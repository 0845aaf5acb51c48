using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// The end that the Relay did not confirm before the connection was cut: said again on connections that carry nothing
/// else, until it is heard or the time is over in which a lost end may come back. Nothing waits for it but the program's exit.
/// </summary>
internal sealed class LateReport(IRelayDialer dialer, TimeProvider clock, ILogger log) : IDisposable
{
    private readonly CancellationTokenSource over = new(Timeout.InfiniteTimeSpan, clock);
    private TimeSpan atMost = HubContract.ComeBackWithin;

    /// <summary>Done once the Relay knows of the end, or the time is over.</summary>
    /// <param name="ticket">The seat that was held.</param>
    /// <param name="end">What was not heard.</param>
    public async Task Say(JoinTicket ticket, AgentReport end)
    {
        over.CancelAfter(atMost);
        var seat = new RejoinRequest(HubContract.ProtocolVersion, ticket.Session, ticket.Seat);
        var pause = SessionTimes.FirstRedial;
        try
        {
            while (!await Try(seat, end))
            {
                await Task.Delay(pause, clock, over.Token);
                pause = 2 * pause < SessionTimes.SlowestRedial ? 2 * pause : SessionTimes.SlowestRedial;
            }
        }
        catch (OperationCanceledException)
        {
            log.LogWarning("The Relay could not be told of the end: {Reason}", end.Reason);
        }
    }

    /// <summary>The computer wants the program gone: it is tried for a few seconds more only.</summary>
    public void Hurry()
    {
        atMost = SessionTimes.RedialLimit;
        over.CancelAfter(atMost);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        over.Cancel();
        over.Dispose();
    }

    private async Task<bool> Try(RejoinRequest seat, AgentReport end)
    {
        IRelayLink? link = null;
        try
        {
            using var limit = new CancellationTokenSource(SessionTimes.RedialLimit, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, over.Token);
            link = await dialer.DialInTime(new Nobody(), both.Token);
            if (await link.Rejoin(seat, both.Token).WaitAsync(both.Token) is not { Seated: true })
            {
                // It is over there as well: the report was heard, and only its answer was lost, or the Relay was quicker.
                return true;
            }

            limit.CancelAfter(SessionTimes.RedialLimit);
            return await link.Report(end, both.Token).WaitAsync(both.Token);
        }
        catch (Exception problem)
        {
            // Whatever it was, the next try may do better, and the program must come to its exit.
            var expected = problem is RelayUnreachableException or OperationCanceledException;
            log.Log(
                expected ? LogLevel.Information : LogLevel.Error,
                expected ? null : problem,
                "The Relay cannot be told of the end yet: {Why}",
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

        public void Ended(EndReason reason)
        {
        }

        public void ConnectionLost()
        {
        }
    }
}
