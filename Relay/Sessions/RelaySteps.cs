using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Sessions;

/// <summary>What the Relay does by itself: when time is up, and when it starts.</summary>
internal sealed class RelaySteps(
    SessionDirectory directory,
    SessionCodes codes,
    SessionTimers timers,
    SessionStore store,
    SessionLog log,
    UseLog uses,
    IAuditLog audit,
    IOptions<SessionOptions> options,
    TimeProvider clock,
    ILogger<RelaySteps> logger)
{
    /// <summary>Does everything in this session that is due by now.</summary>
    public async Task DoWhatIsDue(ActiveSession session)
    {
        await directory.Within(session, async () =>
        {
            try
            {
                // Each turn either ends the session or moves what it did into the future.
                while (timers.Next(session) is { } due && due.At <= clock.GetUtcNow())
                {
                    await Do(session, due.What);
                }
            }
            catch (Exception broken)
            {
                // It stays due, and would be again at once.
                session.NotBefore = clock.GetUtcNow() + LogTrouble.RetryEvery;
                logger.LogError(broken, "Session {Session}: what was due could not be done", session.Facts.Id);
            }

            return true;
        });
    }

    /// <summary>
    /// Takes up what a Relay before this one left open, before anybody can come in. What was joined waits for both
    /// ends; what was only asked for waits for a new code.
    /// </summary>
    /// <exception cref="AuditUnavailableException">The log cannot be written, so the Relay must not start.</exception>
    public async Task TakeUp(CancellationToken cancel)
    {
        foreach (var (row, itsCase) in await store.LeftOpen(cancel))
        {
            var now = clock.GetUtcNow();
            var session = Of(row, itsCase);
            session.Colleagues = (await store.Colleagues(row.Id, cancel)).ToImmutableSortedDictionary(one => one.Account, one => one, StringComparer.Ordinal);
            var standing = session.Standing;
            if (standing.Until <= now)
            {
                await EndCutOff(session, EndReason.TimeUp, now, cancel);
            }
            else if (standing.State is SessionState.Requested)
            {
                session.TakenUp = now;
                session.Codeless = new Codeless(now, null);
                await directory.Restore(session, cancel);
            }
            else if (standing.SeatHash is null)
            {
                await EndCutOff(session, EndReason.RelayLost, now, cancel);
            }
            else
            {
                session.TakenUp = now;
                session.NobodyBack = true;
                session.AgentBackBy = session.ViewerBackBy = now + options.Value.ComeBackWithin;
                await directory.Restore(session, cancel);
            }
        }
    }

    private ActiveSession Of(SessionRow row, CaseRow itsCase)
    {
        var facts = new SessionFacts(
            row.Id, row.CaseId, Showing.Text(itsCase.Number), Showing.Text(itsCase.Problem), row.TechnicianId, row.Technician,
            row.Organisation, row.Reason, row.Requested);
        var scopes = EnumColumn.Read<Scope>(row.Scopes);
        return new ActiveSession(
            facts,
            Showing.Offer(facts, scopes, row.Minutes, options.Value),
            new Standing(row.State, row.EndReason, row.Live, row.Until, row.Ended, row.Joined, row.SeatHash),
            row.LastViewer);
    }

    private async Task EndCutOff(ActiveSession session, EndReason reason, DateTimeOffset now, CancellationToken cancel)
    {
        session.TakenUp = now;
        await uses.NoteLoss(session);
        var ended = session.Standing with { State = SessionState.Ended, EndReason = reason, Ended = now };
        await audit.Append(
            SessionEntries.End(session.Facts, session.Standing, reason, Actor.Relay, now, null, null),
            db => SessionStore.Change(db, session.Facts.Id, ended),
            cancel);
        logger.LogWarning("Session {Session} was cut off and has ended", session.Facts.Id);
    }

    private async Task Do(ActiveSession session, Due what)
    {
        switch (what)
        {
            case Due.LogRetry when session.Trouble is { } trouble:
                if (await log.Settle(session) && trouble.OwedEnd is { } owed)
                {
                    await directory.End(session, owed.Reason, owed.By);
                }

                break;

            case Due.TryOver:
                await codes.EndTry(session, TryEnd.Abandoned);
                directory.Tell(session);
                break;

            case Due.CodeOver when session.Code is { } code:
                codes.Expire(session, code);
                directory.Tell(session);
                break;

            case Due.NoNewCode when session.Codeless is { } codeless:
                await directory.End(session, codeless.ThenEnd, Actor.Relay);
                break;

            case Due.NoAnswer:
                await directory.End(session, EndReason.NoAnswer, Actor.Relay);
                break;

            case Due.TimeUp:
                await directory.End(session, EndReason.TimeUp, Actor.Relay);
                break;

            case Due.NoAgent:
                await directory.End(session, session.NobodyBack ? EndReason.RelayLost : EndReason.CustomerLost, Actor.Relay);
                break;

            case Due.NoViewer:
                await directory.End(session, session.NobodyBack ? EndReason.RelayLost : EndReason.TechnicianLost, Actor.Relay);
                break;

            default:
                throw new InvalidOperationException($"{what} cannot be due as session {session.Facts.Id} stands.");
        }
    }
}
