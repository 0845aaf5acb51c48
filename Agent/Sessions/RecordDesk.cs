using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Checks before the good-bye that the Relay's log holds the last that this Agent stated, and so, by its hashes, all before.
/// It trusts the Relay's key that was pinned at joining, and nothing else.
/// </summary>
internal sealed class RecordDesk(OwnChain chain, IProofLink? proofs, TimeProvider clock, ILogger log)
{
    /// <summary>How it stands before it is looked at; null where nobody can look.</summary>
    public RecordStanding? AtFirst => proofs is null ? null : RecordStanding.Checking;

    /// <summary>Asks and judges. To be called once nothing more is stated.</summary>
    /// <param name="ticket">The seat that was held.</param>
    /// <param name="closed">Nobody reads the answer any more.</param>
    public async Task<RecordStanding> Check(JoinTicket ticket, CancellationToken closed)
    {
        // Before anything is asked, and in this order: a log that has more than this by then has told no lie.
        var isOneUnanswered = chain.Unanswered is not null;
        if (proofs is null || chain.End is not { } last)
        {
            return RecordStanding.Unanswered;
        }

        RecordStanding? found = null;
        using var limit = new CancellationTokenSource(SessionTimes.ProofLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, closed);
        await proofs.Ask(ticket, proof => (found = Judge(proof, ticket.RelayKey, last, isOneUnanswered)) is not null, both.Token);
        return found ?? RecordStanding.Unanswered;
    }

    // Null where the Relay may still be writing the very last.
    private RecordStanding? Judge(InclusionProof proof, byte[] relayKey, LastLink last, bool isOneUnanswered)
    {
        if (InclusionCheck.Of(proof, relayKey, last, out var isNext) is { } fault)
        {
            log.LogError("The record of this session does not hold what this computer said: {Fault}", fault);
            return RecordStanding.Broken;
        }

        if (isOneUnanswered && !isNext)
        {
            return null;
        }

        log.LogInformation("The record of this session is complete: entry {Entry} is the last that this computer said", proof.Leaf + 1);
        return RecordStanding.Complete;
    }
}
