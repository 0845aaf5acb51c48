using System.Collections.Immutable;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Rooms;

/// <summary>
/// Where the ends of one session meet. It forwards envelopes by their clear heads and never looks behind them;
/// whether frames may pass is told to it by the session directory.
/// </summary>
internal sealed class Room(int lastViewer)
{
    /// <summary>The largest exchange message: shares, names of secrets and a hello are under 1,000 bytes.</summary>
    public const int MaxExchangeBytes = 16 * 1024;

    /// <summary>The largest message from one viewer to another.</summary>
    public const int MaxIntroductionBytes = 1024;

    /// <summary>Viewers at one time: a technician and a few colleagues, with a few windows.</summary>
    public const int MaxViewers = 8;

    // The first byte of a refusal, by SEALING.md.
    private const byte RefusalKind = 5;

    private readonly Lock gate = new();
    private AgentSeat? agent;
    private CandidateSeat? candidate;
    private ImmutableArray<ViewerSeat> viewers = [];
    private int lastNumber = lastViewer;
    private DropReason? stopped = DropReason.SessionNotLive;
    private bool unlogged;
    private IRoomTape? tape;

    public RoomCounters Counters { get; } = new();

    /// <summary>Whether frames are held back because the log cannot be written.</summary>
    public bool IsUnlogged => Volatile.Read(ref unlogged);

    public AgentSeat? Agent => Volatile.Read(ref agent);

    /// <summary>Who is trying the code just now.</summary>
    public CandidateSeat? Candidate => Volatile.Read(ref candidate);

    public ImmutableArray<ViewerSeat> Viewers
    {
        get
        {
            lock (gate)
            {
                return viewers;
            }
        }
    }

    /// <summary>The number of the viewer that came last.</summary>
    public int LastNumber => Volatile.Read(ref lastNumber);

    /// <summary>Has what passes kept from now on.</summary>
    public void Record(IRoomTape on)
    {
        lock (gate)
        {
            tape = on;
            tape.Watched(viewers.Length);
        }
    }

    /// <summary>It is kept there no more.</summary>
    public void StopRecording(IRoomTape on)
    {
        lock (gate)
        {
            tape = tape == on ? null : tape;
        }
    }

    /// <summary>The number that the next viewer gets; it is used up by asking.</summary>
    public int NextNumber() => Interlocked.Increment(ref lastNumber);

    /// <summary>Somebody tries the code. Nobody hears of it.</summary>
    public void Sit(CandidateSeat seat)
    {
        lock (gate)
        {
            candidate = seat;
        }
    }

    /// <summary>The Agent is there, and hears of every viewer that came before it.</summary>
    public void Sit(AgentSeat seat)
    {
        lock (gate)
        {
            candidate = null;
            agent = seat;
            foreach (var viewer in viewers)
            {
                // What an Agent's connection before this one had sent was sealed with keys that are gone.
                viewer.Queue.StartOver(DropReason.AgentLost);
                seat.Outbox.Post(p => p.ViewerJoined(viewer.Number));
            }

            if (unlogged)
            {
                seat.Outbox.Post(p => p.LogUnavailable(true));
            }
        }
    }

    /// <summary>A viewer is there. It gets frames from the next key frame on.</summary>
    public void Sit(ViewerSeat seat)
    {
        lock (gate)
        {
            viewers = viewers.Add(seat);
            tape?.Watched(viewers.Length);
            agent?.Outbox.Post(p => p.ViewerJoined(seat.Number));
            if (stopped is null && !seat.Waits)
            {
                seat.AskKeyFrame();
            }
        }
    }

    /// <summary>The customer has allowed a viewer that waited: it gets frames from the next key frame on.</summary>
    public void LetIn(ViewerSeat seat)
    {
        lock (gate)
        {
            seat.Waits = false;
            if (stopped is null)
            {
                seat.AskKeyFrame();
            }
        }
    }

    /// <summary>A try is over: what was said is still sent, then its connection is closed.</summary>
    public void Leave(CandidateSeat seat)
    {
        lock (gate)
        {
            candidate = null;
        }

        seat.Outbox.Close();
    }

    /// <summary>The Agent has gone.</summary>
    public void Leave(AgentSeat seat)
    {
        lock (gate)
        {
            agent = null;
        }

        seat.Outbox.Abandon();
    }

