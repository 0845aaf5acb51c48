using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// Colleagues: invited by the session's technician, let in by the customer, seen out again, and given the session. An
/// invitation lets nobody see anything: it gives a seat that waits for the customer's answer (<see cref="CustomerSteps.Admit"/>).
/// </summary>
internal sealed class ColleagueSteps(
    SessionDirectory directory, SessionStore store, SessionLog log, IOptions<SessionOptions> options, TimeProvider clock)
{
    /// <summary>Colleagues of one session, over all its time: each is a row, and a line on every page.</summary>
    public const int Most = 8;

    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 200;

    /// <summary>Whom the technician of this seat can invite; null where the session is not theirs.</summary>
    public async Task<ColleagueChoice[]?> Choices(ViewerSeat seat, CancellationToken cancel) => seat.IsOfTechnician
        ? [.. (await store.Technicians(cancel)).Where(one => one.Id != seat.AccountId).Select(one => new ColleagueChoice(one.Id, one.Name, one.Organisation))]
        : null;

    /// <summary>Invites a colleague, for as long as a code is good.</summary>
    public async Task<StepOutcome> Invite(ViewerSeat seat, string? account, string? why)
    {
        var reason = Showing.Text(why ?? "");
        if (reason.Length is 0 or > LongestReason
            || (await store.Technicians(CancellationToken.None)).FirstOrDefault(one => one.Id == account) is not { } asked)
        {
            return StepOutcome.Refused;
        }

        return await directory.Within(seat.Session, async () =>
        {
            var session = seat.Session;
            var now = clock.GetUtcNow();
            var before = session.Colleagues.GetValueOrDefault(asked.Id);
            if (!seat.IsOfTechnician || !IsAllowedSomething(session) || asked.Id == seat.AccountId || before?.IsAsked(now) == true
                || (before is null && session.Colleagues.Count >= Most))
            {
                return StepOutcome.Refused;
            }

            var colleague = new Colleague(
                asked.Id, Showing.Text(asked.Name), Showing.Text(asked.Organisation), session.Facts.Technician, reason,
                PersonState.Invited, now + options.Value.CodeLifetime);
            return await Write(session, colleague, SessionEntries.Invited(session.Facts, colleague));
        });
    }

    /// <summary>The colleague does not want to come.</summary>
    /// <returns>False where there is no invitation any more, or the log could not be written.</returns>
    public async Task<bool> Decline(Guid id, string account) => directory.Find(id) is { } session
        && await directory.Within(session, async () =>
            !session.IsOver
            && session.Colleagues.GetValueOrDefault(account) is { State: PersonState.Invited } colleague
            && colleague.IsAsked(clock.GetUtcNow())
            && await Write(
                session, colleague with { State = PersonState.Declined }, SessionEntries.ColleagueDeclined(session.Facts, colleague))
                is StepOutcome.Taken);

    /// <summary>The technician takes an invitation back, or ends the colleague's viewing.</summary>
    public Task<StepOutcome> SendAway(ViewerSeat seat, string? account) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        return !session.IsOver && seat.IsOfTechnician && account is not null
            && session.Colleagues.GetValueOrDefault(account) is { } colleague && colleague.IsAsked(clock.GetUtcNow())
            ? await SeeOut(session, colleague with { State = PersonState.SentAway }, SessionEntries.ColleagueSentAway(session.Facts, colleague))
            : StepOutcome.Refused;
    });

    /// <summary>The colleague goes, or what came to them does not open; the session goes on without them.</summary>
    public Task<StepOutcome> Leave(ViewerSeat seat, SealingFault? fault = null) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        return !session.IsOver && session.Colleagues.GetValueOrDefault(seat.AccountId) is { } colleague && colleague.IsAsked(clock.GetUtcNow())
            ? await SeeOut(session, colleague with { State = PersonState.Left }, SessionEntries.ColleagueLeft(session.Facts, colleague, fault))
            : StepOutcome.Refused;
    });

    /// <summary>
    /// The session becomes a colleague's, by the technician's word on the sealed channel; the one before stays as a colleague.
    /// Said again, because the answer to it was lost, it is written once.
    /// </summary>
    /// <returns>True once it is in the log.</returns>
    public Task<bool> HandOver(AgentSeat seat, int viewer) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        if (session.Room.Agent != seat || session.IsOver)
        {
            return false;
        }

        if (session.HandedTo == viewer)
        {
            return true;
        }

        if (session.Room.Viewers.FirstOrDefault(one => one.Number == viewer) is not { } theirs
            || session.Colleagues.GetValueOrDefault(theirs.AccountId) is not { State: PersonState.In } next)
        {
            return false;
        }

        var before = session.Facts;
        var facts = before with { TechnicianId = next.Account, Technician = next.Name, Organisation = next.Organisation };
        var former = new Colleague(
            before.TechnicianId, before.Technician, before.Organisation, next.Name, next.Reason, PersonState.In, clock.GetUtcNow());
        if (!await log.TryWrite(session, SessionEntries.HandedOver(before, next, viewer), db => SessionStore.HandOver(db, facts, former)))
        {
            return false;
        }

        // A crash here: the log and the row say whose it is, and both pages hear it when they come back.
        session.HandOver(viewer, facts);
        session.Colleagues = session.Colleagues.Remove(next.Account).SetItem(former.Account, former);
        session.ViewerBackBy = null;
        directory.Tell(session);
        return true;
    });

    /// <summary>Invitations that this account can still answer, and sessions that it is in as a colleague.</summary>
    public IReadOnlyList<(ActiveSession Session, Colleague Colleague)> Of(string account)
    {
        var now = clock.GetUtcNow();
        return
        [
            .. directory.All
                .Where(session => !session.IsOver)
                .Select(session => (Session: session, Colleague: session.Colleagues.GetValueOrDefault(account)!))
                .Where(found => found.Colleague?.IsAsked(now) == true)
                .OrderBy(found => found.Colleague.Until),
        ];
    }

    private static bool IsAllowedSomething(ActiveSession session) =>
        session.Standing.State is SessionState.Consented or SessionState.Live or SessionState.Paused;

    private async Task<StepOutcome> Write(ActiveSession session, Colleague colleague, Shared.Audit.PendingEntry entry)
    {
        if (!await log.TryWrite(session, entry, db => SessionStore.Keep(db, session.Facts.Id, colleague)))
        {
            return StepOutcome.LogUnavailable;
        }

        // A crash here: recorded, and the next Relay reads it so.
        session.Colleagues = session.Colleagues.SetItem(colleague.Account, colleague);
        directory.Tell(session);
        return StepOutcome.Taken;
    }

    private async Task<StepOutcome> SeeOut(ActiveSession session, Colleague colleague, Shared.Audit.PendingEntry entry)
    {
        var outcome = await Write(session, colleague, entry);
        if (outcome is StepOutcome.Taken)
        {
            directory.SeeOut(session, colleague.Account);
        }

        return outcome;
    }
}
