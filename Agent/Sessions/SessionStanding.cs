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
/// <remarks>
/// Everything is read and changed under <see cref="Gate"/>, except <see cref="Permit"/>, <see cref="IsInterrupted"/> and
/// what sets them, which any thread may use.
/// </remarks>
internal sealed class SessionStanding(ILogger log)
{
    private readonly List<Scope> mentioned = [];
    private readonly List<Scope> everAllowed = [];
    private volatile SessionPermit permit = SessionPermit.None;
    private volatile bool stopping;
    private int interrupting;

    /// <summary>The session's one lock.</summary>
    public Lock Gate { get; } = new();

    /// <summary>State and grant as one; the capture thread reads it without the lock.</summary>
    public SessionPermit Permit => stopping ? SessionPermit.None : permit;

    /// <summary>The customer is about to hold something back and may be waiting for the lock: nothing is done for a viewer meanwhile.</summary>
    public bool IsInterrupted => stopping || Volatile.Read(ref interrupting) > 0;

    /// <summary>The state.</summary>
    public SessionState State => permit.State;

    /// <summary>The Relay's log cannot be written: nothing is shown or done until it can.</summary>
    public bool IsUnlogged
    {
        get => permit.IsUnlogged;
        set => permit = permit with { IsUnlogged = value };
    }

    /// <summary>What the customer allowed; null before.</summary>
    public ConsentGrant? Grant => permit.Grant;

    /// <summary>What the technician asks; null before a code held.</summary>
    public CheckedOffer? Offer { get; private set; }

    /// <summary>What the Relay gave for the code that held; null before.</summary>
    public JoinTicket? Ticket { get; private set; }

    /// <summary>What the two ends of the code exchange show; null before.</summary>
    public ComparisonWords? Words { get; private set; }

    /// <summary>A question beside the bar is open.</summary>
    public bool QuestionOpen { get; set; }

    /// <summary>When the customer allowed it all to begin; means something once there is a grant.</summary>
    public DateTimeOffset Began { get; private set; }

    /// <summary>Everything that was asked for so far.</summary>
    public IEnumerable<Scope> Mentioned => mentioned.Order();

    /// <summary>Everything that was allowed at some time.</summary>
    public IEnumerable<Scope> EverAllowed => everAllowed.Order();

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
        mentioned.AddRange(offer.Scopes);
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
        Began = given.GrantedAt;
        everAllowed.AddRange(given.Scopes);
        return true;
    }

    /// <summary>Something else is allowed from now on.</summary>
    /// <returns>False where the table refuses it; nothing has changed then.</returns>
    public bool Change(ConsentGrant given)
    {
        if (!Move(SessionEvent.Change))
        {
            return false;
        }

        permit = permit with { Grant = given };
        everAllowed.AddRange(given.Scopes.Except(everAllowed).ToArray());
        return true;
    }

    /// <summary>The technician asks for this too.</summary>
    public void Mention(Scope scope)
    {
        if (!mentioned.Contains(scope))
        {
            mentioned.Add(scope);
        }
    }

    /// <summary>Whether this is allowed now.</summary>
    public bool Allows(Scope scope, DateTimeOffset now) => Permit.Grant?.Allows(scope, now) == true;

    /// <summary>Whether this is allowed now to somebody: to a colleague only what was allowed to their name, and nothing while nobody may look.</summary>
    /// <param name="who">The colleague; null for the session's technician.</param>
    /// <param name="scope">What.</param>
    /// <param name="now">Now.</param>
    public bool Allows(Colleague? who, Scope scope, DateTimeOffset now) =>
        who is null ? Allows(scope, now) : Allows(Scope.View, now) && who.Scopes.Contains(scope);

    /// <summary>A colleague was allowed this; the customer is told so at the end.</summary>
    public void AllowedColleague(Scope scope)
    {
        if (!everAllowed.Contains(scope))
        {
            everAllowed.Add(scope);
        }
    }

    /// <summary>The customer stops: from here on, whoever has the lock, no picture is fetched and no input done.</summary>
    public void StopNow() => stopping |= permit.Grant is not null;

    /// <summary>The customer holds something back: until this is disposed, nothing is done for a viewer.</summary>
    public Interruption Interrupt() => new(this);

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

    /// <summary>As long as it lasts, viewers wait.</summary>
    internal readonly struct Interruption : IDisposable
    {
        private readonly SessionStanding standing;

        public Interruption(SessionStanding standing)
        {
            this.standing = standing;
            Interlocked.Increment(ref standing.interrupting);
        }

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Decrement(ref standing.interrupting);
    }
}
