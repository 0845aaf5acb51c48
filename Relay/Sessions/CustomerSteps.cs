using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Receipts;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>What the customer does, through the Agent.</summary>
internal sealed class CustomerSteps(
    SessionDirectory directory,
    SessionStore store,
    SessionLog log,
    UseLog uses,
    ReceiptBook receipts,
    JoinLimits limits,
    RecordingSteps recordings,
    IAuditLog audit,
    IOptions<SessionOptions> options,
    TimeProvider clock,
    ILogger<CustomerSteps> logger)
{
    /// <summary>How much longer than offered a grant may be, for clocks and rounding.</summary>
    private static readonly TimeSpan GrantSlack = TimeSpan.FromSeconds(5);

    /// <summary>Gives a lost Agent its seat again, if it shows the token of its ticket.</summary>
    /// <returns>The answer, and the seat where it has one. No answer where the log cannot be written.</returns>
    public async Task<(RejoinOutcome? Outcome, AgentSeat? Seat)> Rejoin(
        RejoinRequest request, string address, Outbox outbox, Heard heard)
    {
        // Whether there is such a session is told to nobody but the Agent that was in it. A token cannot be guessed, so
        // the limits are for others: no flood of wrong codes keeps a customer from coming back.
        if (request.ProtocolVersion != HubContract.ProtocolVersion)
        {
            return NotSeated();
        }

        if (directory.Find(request.Session) is { } session && SeatToken.Fits(request.Seat, session.Standing.SeatHash))
        {
            return await directory.Within(session, () => RejoinWithin(session, address, outbox, heard));
        }

        if (!limits.TryTake(address, out var sayIt))
        {
            return sayIt ? await RefuseSeat(null, null, address) : NotSeated();
        }

        var found = await store.FindSession(request.Session, CancellationToken.None);
        if (!SeatToken.Fits(request.Seat, found?.Session.SeatHash))
        {
            return await RefuseSeat(found?.Case.Id, found?.Session.Id, address);
        }

        limits.GiveBack(address);
        return NotSeated(found?.Session.EndReason);
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

            if (await HasTaken(session, report))
            {
                return true;
            }

            var outcome = report.Event switch
            {
                SessionEvent.Allow => await Allow(session, report),
                SessionEvent.Show => await Step(session, report.Event, s => s with { Live = clock.GetUtcNow() }),
                // A picture that was held back before the first one goes live with the resumption.
                SessionEvent.Resume => await Step(session, report.Event, s => s with { Live = s.Live ?? clock.GetUtcNow() }),
                SessionEvent.Pause => await Step(session, report.Event),
                SessionEvent.Change when report.Colleague => await ChangeOfColleague(session, report),
                SessionEvent.Change => await Change(session, report),
                SessionEvent.End when report.Reason is { } reason && MayGive(reason) =>
                    await directory.End(
                        session, reason, Actor.Customer, reason is EndReason.Altered ? report.Fault : null),
                _ => StepOutcome.Refused,
            };

            if (outcome is StepOutcome.Taken && !session.IsOver)
            {
                directory.Tell(session);
            }

            return outcome is StepOutcome.Taken;
        });
    }

    /// <summary>The customer's answer about a further viewer. Said again, because the answer to it was lost, it is written once.</summary>
    /// <returns>True once it is in the log.</returns>
    public Task<bool> Admit(AgentSeat seat, int viewer, bool allowed) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        if (session.Room.Agent != seat || session.IsOver || viewer <= 0 || viewer > session.Room.LastNumber)
        {
            return false;
        }

        if (session.AnswerAbout(viewer) == allowed)
        {
            return true;
        }

        var seatOf = session.Room.Viewers.FirstOrDefault(one => one.Number == viewer);
        var answered = seatOf is not null && session.Colleagues.GetValueOrDefault(seatOf.AccountId) is { } colleague
            ? colleague with { State = allowed ? PersonState.In : PersonState.Refused }
            : null;
        if (!await log.TryWrite(
            session,
            SessionEntries.Admitted(session.Facts, viewer, allowed),
            db => answered is null ? Task.CompletedTask : SessionStore.Keep(db, session.Facts.Id, answered)))
        {
            return false;
        }

        session.Answered(viewer, allowed);
        if (answered is not null)
        {
            Effect(session, answered);
        }

        return true;
    });

    /// <summary>A content key, wrapped for the auditors whom the customer has allowed to open a recording.</summary>
    /// <returns>True once what comes under it is kept.</returns>
    public Task<bool> RecordKey(AgentSeat seat, byte[]? wrapped) =>
        directory.Within(seat.Session, () => Task.FromResult(recordings.Keys(seat, wrapped)));

    /// <summary>The Agent's connection is gone. It may come back, for as long as that counts from its last word.</summary>
    public Task<bool> Lost(AgentSeat seat) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        if (session.Room.Agent != seat)
        {
            return false;
        }

        session.Room.Leave(seat);
        if (session.IsOver)
        {
            await uses.NoteLoss(session);
        }
        else
        {
            session.AgentBackBy = seat.LastHeard + options.Value.ComeBackWithin;
            session.AgentSince = null;
            directory.Tell(session);
        }

        return true;
    });

    /// <summary>The Agent does not keep to the protocol. A connection that another has replaced ends nothing.</summary>
    public Task Broke(AgentSeat seat) => directory.Within(seat.Session, async () =>
        seat.Session.Room.Agent == seat && await directory.End(seat.Session, EndReason.Fault, Actor.Relay) is StepOutcome.Taken);

    /// <summary>Reasons that only the customer's side can know. All others are the Relay's own to give.</summary>
    private static bool MayGive(EndReason reason) => reason is EndReason.Declined or EndReason.QuestionClosed
        or EndReason.NoAnswer or EndReason.StoppedByCustomer or EndReason.TimeUp or EndReason.AgentClosed or EndReason.Altered
        // A viewer may be there without a secret that the Agent knows; to the Relay it looks like any other.
        or EndReason.TechnicianLost or EndReason.Fault;

    /// <summary>Said again, because the answer was lost: it stands in the log already.</summary>
    private async Task<bool> HasTaken(ActiveSession session, AgentReport report)
    {
        if (report.Event is SessionEvent.Allow or SessionEvent.Change)
        {
            if (session.IsOver || (report.Event is SessionEvent.Allow && session.Standing.State is not SessionState.Consented)
                || !await receipts.Has(session, report))
            {
                return false;
            }

            await receipts.SayAgain(session);
            return true;
        }

        return (report.Event, session.Standing.State) switch
        {
            (SessionEvent.Show or SessionEvent.Resume, SessionState.Live) => true,
            (SessionEvent.Pause, SessionState.Paused) => true,
            (SessionEvent.End, SessionState.Ended or SessionState.Reviewed) => true,
            _ => false,
        };
    }

    // A receipt is looked at only where the table takes the step: nothing is written of any other.
    private static bool IsOpenFor(ActiveSession session, AgentReport report) =>
        SessionLifecycle.Next(session.Standing.State, report.Event) is not null;

    private static (RejoinOutcome?, AgentSeat?) NotSeated(EndReason? why = null) => (new RejoinOutcome(false, why), null);

    private async Task<(RejoinOutcome?, AgentSeat?)> RejoinWithin(
        ActiveSession session, string address, Outbox outbox, Heard heard)
    {
        if (session.IsOver)
        {
            return NotSeated(session.Standing.EndReason);
        }

        var now = clock.GetUtcNow();
        var before = session.Room.Agent;
        var lastHeard = before?.LastHeard ?? (session.AgentBackBy - options.Value.ComeBackWithin) ?? now;
        if (!await log.TryWrite(session, SessionEntries.AgentBack(session.Facts, now - lastHeard, address)))
        {
            return (null, null);
        }

        // A crash here: recorded, and the Agent comes back to the next Relay.
        if (before is not null)
        {
            // Its loss was not noticed yet.
            session.Room.Leave(before);
            before.Outbox.Drop("its Agent has come back on another connection");
        }

        var seat = new AgentSeat(session, outbox, heard);
        session.AgentBackBy = null;
        session.AgentSince = now;
        session.NobodyBack = false;
        session.Room.Sit(seat);
        await receipts.SayAgain(session);
        directory.Tell(session);
        return (new RejoinOutcome(true, null), seat);
    }

    private async Task<(RejoinOutcome?, AgentSeat?)> RefuseSeat(Guid? caseId, Guid? session, string address)
    {
        try
        {
            await audit.Append(SessionEntries.AgentRefused(caseId, session, address), null, CancellationToken.None);
            return NotSeated();
        }
        catch (AuditUnavailableException unavailable)
        {
            logger.LogError(unavailable, "The log cannot be written; a token was refused without an answer");
            return (null, null);
        }
    }

    private Task<StepOutcome> Step(ActiveSession session, SessionEvent happened, Func<Standing, Standing>? change = null) =>
        directory.Take(session, happened, SessionEntries.Step(session.Facts, happened), change);

    private async Task<StepOutcome> Allow(ActiveSession session, AgentReport report)
    {
        if (!IsOpenFor(session, report) || report.Grant is not { } grant || !IsWithin(session.Offer, grant) || await receipts.Take(session, report, grant) is not { } receipt)
        {
            return StepOutcome.Refused;
        }

        // The customer's clock may be wrong, so only the length is taken from it, and never more than was offered.
        var length = grant.Until - grant.GrantedAt;
        var most = TimeSpan.FromMinutes(session.Offer.Minutes);
        var until = clock.GetUtcNow() + (length < most ? length : most);
        return await Take(
            session, report, receipt, SessionEntries.Allow(session.Facts, grant, until, receipt.Hash), s => s with { Until = until }, grant.Scopes);
    }

    private async Task<StepOutcome> Change(ActiveSession session, AgentReport report)
    {
        if (!IsOpenFor(session, report) || report.Grant is not { } grant || !MayBecome(session.Offer, grant) || await receipts.Take(session, report, grant) is not { } receipt)
        {
            return StepOutcome.Refused;
        }

        // As with Allow, only the length counts. Where the time stays as it was, that is the same moment but for what the line took.
        var until = clock.GetUtcNow() + (grant.Until - grant.GrantedAt);
        if (session.Standing.Until is { } before && (until - before).Duration() <= GrantSlack)
        {
            until = before;
        }

        return await Take(
            session, report, receipt, SessionEntries.Change(session.Facts, session.Allowed, grant.Scopes, until, receipt.Hash),
            s => s with { Until = until }, grant.Scopes);
    }

    // What a colleague may do beside looking. It is a grant of its own, to their name, and changes nothing of the technician's.
    private async Task<StepOutcome> ChangeOfColleague(ActiveSession session, AgentReport report) =>
        IsOpenFor(session, report) && report.Grant is { Scopes: { } scopes } grant && grant.Session == session.Facts.Id
            && scopes.Distinct().Count() == scopes.Count && scopes.All(Enum.IsDefined)
            && session.Colleagues.Values.FirstOrDefault(one =>
                one.State is PersonState.In && one.Name == grant.Technician && one.Organisation == grant.Organisation) is { } colleague
            && await receipts.Take(session, report, grant) is { } receipt
            ? await Take(session, report, receipt, SessionEntries.ColleagueChange(session.Facts, colleague, scopes, receipt.Hash), null, null)
            : StepOutcome.Refused;

    // The grant's entry, its row and its receipt are on disk together, or none of them is. What a colleague may do changes nothing of what is allowed.
    private async Task<StepOutcome> Take(
        ActiveSession session, AgentReport report, SignedReceipt receipt, PendingEntry entry, Func<Standing, Standing>? change, IReadOnlyList<Scope>? allowed)
    {
        var outcome = await directory.Take(session, report.Event, entry, change, db => ReceiptBook.Keep(db, session.Facts.Id, receipt));
        if (outcome is StepOutcome.Taken)
        {
            if (allowed is not null)
            {
                session.Allowed = allowed;
                await recordings.Follow(session);
            }

            await receipts.Kept(session, receipt);
        }

        return outcome;
    }

    private void Effect(ActiveSession session, Colleague answered)
    {
        session.Colleagues = session.Colleagues.SetItem(answered.Account, answered);
        if (answered.State is not PersonState.In)
        {
            directory.SeeOut(session, answered.Account);
            return;
        }

        foreach (var seat in session.Room.Viewers.Where(viewer => viewer.AccountId == answered.Account))
        {
            session.Room.LetIn(seat);
        }

        directory.Tell(session);
    }

    /// <summary>Taking back may leave nothing; giving may be more than was asked for at first, by a question that the customer alone has seen.</summary>
    private static bool MayBecome(SessionOffer offer, ConsentGrant grant) =>
        grant.Session == offer.Session
        && grant.Scopes is { } scopes
        && scopes.Distinct().Count() == scopes.Count
        && scopes.All(Enum.IsDefined)
        && string.Equals(grant.Technician, offer.Technician, StringComparison.Ordinal)
        && string.Equals(grant.Organisation, offer.Organisation, StringComparison.Ordinal)
        && grant.Until > grant.GrantedAt
        && grant.Until - grant.GrantedAt <= TimeSpan.FromMinutes(ViewerCommand.MostMinutes) + GrantSlack;

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
