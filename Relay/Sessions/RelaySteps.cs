using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>What the Relay does by itself: when time is up, when it starts and when it stops.</summary>
internal sealed class RelaySteps(
    SessionDirectory directory,
    SessionTimers timers,
    SessionStore store,
    SessionLog log,
    IAuditLog audit,
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

    /// <summary>Ends what a Relay before this one left open, before anybody can come in.</summary>
    /// <exception cref="AuditUnavailableException">The log cannot be written, so the Relay must not start.</exception>
    public async Task EndWhatWasCutOff(CancellationToken cancel)
    {
        foreach (var row in await store.CutOff(cancel))
        {
            var now = clock.GetUtcNow();
            var before = new Standing(row.State, row.EndReason, row.Live, row.Until);
            var facts = new SessionFacts(
                row.Id, row.CaseId, "", "", row.TechnicianId, row.Technician, row.Organisation, row.Reason, row.Requested);
            await audit.Append(
                SessionEntries.End(facts, before, EndReason.RelayLost, Actor.Relay, now, null),
                db => SessionStore.Change(
                    db, row.Id, before with { State = SessionState.Ended, EndReason = EndReason.RelayLost, Ended = now }),
                cancel);
            logger.LogWarning("Session {Session} was cut off and has ended", row.Id);
        }
    }

    /// <summary>Ends every session because the Relay goes down, and waits until both ends have left or have had the time to.</summary>
    public async Task EndAll()
    {
        await Task.WhenAll(directory.All.Select(async session =>
        {
            var agent = session.Room.Agent;
            var viewers = session.Room.Viewers;
            var outcome = await directory.Within(
                session, () => directory.End(session, EndReason.RelayStopped, Actor.Relay));
            if (outcome is StepOutcome.Taken)
            {
                await Task.WhenAll([agent?.Outbox.SeenOut ?? Task.CompletedTask, .. viewers.Select(v => v.Outbox.SeenOut)]);
            }
        }));
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

            case Due.CodeOver when session.Code is { } code:
                directory.KillCode(session, JoinRefusal.ExpiredCode);
                session.Codeless = (code.Expires, EndReason.CodeExpired);
                directory.Tell(session);
                break;

            case Due.NoNewCode when session.Codeless is { } since:
                await directory.End(session, since.ThenEnd, Actor.Relay);
                break;

            case Due.NoAnswer:
                await directory.End(session, EndReason.NoAnswer, Actor.Relay);
                break;

            case Due.TimeUp:
                await directory.End(session, EndReason.TimeUp, Actor.Relay);
                break;

            case Due.NoViewer:
                await directory.End(session, EndReason.TechnicianLost, Actor.Relay);
                break;

            default:
                throw new InvalidOperationException($"{what} cannot be due as session {session.Facts.Id} stands.");
        }
    }
}
