using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>What the customer does, through the Agent.</summary>
internal sealed class CustomerSteps(
    SessionDirectory directory,
    Nameplates nameplates,
    CodeCheck codes,
    JoinLimits limits,
    IAuditLog audit,
    TimeProvider clock,
    ILogger<CustomerSteps> logger)
{
    /// <summary>How much longer than offered a grant may be, for clocks and rounding.</summary>
    private static readonly TimeSpan GrantSlack = TimeSpan.FromSeconds(5);

    /// <summary>Judges a code and, where it holds, gives the connection the Agent's seat.</summary>
    /// <returns>
    /// The answer for the Agent, and its seat where it has one. No answer where the log cannot be written: it looks the
    /// same for a right and a wrong code, so that nobody guesses unrecorded.
    /// </returns>
    public async Task<(JoinOutcome? Outcome, AgentSeat? Seat)> Join(JoinRequest request, string address, Outbox outbox)
    {
        // 1 the version   2 the limits   3 the nameplate   4 one at a time: the digits   5 the step   6 the seat
        if (request.ProtocolVersion != HubContract.ProtocolVersion)
        {
            return Answer(JoinRefusal.OtherVersion);
        }

        if (!limits.TryTake(address, out var sayIt))
        {
            return sayIt
                ? await Refuse(null, JoinRefusal.TooManyTries, null, address)
                : Answer(JoinRefusal.TooManyTries);
        }

        if (CodeCheck.Read(request) is not { } typed)
        {
            return await Refuse(null, JoinRefusal.UnknownCode, null, address);
        }

        if (codes.WhyDead(typed) is { } dead)
        {
            return await Refuse(null, dead, null, address);
        }

        return nameplates.TryFind(typed.Nameplate, out var session)
            ? await directory.Within(session, () => JoinWithin(session, typed, request, address, outbox))
            : await Refuse(null, codes.WhyUnknown(typed), null, address);
    }

    /// <summary>A step that the Agent reports.</summary>
    /// <returns>True once it is in the log and has happened.</returns>
    public async Task<bool> Report(AgentSeat seat, AgentReport report)
    {
        var session = seat.Session;
        return await directory.Within(session, async () =>
        {
            if (session.Room.Agent != seat)
            {
                return false;
            }

            var outcome = report.Event switch
            {
                SessionEvent.Allow => await Allow(session, report.Grant),
                SessionEvent.Show => await Step(session, report.Event, s => s with { Live = clock.GetUtcNow() }),
                // A picture that was held back before the first one goes live with the resumption.
                SessionEvent.Resume => await Step(session, report.Event, s => s with { Live = s.Live ?? clock.GetUtcNow() }),
                SessionEvent.Pause => await Step(session, report.Event),
                SessionEvent.End when report.Reason is { } reason && MayGive(reason) =>
                    await directory.End(session, reason, Actor.Customer),
                _ => StepOutcome.Refused,
            };

            if (outcome is StepOutcome.Taken && !session.IsOver)
            {
                directory.Tell(session);
            }

            return outcome is StepOutcome.Taken;
        });
    }

    /// <summary>The Agent's connection is gone.</summary>
    public async Task Lost(AgentSeat seat) => await directory.Within(seat.Session, async () =>
    {
        if (seat.Session.Room.Agent != seat)
        {
            return false;
        }

        seat.Session.Room.Leave(seat);
        if (await directory.End(seat.Session, EndReason.CustomerLost, Actor.Relay) is StepOutcome.LogUnavailable)
        {
            directory.Tell(seat.Session);
        }

        return true;
    });

    /// <summary>The Agent does not keep to the protocol.</summary>
    public async Task Broke(AgentSeat seat) => await directory.Within(
        seat.Session, () => directory.End(seat.Session, EndReason.Fault, Actor.Relay));

    /// <summary>Reasons that only the customer's side can know. All others are the Relay's own to give.</summary>
    private static bool MayGive(EndReason reason) => reason is EndReason.Declined or EndReason.QuestionClosed
        or EndReason.NoAnswer or EndReason.StoppedByCustomer or EndReason.TimeUp or EndReason.AgentClosed or EndReason.Fault;

    private static (JoinOutcome?, AgentSeat?) Answer(JoinRefusal why) => (new JoinOutcome(why, null), null);

    private async Task<(JoinOutcome?, AgentSeat?)> JoinWithin(
        ActiveSession session, SessionCode typed, JoinRequest request, string address, Outbox outbox)
    {
        if (session.Code is not { } code || code.Digits.Nameplate != typed.Nameplate)
        {
            // Somebody else's try was in front of this one, and used the code up.
            return await Refuse(null, codes.WhyDead(typed) ?? codes.WhyUnknown(typed), null, address);
        }

        if (clock.GetUtcNow() >= code.Expires)
        {
            directory.KillCode(session, JoinRefusal.ExpiredCode);
            session.Codeless = (code.Expires, EndReason.CodeExpired);
            directory.Tell(session);
            return await Refuse(session, codes.WhyDead(typed) ?? JoinRefusal.UnknownCode, null, address);
        }

        if (session.Room.Viewers.IsEmpty)
        {
            // Not judged, so nothing can be learnt about the secret and nothing is spent.
            limits.GiveBack(address);
            return Answer(JoinRefusal.TechnicianAway);
        }

        if (!CodeCheck.Fits(code, typed))
        {
            return await SpendTry(session, code, address);
        }

        limits.GiveBack(address);
        var outcome = await directory.Take(session, SessionEvent.Join, SessionEntries.Join(session.Facts, request, address));
        if (outcome is not StepOutcome.Taken)
        {
            return (null, null);
        }

        directory.KillCode(session, JoinRefusal.UsedCode);
        session.Codeless = null;
        session.Joined = clock.GetUtcNow();
        var seat = new AgentSeat(session, outbox);
        session.Room.Sit(seat);
        directory.Tell(session);
        return (new JoinOutcome(null, session.Offer), seat);
    }

    private async Task<(JoinOutcome?, AgentSeat?)> SpendTry(ActiveSession session, LiveCode code, string address)
    {
        // The try is spent even where the refusal cannot be recorded: a guess must cost something either way.
        var left = code.TriesLeft - 1;
        session.Code = code with { TriesLeft = left };
        if (left == 0)
        {
            directory.KillCode(session, JoinRefusal.TooManyTries);
            session.Codeless = (clock.GetUtcNow(), EndReason.TooManyTries);
        }

        directory.Tell(session);
        return await Refuse(session, left == 0 ? JoinRefusal.TooManyTries : JoinRefusal.UnknownCode, left, address);
    }

    private async Task<(JoinOutcome?, AgentSeat?)> Refuse(ActiveSession? session, JoinRefusal why, int? triesLeft, string address)
    {
        try
        {
            await audit.Append(SessionEntries.CodeRefused(session?.Facts, why, triesLeft, address), null, CancellationToken.None);
            return Answer(why);
        }
        catch (AuditUnavailableException unavailable)
        {
            logger.LogError(unavailable, "The log cannot be written; a code was refused without an answer");
            return (null, null);
        }
    }

    private Task<StepOutcome> Step(ActiveSession session, SessionEvent happened, Func<Standing, Standing>? change = null) =>
        directory.Take(session, happened, SessionEntries.Step(session.Facts, happened), change);

    private async Task<StepOutcome> Allow(ActiveSession session, ConsentGrant? grant)
    {
        if (grant is null || !IsWithin(session.Offer, grant))
        {
            return StepOutcome.Refused;
        }

        // The customer's clock may be wrong, so only the length is taken from it, and never more than was offered.
        var length = grant.Until - grant.GrantedAt;
        var most = TimeSpan.FromMinutes(session.Offer.Minutes);
        var until = clock.GetUtcNow() + (length < most ? length : most);
        return await directory.Take(
            session, SessionEvent.Allow, SessionEntries.Allow(session.Facts, grant, until), s => s with { Until = until });
    }

    private static bool IsWithin(SessionOffer offer, ConsentGrant grant) =>
        grant.Session == offer.Session
        && grant.Scopes is { Count: > 0 } scopes
        && scopes.Distinct().Count() == scopes.Count
        && scopes.All(offer.Scopes.Contains)
        && string.Equals(grant.Technician, offer.Technician, StringComparison.Ordinal)
        && string.Equals(grant.Organisation, offer.Organisation, StringComparison.Ordinal)
        && grant.Until > grant.GrantedAt
        && grant.Until - grant.GrantedAt <= TimeSpan.FromMinutes(offer.Minutes) + GrantSlack;
}
