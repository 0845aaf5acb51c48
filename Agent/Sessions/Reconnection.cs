using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// A lost connection is made again, for as long as a lost end may take to come back. Until then nothing is captured, and
/// what the customer does counts at once.
/// </summary>
internal sealed class Reconnection(
    SessionStanding standing,
    RelayLine line,
    PictureFlow pictures,
    ViewerDesk viewers,
    LivePicture live,
    BannerDesk banner,
    FeedDesk feed,
    SessionEnding ending,
    TimeProvider clock,
    ILogger log)
{
    /// <summary>The connection is lost. Called under the lock.</summary>
    /// <param name="words">Who hears the next one.</param>
    public void Begin(IRelayEvents words)
    {
        if (banner.Away || standing.IsOver || standing.Ticket is not { } ticket)
        {
            return;
        }

        banner.Away = true;
        if (standing.Grant is not null)
        {
            feed.Add(FeedKind.ConnectionLost);
        }

        NobodyThere();
        banner.Show();
        log.LogWarning("The connection to the Relay is lost.");
        _ = Redial(ticket, words, clock.GetElapsedTime(line.LastHeard));
    }

    private async Task Redial(JoinTicket ticket, IRelayEvents words, TimeSpan silence)
    {
        var began = clock.GetTimestamp();
        var request = new RejoinRequest(HubContract.ProtocolVersion, ticket.Session, ticket.Seat);
        var pause = SessionTimes.FirstRedial;
        try
        {
            while (Left() > pause)
            {
                await Task.Delay(pause, clock, line.Over);
                pause = Shorter(2 * pause, SessionTimes.SlowestRedial);
                var outcome = await line.Rejoin(request, words, Shorter(SessionTimes.RedialLimit, Left()));
                if (outcome is not null && Settle(outcome))
                {
                    return;
                }

                lock (standing.Gate)
                {
                    // Viewers may have been named on it before it broke; they are named again on the next.
                    NobodyThere();
                }
            }

            await Task.Delay(Left(), clock, line.Over);
            ending.End(EndReason.RelayLost, tell: false);
        }
        catch (OperationCanceledException)
        {
            // The session is over.
        }

        TimeSpan Left() => Longer(HubContract.ComeBackWithin - silence - clock.GetElapsedTime(began), TimeSpan.Zero);
    }

    // False where the connection was lost again already.
    private bool Settle(RejoinOutcome outcome)
    {
        lock (standing.Gate)
        {
            if (standing.IsOver)
            {
                return true;
            }

            if (!outcome.Seated)
            {
                ending.EndByRelay(outcome.EndReason ?? EndReason.Fault);
                return true;
            }

            if (!line.IsUp)
            {
                return false;
            }

            banner.Away = false;
            if (standing.Grant is not null)
            {
                feed.Add(FeedKind.ConnectionBack);
            }

            viewers.Reconnected();
            live.Upload();
            banner.Show();
            return true;
        }
    }

    private void NobodyThere()
    {
        if (!standing.IsOver)
        {
            viewers.AllLeft();
            pictures.Disconnect();
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
