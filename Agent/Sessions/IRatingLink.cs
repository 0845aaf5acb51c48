using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>Carries the customer's answers at the end to the case.</summary>
internal interface IRatingLink
{
    /// <summary>Done once they are in the log, or cannot be; never fails.</summary>
    /// <param name="ticket">The seat that was held.</param>
    /// <param name="rating">The answers.</param>
    Task Say(JoinTicket ticket, Rating rating);
}
