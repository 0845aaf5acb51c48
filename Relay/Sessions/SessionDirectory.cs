using System.Collections.Concurrent;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// All sessions that are not over, and the only writer of how they stand. Every step goes one way:
/// <c>1 the life-cycle's table   2 the entry and the row, in one transaction   3 the effect</c>.
/// Who may ask for which step is decided before, by the party that acts: <see cref="CustomerSteps"/>,
/// <see cref="TechnicianSteps"/>, <see cref="RelaySteps"/>.
/// </summary>
internal sealed class SessionDirectory(
    IAuditLog audit, SessionLog log, SessionTimers timers, Nameplates nameplates, CodeCheck codes, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, ActiveSession> active = new();

    /// <summary>Every session that is not over, as of now.</summary>
    public IReadOnlyList<ActiveSession> All => [.. active.Values];

    public ActiveSession? Find(Guid session) => active.GetValueOrDefault(session);

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

    /// <summary>Opens a session with its first code.</summary>
    /// <exception cref="AuditUnavailableException">It is not in the log, and so there is no session.</exception>
    public async Task Open(ActiveSession session, LiveCode code)
    {
        await audit.Append(
            SessionEntries.Requested(session.Facts, session.Offer), db => SessionStore.Add(db, session.Facts), CancellationToken.None);

        // A crash here: recorded and never seen; the next start ends it as RelayLost.
        session.Code = code;
        active[session.Facts.Id] = session;
        await Within(session, () => Task.FromResult(true));
    }

    /// <summary>Takes a step other than an end. Called within the session's gate.</summary>
    public async Task<StepOutcome> Take(
        ActiveSession session, SessionEvent happened, PendingEntry entry, Func<Standing, Standing>? change = null)
    {
        // 1 the table
        if (SessionLifecycle.Next(session.Standing.State, happened) is not { } next)
        {
            return StepOutcome.Refused;
        }

        // 2 the entry and the row
        var standing = (change?.Invoke(session.Standing) ?? session.Standing) with { State = next };
        if (!await log.TryWrite(session, entry, db => SessionStore.Change(db, session.Facts.Id, standing)))
        {
            return StepOutcome.LogUnavailable;
        }

        // A crash here: recorded, and nobody was told; the next start ends it as RelayLost.
        // 3 the effect
        Effect(session, standing);
        return StepOutcome.Taken;
    }

    /// <summary>
    /// Ends a session and sees everybody out. Called within the session's gate. Where the log cannot be written the
    /// end is owed: no frame passes from now on, and it is taken as soon as it can be recorded.
    /// </summary>
    public async Task<StepOutcome> End(ActiveSession session, EndReason reason, Actor by)
    {
        if (session.Trouble?.OwedEnd is { } owed)
        {
            // What ended it is what came first.
            (reason, by) = owed;
        }

        if (SessionLifecycle.Next(session.Standing.State, SessionEvent.End) is not { } next)
        {
            return StepOutcome.Refused;
        }

        var now = clock.GetUtcNow();
        var standing = session.Standing with { State = next, EndReason = reason, Ended = now };
        var entry = SessionEntries.End(session.Facts, session.Standing, reason, by, now, session.Room.Counters);
        if (!await log.TryWriteEnd(session, entry, (reason, by), db => SessionStore.Change(db, session.Facts.Id, standing)))
        {
            return StepOutcome.LogUnavailable;
        }

        // A crash here: recorded as ended; both ends notice that the Relay is gone, and the Agent ends by itself.
        session.Trouble = null;
        KillCode(session, JoinRefusal.ExpiredCode);
        Effect(session, standing);
        session.Room.SeeOut(reason, session.Status(now));
        active.TryRemove(session.Facts.Id, out _);
        return StepOutcome.Taken;
    }

    /// <summary>A code is no longer good; whoever types it from now on hears why. Called within the session's gate.</summary>
    public void KillCode(ActiveSession session, JoinRefusal why)
    {
        if (session.Code is { } code)
        {
            codes.Bury(code.Digits, why);
            nameplates.Free(code.Digits.Nameplate);
            session.Code = null;
        }
    }

    /// <summary>Shows all viewers how the session stands.</summary>
    public void Tell(ActiveSession session) => session.Room.Tell(session.Status(clock.GetUtcNow()));

    private static void Effect(ActiveSession session, Standing standing)
    {
        session.Become(standing);
        session.Room.LetFramesPass(
            SessionLifecycle.FramesMayFlow(standing.State) ? null : DropReason.SessionNotLive);
    }
}
