using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// Holds every session back while the log cannot be written, whichever of them noticed: no frame passes, the Agent rests pointer
/// and keyboard, and viewers are told. Each goes on by itself once what it owes is written.
/// </summary>
internal sealed class LogHold(SessionDirectory directory, SessionLog log, LogHealth health, ILogger<LogHold> logger)
{
    /// <summary>Follows the log from now on, what it says already included.</summary>
    public void Begin()
    {
        health.Changed = Changed;
        if (health.IsFailing)
        {
            Changed(true);
        }
    }

    /// <summary>Follows it no more.</summary>
    public void End() => health.Changed = static _ => { };

    // The log waits for this, so it only takes the rooms' short locks; steps of sessions may be waiting for the log.
    private void Changed(bool fails)
    {
        if (fails)
        {
            foreach (var session in directory.All)
            {
                session.Room.LogFails(true);
            }
        }

        foreach (var session in directory.All)
        {
            _ = Task.Run(() => Follow(session));
        }
    }

    private async Task Follow(ActiveSession session)
    {
        try
        {
            await directory.Within(session, async () =>
            {
                if (!session.IsOver && (health.IsFailing || await GoesOn(session)))
                {
                    directory.Tell(session);
                }

                return true;
            });
        }
        catch (Exception broken)
        {
            logger.LogError(broken, "Session {Session}: it could not follow whether the log can be written", session.Facts.Id);
        }
    }

    private async Task<bool> GoesOn(ActiveSession session)
    {
        if (await log.Settle(session) && session.Trouble?.OwedEnd is { } owed)
        {
            await directory.End(session, owed.Reason, owed.By, owed.Fault);
            return false;
        }

        if (health.IsFailing)
        {
            return true;
        }

        session.Room.LogFails(false);
        if (health.IsFailing)
        {
            session.Room.LogFails(true); // it failed again just now, perhaps before the line above
        }
        else if (SessionLifecycle.FramesMayFlow(session.Standing.State))
        {
            session.Room.AskKeyFrames();
        }

        return true;
    }
}
