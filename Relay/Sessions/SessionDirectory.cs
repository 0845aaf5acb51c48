using System.Collections.Concurrent;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// All sessions that are not over, and the only writer of how they stand. Every step goes one way:
/// <c>1 the life-cycle's table   2 the entry and the row, in one transaction   3 the effect</c>.
/// Who may ask for which step is decided before, by the party that acts: <see cref="CodeSteps"/>,
/// <see cref="CustomerSteps"/>, <see cref="TechnicianSteps"/>, <see cref="RelaySteps"/>.
/// </summary>
internal sealed class SessionDirectory(
    IAuditLog audit, LogHealth health, SessionLog log, UseLog uses, SessionTimers timers, SessionCodes codes, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, ActiveSession> active = new();

    public ActiveSession? Find(Guid session) => active.GetValueOrDefault(session);

    /// <summary>Every session that is not over.</summary>
    public IEnumerable<ActiveSession> All => active.Values;

    /// <summary>Runs one step of one session; steps of the same session wait for each other.</summary>
    public async Task<T> Within<T>(ActiveSession session, Func<Task<T>> step)
    {
        await session.Gate.WaitAsync(CancellationToken.None);
        try
        {
            return await step();
        }
        finally
        {
            timers.Set(session);
            session.Gate.Release();
        }
    }

    /// <summary>Opens a session. It has no code before a viewer asks for one.</summary>
    /// <exception cref="AuditUnavailableException">It is not in the log, and so there is no session.</exception>
    public async Task Open(ActiveSession session)
    {
        await audit.Append(
            SessionEntries.Requested(session.Facts, session.Offer),
            db => SessionStore.Add(db, session.Facts, session.Offer),
            CancellationToken.None);

        // A crash here: recorded and never seen; the next start takes it up.
        session.Codeless = new Codeless(session.Facts.Requested, null);
        await Enter(session);
    }

    /// <summary>Takes up a session that a Relay before this one left open.</summary>
    /// <exception cref="AuditUnavailableException">That is not in the log, and so it stays as it was.</exception>
    public async Task Restore(ActiveSession session, CancellationToken cancel)
    {
        await audit.Append(SessionEntries.Restored(session.Facts, session.Standing.State), null, cancel);

        // A crash here: the next start takes it up again, and counts its minute anew.
        session.Room.LetFramesPass(StopOf(session.Standing));
        await Enter(session);
    }

    /// <summary>Takes a step other than an end. Called within the session's gate.</summary>
    /// <param name="session">The session.</param>
    /// <param name="happened">The step.</param>
    /// <param name="entry">What the log says of it.</param>
    /// <param name="change">How it stands then, beside its state.</param>
    /// <param name="alongside">Rows that belong to it, written in the same transaction.</param>
    public async Task<StepOutcome> Take(
        ActiveSession session,
        SessionEvent happened,
        PendingEntry entry,
        Func<Standing, Standing>? change = null,
        Func<RelayDb, Task>? alongside = null)
    {
        // 1 the table
        if (SessionLifecycle.Next(session.Standing.State, happened) is not { } next)
        {
            return StepOutcome.Refused;
        }

        // 2 the entry and the row
        var standing = (change?.Invoke(session.Standing) ?? session.Standing) with { State = next };
        if (!await log.TryWrite(session, entry, db => Both(db, SessionStore.Change(db, session.Facts.Id, standing), alongside)))
        {
            return StepOutcome.LogUnavailable;
        }

        // A crash here: recorded, and nobody was told; both ends come back to a session that stands so.
        // 3 the effect
        Effect(session, standing);
        return StepOutcome.Taken;
    }

    /// <summary>
    /// Ends a session and sees everybody out. Called within the session's gate. Where the log cannot be written the
    /// end is owed: no frame passes from now on, and it is taken as soon as it can be recorded.
    /// </summary>
    public async Task<StepOutcome> End(ActiveSession session, EndReason reason, Actor by, SealingFault? fault = null)
    {
        if (session.Trouble?.OwedEnd is { } owed)
        {
            // What ended it is what came first.
            (reason, by, fault) = owed;
        }

        if (SessionLifecycle.Next(session.Standing.State, SessionEvent.End) is not { } next)
        {
            return StepOutcome.Refused;
        }

        await codes.EndTry(session, TryEnd.Abandoned);
        if (session.Room.Agent is null)
        {
            await uses.NoteLoss(session);
        }

        var now = clock.GetUtcNow();
        var standing = session.Standing with { State = next, EndReason = reason, Ended = now };
        var entry = SessionEntries.End(session.Facts, session.Standing, reason, by, now, session.Room.Counters, session.TakenUp, fault);
        if (!await log.TryWriteEnd(session, entry, (reason, by, fault), db => SessionStore.Change(db, session.Facts.Id, standing)))
        {
            return StepOutcome.LogUnavailable;
        }

        // A crash here: recorded as ended; both ends hear of it when they come back.
        session.Trouble = null;
        codes.Kill(session, JoinRefusal.ExpiredCode);
        Effect(session, standing);
        session.Room.SeeOut(reason, session.Status(now));
        if (session.EndRecording is { } end)
        {
            session.EndRecording = null;
            await end(EnumName.Of(reason));
        }

        active.TryRemove(session.Facts.Id, out _);
        return StepOutcome.Taken;
    }

    /// <summary>Takes the last step of a session that is over and no longer in memory: its review. Of two that come at once one is taken.</summary>
    /// <param name="session">As its row was read.</param>
    /// <param name="entry">What is said of it.</param>
    /// <param name="alongside">What else is kept in the same transaction.</param>
    /// <returns>False where the life-cycle does not allow it.</returns>
    /// <exception cref="AuditUnavailableException">It is not in the log, and so it has not happened.</exception>
    public async Task<bool> Review(SessionRow session, PendingEntry entry, Func<RelayDb, Task> alongside)
    {
        if (SessionLifecycle.Next(session.State, SessionEvent.Review) is not { } next)
        {
            return false;
        }

        try
        {
            await audit.Append(entry, async db =>
            {
                await SessionStore.Review(db, session.Id, session.State, next);
                await alongside(db);
            });
            return true;
        }
        catch (ReviewedMeanwhileException)
        {
            return false;
        }
    }

    /// <summary>Shows all viewers how the session stands.</summary>
    public void Tell(ActiveSession session) => session.Room.Tell(session.Status(clock.GetUtcNow()));

    /// <summary>Somebody may not watch any more: they are told how it stands, and their viewers leave now.</summary>
    public void SeeOut(ActiveSession session, string account)
    {
        foreach (var seat in session.Room.Viewers.Where(viewer => viewer.AccountId == account))
        {
            session.Room.SeeOut(seat, session.Status(clock.GetUtcNow()));
        }

        Tell(session);
    }

    private static void Effect(ActiveSession session, Standing standing)
    {
        session.Become(standing);
        session.Room.LetFramesPass(StopOf(standing));
    }

    private static async Task Both(RelayDb db, Task change, Func<RelayDb, Task>? alongside)
    {
        await change;
        if (alongside is not null)
        {
            await alongside(db);
        }
    }

    private static DropReason? StopOf(Standing standing) =>
        SessionLifecycle.FramesMayFlow(standing.State) ? null : DropReason.SessionNotLive;

    private Task<bool> Enter(ActiveSession session)
    {
        active[session.Facts.Id] = session;
        session.Room.LogFails(health.IsFailing);
        return Within(session, () => Task.FromResult(true));
    }
}
