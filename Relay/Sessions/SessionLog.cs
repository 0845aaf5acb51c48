using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// Writes a session's entries. When the log cannot be written the session's frames stop at once; they pass again
/// only when everything owed has been written. Called while the session's gate is held.
/// </summary>
internal sealed class SessionLog(IAuditLog log, TimeProvider clock, ILogger<SessionLog> logger, Whereabouts? whereabouts = null)
{
    private readonly AsyncLocal<StatedLink?> stating = new();

    /// <summary>What is done until this flow ends is what an Agent states with this link.</summary>
    public void Stating(StatedLink link) => stating.Value = link;

    /// <summary>Writes the entry, with the change of the session's row in the same transaction.</summary>
    /// <returns>False where nothing was written: what the entry says must not happen. The try is owed as failed.</returns>
    public async Task<bool> TryWrite(ActiveSession session, PendingEntry entry, Func<RelayDb, Task>? alongside = null)
    {
        entry = FromHere(entry);
        if (await Settle(session) && session.Trouble is null)
        {
            var link = Stated(session, entry)?.Link;
            if (!Fits(session, entry, link))
            {
                return false;
            }

            if (await Append(session, entry, alongside, link))
            {
                return true;
            }
        }

        Owe(session, entry with { Outcome = AuditOutcome.Failed });
        return false;
    }

    /// <summary>The same for an end, which stays owed as an end and is tried again until it is taken.</summary>
    public async Task<bool> TryWriteEnd(
        ActiveSession session, PendingEntry entry, (EndReason, Actor, SealingFault?) end, Func<RelayDb, Task> alongside)
    {
        // What is owed was looked at when it was stated, and no other link has come since.
        var isOwed = session.Trouble?.OwedEnd is not null;
        var link = isOwed ? session.Trouble!.OwedLink : Stated(session, entry)?.Link;
        if (!isOwed && !Fits(session, entry, link))
        {
            return false;
        }

        if (await Settle(session) && await Append(session, entry, alongside, link))
        {
            return true;
        }

        var trouble = Freeze(session);
        if (trouble.OwedEnd is null)
        {
            (trouble.OwedEnd, trouble.OwedLink) = (end, link);
        }

        return false;
    }

    /// <summary>Writes what has happened already and cannot be refused, such as a viewer that has gone.</summary>
    public async Task Note(ActiveSession session, PendingEntry entry)
    {
        entry = FromHere(entry);
        if (!await Settle(session) || !await Append(session, entry, null))
        {
            Owe(session, entry);
        }
    }

    /// <summary>Pays the entries that are owed.</summary>
    /// <returns>Whether nothing is owed any more, except perhaps an end.</returns>
    public async Task<bool> Settle(ActiveSession session)
    {
        if (session.Trouble is not { } trouble)
        {
            return true;
        }

        while (trouble.Owed.TryPeek(out var entry))
        {
            if (!await Append(session, entry, null))
            {
                return false;
            }

            trouble.Owed.Dequeue();
        }

        if (trouble.OwedEnd is null)
        {
            session.Trouble = null;
            logger.LogInformation("Session {Session}: the log can be written again", session.Facts.Id);
            if (SessionLifecycle.FramesMayFlow(session.Standing.State))
            {
                session.Room.LetFramesPass(null);
                session.Room.AskKeyFrames();
            }
        }

        return true;
    }

    private async Task<bool> Append(ActiveSession session, PendingEntry entry, Func<RelayDb, Task>? alongside, AgentLink? link = null)
    {
        try
        {
            await log.Append(link is null ? entry : LinkEntry.With(entry, link), alongside, CancellationToken.None);
            if (link is not null)
            {
                session.Links!.Add(link, StatementIn(entry));
                if (stating.Value is { } stated && stated.Link == link)
                {
                    stated.IsTaken = true;
                }
            }

            return true;
        }
        catch (AuditUnavailableException unavailable)
        {
            logger.LogError(unavailable, "Session {Session}: the log cannot be written; {Action} waits", session.Facts.Id, entry.Action);

            // Only what could not be written puts it off: whoever tries again and again must not.
            Freeze(session).RetryAt = clock.GetUtcNow() + LogTrouble.RetryEvery;
            return false;
        }
    }

    private void Owe(ActiveSession session, PendingEntry entry)
    {
        var trouble = Freeze(session);
        if (trouble.Owed.Count < LogTrouble.MaxOwed)
        {
            trouble.Owed.Enqueue(entry);
            return;
        }

        logger.LogError("Session {Session}: too much is owed to the log; it will end", session.Facts.Id);
        trouble.OwedEnd ??= (EndReason.Fault, Actor.Relay, null);
    }

    private StatedLink? Stated(ActiveSession session, PendingEntry entry) =>
        stating.Value is { IsOver: false } stated && stated.IsOf(session, entry) ? stated : null;

    // The Agent must have signed what its entry says.
    private bool Fits(ActiveSession session, PendingEntry entry, AgentLink? link)
    {
        if (link is null)
        {
            return true;
        }

        stating.Value!.Fault = session.Links is { } chain ? chain.Check(link, StatementIn(entry)) : LinkFault.LinkOtherKey;
        return stating.Value.Fault is null;
    }

    private static AgentStatement StatementIn(PendingEntry entry) =>
        AgentStatement.In(entry.Action, entry.Detail ?? new Dictionary<string, string>());

    // Noted now: what is owed is written on somebody else's way.
    private PendingEntry FromHere(PendingEntry entry) => whereabouts?.Note(entry) ?? entry;

    private static LogTrouble Freeze(ActiveSession session)
    {
        session.Trouble ??= new LogTrouble();
        if (SessionLifecycle.FramesMayFlow(session.Standing.State))
        {
            session.Room.LetFramesPass(DropReason.LogUnavailable);
        }

        return session.Trouble;
    }
}