    /// <summary>A viewer has gone.</summary>
    /// <returns>False where it was gone already.</returns>
    public bool Leave(ViewerSeat seat)
    {
        if (!TakeOut(seat))
        {
            return false;
        }

        seat.Queue.Complete();
        seat.Dispose();
        return true;
    }

    /// <summary>Tells a viewer how things stand and that it must go. No frame reaches it any more.</summary>
    public void SeeOut(ViewerSeat seat, SessionStatus last)
    {
        if (TakeOut(seat))
        {
            SayLast(seat, last);
            seat.Dispose();
        }
    }

    /// <summary>Lets frames pass, or stops them for a reason. What waits is emptied: stopping means now.</summary>
    public void LetFramesPass(DropReason? stop)
    {
        lock (gate)
        {
            if (stopped == stop)
            {
                return;
            }

            stopped = stop;
            tape?.Passing(stop is null);
            foreach (var viewer in viewers)
            {
                viewer.Queue.Withhold(stop ?? DropReason.SessionNotLive);
            }
        }
    }

    /// <summary>
    /// The log cannot be written, or can again. What waits is emptied and the Agent is told, whatever the session is at:
    /// this waits for no step of it.
    /// </summary>
    public void LogFails(bool fails)
    {
        lock (gate)
        {
            if (unlogged == fails)
            {
                return;
            }

            unlogged = fails;
            foreach (var viewer in viewers)
            {
                viewer.Queue.Withhold(DropReason.LogUnavailable);
            }

            agent?.Outbox.Post(p => p.LogUnavailable(fails));
        }
    }

    /// <summary>Asks for a key frame for everybody, after a stop that the Agent did not know of.</summary>
    public void AskKeyFrames()
    {
        foreach (var viewer in Viewers)
        {
            viewer.AskKeyFrame();
        }
    }

    public void SendKeyFrameNeeded() => Agent?.Outbox.Post(p => p.KeyFrameNeeded());

    /// <summary>Forwards what the Agent uploaded. What comes on a connection that another has replaced is let fall: its keys are gone.</summary>
    /// <returns>False where the head cannot be read.</returns>
    public bool FromAgent(AgentSeat from, byte[]? envelope)
    {
        if (envelope is null || !EnvelopeHeader.TryRead(envelope, out var head))
        {
            return false;
        }

        ImmutableArray<ViewerSeat> there;
        lock (gate)
        {
            there = viewers;
            if (agent != from)
            {
                if (head.Channel == EnvelopeChannel.Frames)
                {
                    Counters.CountDrop(DropReason.AgentLost);
                }

                return true;
            }

            if (head.Channel == EnvelopeChannel.Frames)
            {
                if ((stopped ?? (unlogged ? DropReason.LogUnavailable : null)) is { } why)
                {
                    Counters.CountDrop(why);
                    return true;
                }

                Counters.CountPart(envelope.Length);
                tape?.Frame(head, envelope);
            }

            var found = false;
            foreach (var viewer in viewers)
            {
                if (head.Viewer == 0 || head.Viewer == viewer.Number)
                {
                    found = true;
                    Pass(head, envelope, viewer);
                }
            }

            if (!found && head.Channel == EnvelopeChannel.Frames)
            {
                Counters.CountDrop(DropReason.ViewerGone);
            }
        }

        foreach (var viewer in there)
        {
            viewer.Queue.Wake();
        }

        return true;
    }

    /// <summary>Forwards a viewer's control envelope. A viewer speaks on the control channel and as itself only.</summary>
    /// <returns>False where the head cannot be read or says otherwise.</returns>
    public bool FromViewer(ViewerSeat from, byte[]? envelope)
    {
        if (envelope is null || envelope.Length > Outbox.MaxBytes || !EnvelopeHeader.TryRead(envelope, out var head)
            || head.Channel != EnvelopeChannel.Control || head.Viewer != from.Number)
        {
            return false;
        }

        Agent?.Outbox.Post(p => p.Envelope(envelope), envelope.Length);
        return true;
    }

