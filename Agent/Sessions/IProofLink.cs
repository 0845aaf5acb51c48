using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>Asks the Relay, after the end, for a proof that its log holds what this Agent stated.</summary>
internal interface IProofLink
{
    /// <summary>Asks again and again until an answer settles it; never fails.</summary>
    /// <param name="ticket">The seat that was held.</param>
    /// <param name="settles">Judges an answer; false where another is to be asked for.</param>
    /// <param name="over">Gives up.</param>
    Task Ask(JoinTicket ticket, Func<InclusionProof, bool> settles, CancellationToken over);
}
