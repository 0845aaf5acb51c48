using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// A code's tries, from the nameplate to the seat. The Relay counts them and lets one at a time meet the viewer that
/// holds the code; whether the digits were right, that viewer says.
/// </summary>
internal sealed class CodeSteps(
    SessionDirectory directory,
    SessionCodes codes,
    SessionLog log,
    Nameplates nameplates,
    DeadNameplates dead,
    JoinLimits limits,
    RelayKey key,
    RecordingSteps recordings,
    SessionStore store,
    IAuditLog audit,
    TimeProvider clock,
    ILogger<CodeSteps> logger)
{
    /// <summary>The two ends count their exchange by themselves; the Relay waits a little longer for their word.</summary>
    public static readonly TimeSpan TryLimit = ExchangeContext.Limit + TimeSpan.FromSeconds(1);

    /// <summary>Lets a connection try a code, if one is live under this nameplate.</summary>
    /// <param name="request">What the Agent says.</param>
    /// <param name="address">Where it comes from, for limits and log.</param>
    /// <param name="outbox">To the Agent.</param>
    /// <param name="heard">When it last said anything.</param>
    /// <param name="letIn">Called when its code has held.</param>
    /// <returns>
    /// The answer for the Agent, and its place where it may try. No answer where the log cannot be written: nobody
    /// guesses unrecorded.
    /// </returns>
    public async Task<(JoinOutcome? Outcome, CandidateSeat? Seat)> Join(
        JoinRequest request, string address, Outbox outbox, Heard heard, Action letIn)
    {
        // 1 the version   2 the limits   3 the nameplate   4 one at a time: is there somebody to try it with   5 the try
        if (request.ProtocolVersion != HubContract.ProtocolVersion)
        {
            return Answer(JoinRefusal.OtherVersion);
        }

        if (!limits.TryTake(address, out var sayIt))
        {
            return sayIt
                ? await Refuse(JoinRefusal.TooManyTries, null, address)
                : Answer(JoinRefusal.TooManyTries);
        }

        if (!IsNameplate(request.Nameplate))
        {
            return await Refuse(JoinRefusal.UnknownCode, null, address);
        }

        return nameplates.TryFind(request.Nameplate, out var session)
            ? await directory.Within(session, () => JoinWithin(session, request, address, outbox, heard, letIn))
            : await RefuseDead(request.Nameplate, address);
    }

    /// <summary>The viewer that holds the code says that both ends have the same key.</summary>
    /// <param name="seat">That viewer's.</param>
    /// <param name="transcriptHash">32 bytes that name their exchange; it goes into the log and into what is signed.</param>
    public Task<StepOutcome> Agreed(ViewerSeat seat, byte[] transcriptHash) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        var now = clock.GetUtcNow();
        if (session.Room.Candidate is not { HasBeenAnswered: true } candidate || candidate.Viewer != seat.Number || now >= candidate.Until)
        {
            return StepOutcome.Refused;
        }

        // A crash here: asked for, and the customer never heard of it.
        session.AskRecording(await recordings.Offer(CancellationToken.None));
        if (session.Offer.Auditors is not null)
        {
            await store.Ask(session.Facts.Id, session.Offer.Scopes);
        }

        var outcome = await directory.Take(
            session,
            SessionEvent.Join,
            SessionEntries.Join(session.Facts, candidate.Request, transcriptHash, candidate.KeyMark, candidate.Address, session.Offer.Auditors),
            s => s with { Joined = now, SeatHash = candidate.SeatHash });
        if (outcome is not StepOutcome.Taken)
        {
            codes.SendAway(session, candidate);
            directory.Tell(session);
            return outcome;
        }

        // A crash here: joined, and the customer was not asked; if the Agent does not come back it ends as lost.
        limits.GiveBack(candidate.Address);
        codes.Kill(session, JoinRefusal.UsedCode);
        session.Codeless = null;
        session.AgentSince = now;
        session.Links = candidate.KeyMark is { } its ? new AgentChain(session.Facts.Id, transcriptHash, its) : null;
        session.Uses = candidate.KeyMark is { } mark ? new UseBook(transcriptHash, mark) : null;
        var (statement, signature) = key.WhoIsAsking(session.Offer, transcriptHash, now);
        var agent = candidate.LetIn(); // before it hears of it: its answer may come at once
        candidate.Outbox.Post(p => p.Offered(session.Offer, statement, signature));
        session.Room.Sit(agent);
        directory.Tell(session);
        return StepOutcome.Taken;
    });

    /// <summary>The viewer that holds the code says that it was typed wrongly, or that the exchange broke.</summary>
    public Task<StepOutcome> WrongTry(ViewerSeat seat) => directory.Within(seat.Session, async () =>
    {
        if (seat.Session.Room.Candidate is not { } candidate || candidate.Viewer != seat.Number)
        {
            return StepOutcome.Refused;
        }

        await codes.EndTry(seat.Session, TryEnd.WrongCode);
        directory.Tell(seat.Session);
        return StepOutcome.Taken;
    });

    /// <summary>The connection of somebody who was trying a code is gone.</summary>
    /// <returns>The Agent's seat, where it was let in before.</returns>
    public Task<AgentSeat?> Gone(CandidateSeat seat) => directory.Within(seat.Session, async () =>
    {
        if (seat.Session.Room.Candidate == seat)
        {
            await codes.EndTry(seat.Session, TryEnd.Abandoned);
            directory.Tell(seat.Session);
        }

        return seat.Agent;
    });

    private static (JoinOutcome?, CandidateSeat?) Answer(JoinRefusal why) => (new JoinOutcome(why, null), null);

    private static bool IsNameplate(string? typed) =>
        typed is { Length: SessionCode.NameplateDigits } && typed.All(char.IsAsciiDigit);

    private async Task<(JoinOutcome?, CandidateSeat?)> JoinWithin(
        ActiveSession session, JoinRequest request, string address, Outbox outbox, Heard heard, Action letIn)
    {
        if (session.Code is not { } code || code.Nameplate != request.Nameplate)
        {
            // It died while this one waited for its turn.
            return await RefuseDead(request.Nameplate, address);
        }

        var now = clock.GetUtcNow();
        var underWay = session.Room.Candidate is not null;
        if (now >= code.Expires)
        {
            if (!underWay)
            {
                codes.Expire(session, code);
                directory.Tell(session);
            }

            return await Refuse(JoinRefusal.ExpiredCode, session.Facts, address);
        }

        // Not judged, so nothing can be learnt about the secret and nothing is spent.
        if (code.Holder is not { } holder || underWay)
        {
            limits.GiveBack(address);
            return Answer(underWay ? JoinRefusal.Busy : JoinRefusal.TechnicianAway);
        }

        if (session.Room.IsUnlogged || !await log.Settle(session) || session.Trouble is not null)
        {
            limits.GiveBack(address);
            return (null, null);
        }

        // Spent whatever comes of it; a code that holds is of no more use anyway.
        session.Code = code with { TriesLeft = code.TriesLeft - 1 };
        var token = SeatToken.Draw();
        var seat = new CandidateSeat(
            session, outbox, heard, holder, request, address, SeatToken.Hash(token), now + TryLimit, letIn);
        session.Room.Sit(seat);
        directory.Tell(session);
        return (new JoinOutcome(null, new JoinTicket(session.Facts.Id, holder, key.PublicKey, token, key.History.Count == 0 ? null : key.History)), seat);
    }

    private async Task<(JoinOutcome?, CandidateSeat?)> RefuseDead(string nameplate, string address)
    {
        var found = dead.Find(nameplate);
        return await Refuse(SessionEntries.CodeRefused(
            found?.Case, found?.Session, found?.Why ?? JoinRefusal.UnknownCode, address), found?.Why ?? JoinRefusal.UnknownCode);
    }

    private Task<(JoinOutcome?, CandidateSeat?)> Refuse(JoinRefusal why, SessionFacts? facts, string address) =>
        Refuse(SessionEntries.CodeRefused(facts?.CaseId, facts?.Id, why, address), why);

    private async Task<(JoinOutcome?, CandidateSeat?)> Refuse(Shared.Audit.PendingEntry entry, JoinRefusal why)
    {
        try
        {
            await audit.Append(entry, null, CancellationToken.None);
            return Answer(why);
        }
        catch (AuditUnavailableException unavailable)
        {
            logger.LogError(unavailable, "The log cannot be written; a code was refused without an answer");
            return (null, null);
        }
    }
}
