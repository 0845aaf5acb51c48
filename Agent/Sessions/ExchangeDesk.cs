using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// One typed code against the one Viewer that holds it: they agree, then the Relay says who is asking, and that is proven
/// before anybody sees it.
/// </summary>
/// <remarks>One guess per typed code: whatever breaks, the customer types again.</remarks>
internal sealed class ExchangeDesk(
    SessionStanding standing,
    RelayLine line,
    ViewerDesk viewers,
    PictureFlow pictures,
    QuestionDesk question,
    UseDesk use,
    ReceiptDesk receipts,
    TimeProvider clock,
    ISealingRandom random,
    ILogger log,
    string? relayKey,
    string? organisationKey)
{
    private Attempt? current;

    /// <summary>What the Agent writes: tile codecs that the other end must be able to read.</summary>
    public static byte[] Codecs => [.. TileCodecs.Ids];

    /// <summary>Whether a Viewer can show what this Agent writes.</summary>
    public static bool Fits(Hello viewer) => Codecs.All(c => viewer.Codecs.Contains(c));

    /// <summary>Tries the code.</summary>
    /// <returns>Null where the question is open now; else why it is not. The connection is left as it is.</returns>
    public async Task<CodeTrouble?> Run(SessionCode code, JoinTicket ticket)
    {
        if (relayKey is not null && !KeySuccession.Leads(relayKey, ticket.KeyHistory ?? [], ticket.RelayKey))
        {
            log.LogError("The Relay's key is another one: {Fingerprint}", AskingStatement.Fingerprint(ticket.RelayKey));
            return CodeTrouble.WrongRelay;
        }

        var context = new ExchangeContext(HubContract.ProtocolVersion, ticket.Session, (uint)ticket.Viewer);
        var key = new SessionKey();
        using var attempt = new Attempt(ticket, key, new AgentHandshake(context, code.Nameplate, code.Secret, Codecs, clock, random, key.Mark));
        lock (standing.Gate)
        {
            current = attempt;
        }

        _ = line.Exchange(ticket.Viewer, attempt.Handshake.Begin());
        try
        {
            await attempt.Agreeing.Task.WaitAsync(ExchangeContext.Limit, clock);
            await attempt.Over.Task.WaitAsync(SessionTimes.OfferLimit, clock);
        }
        catch (TimeoutException)
        {
            Fail(attempt, CodeTrouble.ExchangeFailed);
        }

        try
        {
            // The other end should hear what was wrong with it before the connection goes.
            await attempt.LastWords.WaitAsync(SessionTimes.LastWord, clock);
        }
        catch (TimeoutException)
        {
            log.LogInformation("The Relay did not pass on why the code exchange came to nothing.");
        }

        lock (standing.Gate)
        {
            current = null;
            return attempt.Trouble;
        }
    }

    /// <summary>A message of a Viewer has come. Called under the lock.</summary>
    public void Heard(int viewer, byte[] message)
    {
        if (current is not { IsOver: false, Agreement: null } attempt || attempt.Ticket.Viewer != viewer)
        {
            return;
        }

        var step = attempt.Handshake.Receive(message);
        if (step.Agreement is { } agreement && Fits(agreement.Hello))
        {
            attempt.Agreement = agreement;
            viewers.Agreed(viewer, agreement.Keys);
            attempt.Agreeing.TrySetResult();
        }
        else if (step.Agreement is not null)
        {
            Fail(attempt, CodeTrouble.OtherVersion);
        }
        else if (step.Fault is { } fault)
        {
            log.LogInformation("The code exchange came to nothing: {Fault}", fault);
            if (step.Reply is { } refusal)
            {
                attempt.LastWords = line.Exchange(viewer, refusal);
            }

            Fail(attempt, SessionTimes.TroubleOf(fault));
        }
        else if (step.Reply is { } reply)
        {
            _ = line.Exchange(viewer, reply);
        }
    }

    /// <summary>The Relay says who is asking. Taken once, after the agreement, and only where it is proven. Called under the lock.</summary>
    public void Offered(SessionOffer? offer, byte[]? statement, byte[]? signature)
    {
        if (standing.State != SessionState.Requested || current is not { IsOver: false } attempt)
        {
            log.LogWarning("The Relay offers what nobody waits for.");
            return;
        }

        if (attempt.Agreement is not { } agreement || offer is null || offer.Session != attempt.Ticket.Session)
        {
            log.LogError("The Relay's offer is of no exchange.");
            Fail(attempt, CodeTrouble.UnprovenOffer);
            return;
        }

        var fault = AskingStatement.Verify(
            statement, signature, attempt.Ticket.RelayKey, attempt.Ticket.Session, agreement.TranscriptHash, clock.GetUtcNow(), out var signed);
        if (signed is null)
        {
            log.LogError("Who is asking is not proven: {Fault}", fault);
            Fail(attempt, CodeTrouble.UnprovenOffer);
        }
        else if (CheckedOffer.From(offer) is not { } shown)
        {
            Fail(attempt, CodeTrouble.UnclearOffer);
        }
        else if (!shown.IsOf(signed, clock.GetUtcNow()))
        {
            log.LogError("The Relay's offer names somebody else than its statement, or an auditor who is not certified.");
            Fail(attempt, CodeTrouble.UnprovenOffer);
        }
        else if (standing.Join(shown = Recordable(shown), attempt.Ticket, agreement.Keys.Words))
        {
            var key = attempt.Keep();
            line.Chain.Begin(key, attempt.Ticket.Session, agreement.TranscriptHash);
            use.Begin(key, attempt.Ticket.Session, agreement.TranscriptHash);
            receipts.Begin(key, agreement.TranscriptHash, offer.Controller);
            pictures.Begin(attempt.Ticket.Session);
            question.Ask(shown);
            Finish(attempt, null);
        }
    }

    /// <summary>The session, or the connection, or the Viewer is gone before there was a question. Called under the lock.</summary>
    public void Broke(CodeTrouble trouble)
    {
        if (current is { } attempt)
        {
            Fail(attempt, trouble);
        }
    }

    /// <summary>A Viewer has gone. Called under the lock.</summary>
    public void Left(int viewer)
    {
        if (current is { Agreement: null } attempt && attempt.Ticket.Viewer == viewer)
        {
            Fail(attempt, CodeTrouble.ExchangeFailed);
        }
    }

    // Auditors of another organisation than this Agent was told of are no auditors.
    private CheckedOffer Recordable(CheckedOffer offer)
    {
        if (offer.Auditors is not { } auditors || organisationKey is null || auditors.IsOf(organisationKey))
        {
            return offer;
        }

        log.LogWarning("Auditors are certified by another key, {Fingerprint}: nothing can be recorded.", auditors.RootFingerprint);
        return offer with { Auditors = null, Scopes = [.. offer.Scopes.Where(scope => scope != Scope.Recording)] };
    }

    private void Fail(Attempt attempt, CodeTrouble trouble)
    {
        lock (standing.Gate)
        {
            if (!attempt.IsOver)
            {
                viewers.Forget();
                Finish(attempt, trouble);
            }
        }
    }

    private static void Finish(Attempt attempt, CodeTrouble? trouble)
    {
        attempt.IsOver = true;
        attempt.Trouble = trouble;
        attempt.Agreeing.TrySetResult();
        attempt.Over.TrySetResult();
    }

    /// <summary>Everything about one typed code.</summary>
    private sealed class Attempt(JoinTicket ticket, SessionKey key, AgentHandshake handshake) : IDisposable
    {
        private bool kept;

        public JoinTicket Ticket { get; } = ticket;

        public AgentHandshake Handshake { get; } = handshake;

        public TaskCompletionSource Agreeing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task LastWords { get; set; } = Task.CompletedTask;

        public Agreement? Agreement { get; set; }

        public bool IsOver { get; set; }

        public CodeTrouble? Trouble { get; set; }

        /// <summary>The session's key from now on; whoever gets it here disposes of it.</summary>
        public SessionKey Keep()
        {
            kept = true;
            return key;
        }

        public void Dispose()
        {
            if (!kept)
            {
                key.Dispose();
            }

            Handshake.Dispose();
            Agreement?.Keys.Dispose();
        }
    }
}
