using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Where the session stands, by the Agent's own word: what was asked, what was allowed, and the state, which moves
/// here and nowhere else.
/// </summary>
/// <remarks>Everything is read and changed under <see cref="Gate"/>, except <see cref="Permit"/>, which any thread may read.</remarks>
internal sealed class SessionStanding(ILogger log)
{
    private volatile SessionPermit permit = SessionPermit.None;

    /// <summary>The session's one lock.</summary>
    public Lock Gate { get; } = new();

    /// <summary>State and grant as one; the capture thread reads it without the lock.</summary>
    public SessionPermit Permit => permit;

    /// <summary>The state.</summary>
    public SessionState State => permit.State;

    /// <summary>What the customer allowed; null before.</summary>
    public ConsentGrant? Grant => permit.Grant;

    /// <summary>What the technician asks; null before a code held.</summary>
    public CheckedOffer? Offer { get; private set; }

    /// <summary>What the Relay gave for the code that held; null before.</summary>
    public JoinTicket? Ticket { get; private set; }

    /// <summary>What the two ends of the code exchange show; null before.</summary>
    public ComparisonWords? Words { get; private set; }

    /// <summary>Whether the session is over for good.</summary>
    public bool IsOver => SessionLifecycle.IsOver(State);

    /// <summary>A code held: this is what is asked.</summary>
    /// <returns>False where the table refuses it; nothing has changed then.</returns>
    public bool Join(CheckedOffer offer, JoinTicket ticket, ComparisonWords words)
    {
        if (!Move(SessionEvent.Join))
        {
            return false;
        }

        Offer = offer;
        Ticket = ticket;
        Words = words;
        return true;
    }

    /// <summary>The customer's grant is in the log and holds from now on.</summary>
    /// <returns>False where the table refuses it; nothing has changed then.</returns>
    public bool Allow(ConsentGrant given)
    {
        if (!Move(SessionEvent.Allow))
        {
            return false;
        }

        permit = permit with { Grant = given };
        return true;
    }

    /// <summary>Moves the state by <see cref="SessionLifecycle"/>.</summary>
    /// <returns>False where the table refuses it; nothing has changed then.</returns>
    public bool Move(SessionEvent happened)
    {
        if (SessionLifecycle.Next(State, happened) is not { } next)
        {
            return false;
        }

        log.LogInformation("{From} → {To}", State, next);
        permit = permit with { State = next };
        return true;
    }
}
