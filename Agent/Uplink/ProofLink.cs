using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>Asks for the proof on connections that carry nothing else: that of the session is closed by then.</summary>
internal sealed class ProofLink(IRelayDialer dialer, TimeProvider clock, ILogger log) : IProofLink
{
    private readonly OwnConnection connection = new(dialer, clock, log);

    /// <inheritdoc/>
    public async Task Ask(JoinTicket ticket, Func<InclusionProof, bool> settles, CancellationToken over)
    {
        var request = new InclusionRequest(HubContract.ProtocolVersion, ticket.Session, ticket.Seat);
        await connection.Insist(
            "the wish for a proof", async (link, cancel) => await link.Prove(request, cancel) is { } proof && settles(proof), over);
    }
}
