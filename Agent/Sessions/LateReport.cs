using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// The end that the Relay did not confirm before the connection was cut: said again on connections that carry nothing
/// else, until it is heard or the time is over in which a lost end may come back. Nothing waits for it but the program's exit.
/// </summary>
internal sealed class LateReport(IRelayDialer dialer, OwnChain chain, TimeProvider clock, ILogger log) : IDisposable
{
    private readonly OwnConnection connection = new(dialer, clock, log);
    private readonly CancellationTokenSource over = new(Timeout.InfiniteTimeSpan, clock);
    private TimeSpan atMost = HubContract.ComeBackWithin;

    /// <summary>Done once the Relay knows of the end, or the time is over.</summary>
    /// <param name="ticket">The seat that was held.</param>
    /// <param name="end">What was not heard.</param>
    /// <param name="use">What was injected before it and is not in the log, oldest first.</param>
    public async Task Say(JoinTicket ticket, Statement end, IReadOnlyList<Statement> use)
    {
        over.CancelAfter(atMost);
        var seat = new RejoinRequest(HubContract.ProtocolVersion, ticket.Session, ticket.Seat);

        // Without a seat it is over there as well: the report was heard, and only its answer was lost, or the Relay was quicker.
        await connection.Insist(
            $"{end}",
            async (link, cancel) => await link.Rejoin(seat, cancel) is not { Seated: true } || await Say(link, end, use, cancel),
            over.Token);
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

    private async Task<bool> Say(IRelayLink link, Statement end, IEnumerable<Statement> use, CancellationToken cancel)
    {
        foreach (var report in use)
        {
            await chain.Say(report, link, cancel);
        }

        return await chain.Say(end, link, cancel);
    }
}
