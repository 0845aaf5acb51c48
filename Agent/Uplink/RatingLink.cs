using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>Takes the customer's answers to the Relay, for as long as a lost end may take to come back.</summary>
internal sealed class RatingLink(IRelayDialer dialer, TimeProvider clock, ILogger log) : IRatingLink
{
    private readonly OwnConnection connection = new(dialer, clock, log);

    /// <inheritdoc/>
    public async Task Say(JoinTicket ticket, Rating rating)
    {
        using var over = new CancellationTokenSource(HubContract.ComeBackWithin, clock);
        var request = new RatingRequest(
            HubContract.ProtocolVersion,
            ticket.Session,
            ticket.Seat,
            rating.Solved,
            rating.Ease,
            rating.Sentence.Length == 0 ? null : rating.Sentence);

        // Refused at first where the end itself is still on its way; refused for good it is given up with the minute.
        await connection.Insist("the customer's answers", (link, cancel) => link.Rate(request, cancel), over.Token);
    }
}
