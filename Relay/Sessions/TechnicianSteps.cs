using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

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
    SessionCodes codes,
    IAuditLog audit,
    IAuditTrail trail,
    IOptions<SessionOptions> options,
    TimeProvider clock)
{
    // A page, and the same page while it is loaded again: more of one colleague would keep others out.
    private const int MostOfOneColleague = 2;

    // Nobody needs more of one session, and each stays in the database.
    private const int MostReports = 20;

    /// <summary>Asks for a session on a case, never longer than may be. Its first code is made by the first viewer that asks for one.</summary>
    /// <returns>The session; null where there is no such case.</returns>
    /// <exception cref="AuditUnavailableException">The log could not be written; there is no session.</exception>
    public async Task<Guid?> Start(Guid caseId, Account technician, SessionWish wish, CancellationToken cancel)
    {
        if (await store.FindCase(caseId, cancel) is not { } row)
        {
            return null;
        }

        var facts = new SessionFacts(
            Guid.CreateVersion7(clock.GetUtcNow()), row.Id, Showing.Text(row.Number), Showing.Text(row.Problem),
            technician.Id, Showing.Text(technician.Name), Showing.Text(technician.Organisation), Showing.Text(wish.Reason),
            clock.GetUtcNow());
        var minutes = Math.Min(wish.Minutes, (int)options.Value.LongestSession.TotalMinutes);
        await directory.Open(new ActiveSession(
            facts, Showing.Offer(facts, [.. wish.Scopes.Order()], minutes, options.Value), new Standing(SessionState.Requested)));
        return facts.Id;
    }

    /// <summary>Gives a connection a viewer's seat, if the session is this technician's or they were invited to it.</summary>
    /// <param name="id">The session.</param>
    /// <param name="accountId">Who wants to watch.</param>
    /// <param name="address">From where.</param>
    /// <param name="outbox">What the connection is told.</param>
    /// <param name="heard">What is heard of it.</param>
    /// <param name="cancel">Ends the search for the session.</param>
    /// <param name="taken">Given the seat before anybody is told of it: whoever is told may speak at once.</param>
    public async Task<(WatchOutcome Outcome, ViewerSeat? Seat)> Watch(
        Guid id, string accountId, string address, Outbox outbox, Heard heard, CancellationToken cancel, Action<ViewerSeat>? taken = null)
    {
        if (directory.Find(id) is { } session)
        {
            return await directory.Within(session, async () => session.MayWatch(accountId, clock.GetUtcNow())
                ? await WatchWithin(session, accountId, address, outbox, heard, taken)
                : (await Refuse(session.Facts.Id, session.Facts.CaseId, accountId, address), null));
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
            row.Id, row.State, row.EndReason, null, null, null, null, 0, false, null, 0, row.Live, row.Until, clock.GetUtcNow())));
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

        // Without its technician a session goes on for a minute only, whoever else looks.
        if (seat.IsOfTechnician && !session.IsLed)
        {
            session.ViewerBackBy = seat.LastHeard + options.Value.ComeBackWithin;
        }

        if (session.Code?.Holder == seat.Number)
        {
            await codes.EndTry(session, TryEnd.Abandoned);
            session.Code = session.Code is { } code ? code with { Holder = null } : null;
        }

        await log.Note(session, SessionEntries.ViewerLeft(session.Facts, seat.AccountId, session.NameOf(seat.AccountId).Name, seat.Number));
        directory.Tell(session);
        return true;
    });

    /// <summary>The technician pressed <em>End</em>.</summary>
    public Task<StepOutcome> End(ViewerSeat seat) => directory.Within(
        seat.Session,
        () => seat.IsOfTechnician
            ? directory.End(seat.Session, EndReason.StoppedByTechnician, Actor.Technician(seat.AccountId))
            : Task.FromResult(StepOutcome.Refused));

    /// <summary>
    /// Keeps facts about the customer's computer with the session: an entry, and the report beside it. Only what the Agent
    /// itself has told the log of, by its hash: a page cannot make up what was read.
    /// </summary>
    public Task<StepOutcome> KeepReport(ViewerSeat seat, byte[] report, int facts) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        return session.IsOver || !seat.IsOfTechnician || !await WasRead(session, report) || ++session.Reports > MostReports ? StepOutcome.Refused
            : await log.TryWrite(session, SessionEntries.Diagnosed(session.Facts, report, facts)) ? StepOutcome.Taken
            : StepOutcome.LogUnavailable;
    });

    /// <summary>What came from the Agent does not open at this viewer.</summary>
    public Task<StepOutcome> Altered(ViewerSeat seat, SealingFault fault) => directory.Within(
        seat.Session,
        () => directory.End(seat.Session, EndReason.Altered, Actor.Technician(seat.AccountId), fault));

    /// <summary>Gives the session a code whose secret this viewer makes, in place of the one before, while nobody has joined.</summary>
    /// <returns>The nameplate, where it was taken.</returns>
    public Task<(StepOutcome Outcome, string? Nameplate)> NewCode(ViewerSeat seat) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        if (session.Standing.State is not SessionState.Requested || !seat.IsOfTechnician || codes.Draw(session, seat) is not { } code)
        {
            return (StepOutcome.Refused, (string?)null);
        }

        if (!await log.TryWrite(session, SessionEntries.NewCode(session.Facts)))
        {
            codes.PutBack(code);
            return (StepOutcome.LogUnavailable, null);
        }

        // A crash here: nobody has seen the new code, and no code outlives the Relay.
        await codes.EndTry(session, TryEnd.Abandoned);
        codes.Kill(session, JoinRefusal.ExpiredCode);
        session.Code = code;
        session.Codeless = null;
        directory.Tell(session);
        return (StepOutcome.Taken, code.Nameplate);
    });

    /// <summary>A viewer that watches again says that it has the code's secret.</summary>
    /// <returns>Whether the code is this session's and nobody else who is here holds it.</returns>
    public Task<bool> HoldCode(ViewerSeat seat, string? nameplate) => directory.Within(seat.Session, () =>
    {
        var session = seat.Session;
        if (session.Code is not { } code || code.Nameplate != nameplate || (code.Holder ?? seat.Number) != seat.Number)
        {
            return Task.FromResult(false);
        }

        session.Code = code with { Holder = seat.Number };
        directory.Tell(session);
        return Task.FromResult(true);
    });

    private async Task<(WatchOutcome, ViewerSeat?)> WatchWithin(
        ActiveSession session, string accountId, string address, Outbox outbox, Heard heard, Action<ViewerSeat>? taken)
    {
        if (session.IsOver)
        {
            outbox.Post(p => p.Status(session.Status(clock.GetUtcNow())));
            outbox.Close();
            return (WatchOutcome.Over, null);
        }

        var colleague = session.Colleagues.GetValueOrDefault(accountId);
        var theirs = session.Room.Viewers.Count(viewer => viewer.AccountId == accountId);
        if (session.Room.Viewers.Length >= Room.MaxViewers || (colleague is not null && theirs >= MostOfOneColleague))
        {
            return (WatchOutcome.TooMany, null);
        }

        var comes = colleague is { State: PersonState.Invited } ? colleague with { State = PersonState.Waiting } : null;
        var number = session.Room.NextNumber();
        if (!await log.TryWrite(
            session,
            SessionEntries.ViewerJoined(session.Facts, accountId, session.NameOf(accountId).Name, number, address),
            async db =>
            {
                await SessionStore.Number(db, session.Facts.Id, number);
                if (comes is not null)
                {
                    await SessionStore.Keep(db, session.Facts.Id, comes);
                }
            }))
        {
            return (WatchOutcome.LogUnavailable, null);
        }

        // A crash here: recorded, and the viewer never came; it shows nothing that the log does not have.
        if (comes is not null)
        {
            session.Colleagues = session.Colleagues.SetItem(accountId, comes);
        }

        var waits = colleague is not null && colleague.State is not PersonState.In;
        var seat = new ViewerSeat(session, outbox, heard, number, accountId, clock) { Waits = waits };
        taken?.Invoke(seat);
        outbox.Post(p => p.Seated(number));
        if (seat.IsOfTechnician)
        {
            session.ViewerBackBy = null;
        }

        session.NobodyBack = false;
        session.Room.Sit(seat);
        directory.Tell(session);
        return (WatchOutcome.Seated, seat);
    }

    private async Task<bool> WasRead(ActiveSession session, byte[] report)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(report));
        return (await trail.ForSession(session.Facts.Id, CancellationToken.None)).Any(line =>
            line.Outcome is AuditOutcome.Success && line.Action == AuditActions.FactsRead && line.Values.GetValueOrDefault("sha256") == hash);
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
}
