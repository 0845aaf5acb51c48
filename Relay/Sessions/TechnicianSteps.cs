using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>What came of asking to watch.</summary>
internal enum WatchOutcome
{
    /// <summary>The viewer has its seat.</summary>
    Seated,

    /// <summary>The session is over; how it ended has been sent.</summary>
    Over,

    /// <summary>There is no such session.</summary>
    NoSuchSession,

    /// <summary>It is another technician's session.</summary>
    NotTheirs,

    /// <summary>Too many viewers are there already.</summary>
    TooMany,

    /// <summary>The log could not be written; nothing happened.</summary>
    LogUnavailable,
}

/// <summary>What a technician does, on the pages and through the Viewer.</summary>
internal sealed class TechnicianSteps(
    SessionDirectory directory,
    SessionStore store,
    SessionLog log,
    Nameplates nameplates,
    IAuditLog audit,
    IOptions<SessionOptions> options,
    TimeProvider clock)
{
    /// <summary>What is asked for. More can be asked for once there is something to use it.</summary>
    private static readonly Scope[] Asked = [Scope.View];

    /// <summary>Asks for a session on a case and gets it a code.</summary>
    /// <returns>The session; null where there is no such case or no nameplate is free.</returns>
    /// <exception cref="AuditUnavailableException">The log could not be written; there is no session.</exception>
    public async Task<Guid?> Start(Guid caseId, Account technician, string reason, CancellationToken cancel)
    {
        if (await store.FindCase(caseId, cancel) is not { } row)
        {
            return null;
        }

        // Cleaned as the Agent does it: its grant names who was shown, and is compared with what was offered.
        var facts = new SessionFacts(
            Guid.CreateVersion7(clock.GetUtcNow()), row.Id, PlainText.Clean(row.Number), PlainText.Clean(row.Problem),
            technician.Id, PlainText.Clean(technician.Name), PlainText.Clean(technician.Organisation), PlainText.Clean(reason),
            clock.GetUtcNow());
        var session = new ActiveSession(facts, new SessionOffer(
            facts.Id, facts.Technician, facts.Organisation, facts.CaseNumber, facts.Problem, facts.Reason, Asked,
            (int)options.Value.LongestSession.TotalMinutes, (int)options.Value.AnswerWithin.TotalSeconds));
        if (DrawCode(session) is not { } code)
        {
            return null;
        }

        try
        {
            await directory.Open(session, code);
        }
        catch
        {
            nameplates.Free(code.Digits.Nameplate);
            throw;
        }

        return facts.Id;
    }

    /// <summary>Gives a connection a viewer's seat, if the session is this technician's.</summary>
    public async Task<(WatchOutcome Outcome, ViewerSeat? Seat)> Watch(
        Guid id, string accountId, string address, Outbox outbox, CancellationToken cancel)
    {
        if (directory.Find(id) is { } session)
        {
            return session.Facts.TechnicianId == accountId
                ? await directory.Within(session, () => WatchWithin(session, accountId, address, outbox))
                : (await Refuse(session.Facts.Id, session.Facts.CaseId, accountId, address), null);
        }

        if (await store.FindSession(id, cancel) is not var (row, _))
        {
            return (WatchOutcome.NoSuchSession, null);
        }

        if (row.TechnicianId != accountId)
        {
            return (await Refuse(row.Id, row.CaseId, accountId, address), null);
        }

        // A page that is opened again after the end still says how it ended.
        outbox.Post(p => p.Status(new SessionStatus(
            row.Id, row.State, row.EndReason, null, null, 0, false, 0, row.Live, row.Until, clock.GetUtcNow())));
        outbox.Close();
        return (WatchOutcome.Over, null);
    }

    /// <summary>A viewer's connection or its stream is gone.</summary>
    public async Task Leave(ViewerSeat seat) => await directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        if (!session.Room.Leave(seat) || session.IsOver)
        {
            return false;
        }

        if (session.Room.Viewers.IsEmpty)
        {
            session.Unwatched = clock.GetUtcNow();
        }

        await log.Note(session, SessionEntries.ViewerLeft(session.Facts, seat.Number));
        directory.Tell(session);
        return true;
    });

    /// <summary>The technician pressed <em>End</em>.</summary>
    public Task<StepOutcome> End(ViewerSeat seat) => directory.Within(
        seat.Session,
        () => directory.End(seat.Session, EndReason.StoppedByTechnician, Actor.Technician(seat.AccountId)));

    /// <summary>Replaces the code, whether it is still good or not, while nobody has joined.</summary>
    public Task<StepOutcome> NewCode(ViewerSeat seat) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        if (session.Standing.State is not SessionState.Requested || DrawCode(session) is not { } code)
        {
            return StepOutcome.Refused;
        }

        if (!await log.TryWrite(session, SessionEntries.NewCode(session.Facts)))
        {
            nameplates.Free(code.Digits.Nameplate);
            return StepOutcome.LogUnavailable;
        }

        // A crash here: nobody has seen the new code, and no code outlives the Relay.
        directory.KillCode(session, JoinRefusal.ExpiredCode);
        session.Code = code;
        session.Codeless = null;
        directory.Tell(session);
        return StepOutcome.Taken;
    });

    private async Task<(WatchOutcome, ViewerSeat?)> WatchWithin(
        ActiveSession session, string accountId, string address, Outbox outbox)
    {
        if (session.IsOver)
        {
            outbox.Post(p => p.Status(session.Status(clock.GetUtcNow())));
            outbox.Close();
            return (WatchOutcome.Over, null);
        }

        if (session.Room.Viewers.Length >= Room.MaxViewers)
        {
            return (WatchOutcome.TooMany, null);
        }

        var number = session.Room.NextNumber();
        if (!await log.TryWrite(session, SessionEntries.ViewerJoined(session.Facts, number, address)))
        {
            return (WatchOutcome.LogUnavailable, null);
        }

        // A crash here: recorded, and the viewer never came; it shows nothing that the log does not have.
        var seat = new ViewerSeat(session, outbox, number, accountId, clock);
        session.Unwatched = null;
        session.Room.Sit(seat);
        directory.Tell(session);
        return (WatchOutcome.Seated, seat);
    }

    private async Task<WatchOutcome> Refuse(Guid session, Guid caseId, string accountId, string address)
    {
        try
        {
            await audit.Append(SessionEntries.ViewerRefused(session, caseId, accountId, address), null, CancellationToken.None);
            return WatchOutcome.NotTheirs;
        }
        catch (AuditUnavailableException)
        {
            // Refused all the same.
            return WatchOutcome.LogUnavailable;
        }
    }

    private LiveCode? DrawCode(ActiveSession session) => nameplates.Allot(session) is { } nameplate
        ? new LiveCode(
            new SessionCode(nameplate, SessionCode.DrawSecret()),
            clock.GetUtcNow() + options.Value.CodeLifetime,
            options.Value.Tries)
        : null;
}