    /// <summary>
    /// Forwards the Agent's part of the exchange. One for a viewer that has just gone is let fall. Envelopes that come
    /// after it stay behind it, although they go another way: they may be sealed with the keys that it completes.
    /// </summary>
    /// <returns>False where it is too large.</returns>
    public bool ExchangeFromAgent(int number, byte[]? message)
    {
        if (message is not { Length: <= MaxExchangeBytes })
        {
            return false;
        }

        if (Viewers.FirstOrDefault(v => v.Number == number) is { } viewer)
        {
            viewer.Queue.Hold();
            var posted = viewer.Outbox.Post(
                async p =>
                {
                    await p.Exchange(number, message);
                    viewer.Queue.Release();
                },
                message.Length);
            if (!posted)
            {
                viewer.Queue.Release();
            }
        }

        return true;
    }

    /// <summary>Forwards the part of somebody who tries the code. It has one viewer to talk to, and little to say.</summary>
    /// <returns>False where it is too much, or is said to another viewer.</returns>
    public bool ExchangeFromCandidate(CandidateSeat from, int number, byte[]? message) =>
        number == from.Viewer && from.MaySay(message) && ExchangeFromAgent(number, message);

    /// <summary>
    /// Forwards a viewer's part of the exchange, to the Agent or to somebody who tries the code with this viewer. One
    /// for somebody who has just gone is let fall.
    /// </summary>
    /// <returns>False where it is too large, or is said for another viewer.</returns>
    public bool ExchangeFromViewer(ViewerSeat from, int number, byte[]? message)
    {
        if (message is not { Length: <= MaxExchangeBytes } || number != from.Number)
        {
            return false;
        }

        Outbox? to;
        lock (gate)
        {
            to = agent is not null ? agent.Outbox : candidate?.Viewer == number ? candidate.Outbox : null;
            if (to is not null && agent is null && message is not ([] or [RefusalKind, ..]))
            {
                candidate!.Answered();
            }
        }

        to?.Post(p => p.Exchange(number, message), message.Length);
        return true;
    }

    /// <summary>Carries a message from one viewer to another. One for a viewer that has just gone is let fall.</summary>
    /// <returns>False where it is too large, or is for the sender itself.</returns>
    public bool Introduce(ViewerSeat from, int number, byte[]? message, (string Name, string Organisation) whose)
    {
        if (message is not { Length: <= MaxIntroductionBytes } || number == from.Number)
        {
            return false;
        }

        Viewers.FirstOrDefault(v => v.Number == number)?.Outbox.Post(
            p => p.Introduced(from.Number, whose.Name, whose.Organisation, message), message.Length);
        return true;
    }

    /// <summary>Shows every viewer how the session stands.</summary>
    public void Tell(SessionStatus status)
    {
        foreach (var viewer in Viewers)
        {
            viewer.Outbox.Post(p => p.Status(status));
        }
    }

    /// <summary>Tells everybody that it is over, and sees them out.</summary>
    public void SeeOut(EndReason reason, SessionStatus last)
    {
        LetFramesPass(DropReason.SessionNotLive);
        if (Agent is { } there)
        {
            there.Outbox.Post(p => p.Ended(reason));
            there.Outbox.Close();
        }

        foreach (var viewer in Viewers)
        {
            SayLast(viewer, last);
        }
    }

    private bool TakeOut(ViewerSeat seat)
    {
        lock (gate)
        {
            if (!viewers.Contains(seat))
            {
                return false;
            }

            viewers = viewers.Remove(seat);
            tape?.Watched(viewers.Length);
            agent?.Outbox.Post(p => p.ViewerLeft(seat.Number));
        }

        seat.Queue.Withhold(DropReason.ViewerGone);
        return true;
    }

    private static void SayLast(ViewerSeat to, SessionStatus last)
    {
        to.Outbox.Post(async p =>
        {
            await p.Status(last);
            to.Queue.Complete();
        });
        to.Outbox.Close();
    }

    private static void Pass(EnvelopeHeader head, byte[] envelope, ViewerSeat viewer)
    {
        if (head.Channel == EnvelopeChannel.Frames)
        {
            // Sealed they are anyway; who waits for the customer's answer has no use for them.
            if (!viewer.Waits && !viewer.Queue.OfferFrame(head.Marks, envelope))
            {
                viewer.AskKeyFrame();
            }
        }
        else if (!viewer.Queue.OfferControl(envelope))
        {
            // Control envelopes are a strict sequence: one that does not fit ends this viewer's connection.
            viewer.Outbox.Drop("it does not read its control channel");
        }
    }
}
