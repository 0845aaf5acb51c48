using System.Collections.Immutable;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Rooms;

/// <summary>
/// Where the ends of one session meet. It forwards envelopes by their clear heads and never looks behind them;
/// whether frames may pass is told to it by the session directory.
/// </summary>
internal sealed class Room
{
    /// <summary>The largest exchange message: a hello is under 300 bytes, a key agreement under 1,000.</summary>
    public const int MaxExchangeBytes = 16 * 1024;

    /// <summary>Viewers at one time: one technician with a few windows.</summary>
    public const int MaxViewers = 8;

    private readonly Lock gate = new();
    private AgentSeat? agent;
    private ImmutableArray<ViewerSeat> viewers = [];
    private int lastNumber;
    private DropReason? stopped = DropReason.SessionNotLive;

    public RoomCounters Counters { get; } = new();

    public AgentSeat? Agent => Volatile.Read(ref agent);

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

    /// <summary>The number that the next viewer gets; it is used up by asking.</summary>
    public int NextNumber() => Interlocked.Increment(ref lastNumber);

    /// <summary>The Agent is there, and hears of every viewer that came before it.</summary>
    public void Sit(AgentSeat seat)
    {
        lock (gate)
        {
            agent = seat;
            foreach (var viewer in viewers)
            {
                seat.Outbox.Post(p => p.ViewerJoined(viewer.Number));
            }
        }
    }

    /// <summary>A viewer is there. It gets frames from the next key frame on.</summary>
    public void Sit(ViewerSeat seat)
    {
        lock (gate)
        {
            viewers = viewers.Add(seat);
            agent?.Outbox.Post(p => p.ViewerJoined(seat.Number));
            if (stopped is null)
            {
                seat.AskKeyFrame();
            }
        }
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
        lock (gate)
        {
            if (!viewers.Contains(seat))
            {
                return false;
            }

            viewers = viewers.Remove(seat);
            agent?.Outbox.Post(p => p.ViewerLeft(seat.Number));
        }

        seat.Queue.Withhold(DropReason.ViewerGone);
        seat.Queue.Complete();
        seat.Dispose();
        return true;
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
            foreach (var viewer in viewers)
            {
                viewer.Queue.Withhold(stop ?? DropReason.SessionNotLive);
            }
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

    /// <summary>Forwards what the Agent uploaded.</summary>
    /// <returns>False where the head cannot be read.</returns>
    public bool FromAgent(byte[]? envelope)
    {
        if (envelope is null || !EnvelopeHeader.TryRead(envelope, out var head))
        {
            return false;
        }

        lock (gate)
        {
            if (head.Channel == EnvelopeChannel.Frames)
            {
                if (stopped is { } why)
                {
                    Counters.CountDrop(why);
                    return true;
                }

                Counters.CountPart(envelope.Length);
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

    /// <summary>Forwards the Agent's part of the exchange. One for a viewer that has just gone is let fall.</summary>
    /// <returns>False where it is too large.</returns>
    public bool ExchangeFromAgent(int number, byte[]? message)
    {
        if (message is not { Length: <= MaxExchangeBytes })
        {
            return false;
        }

        Viewers.FirstOrDefault(v => v.Number == number)?.Outbox.Post(p => p.Exchange(number, message), message.Length);
        return true;
    }

    /// <summary>Forwards a viewer's part of the exchange. One for an Agent that has just gone is let fall.</summary>
    /// <returns>False where it is too large, or is said for another viewer.</returns>
    public bool ExchangeFromViewer(ViewerSeat from, int number, byte[]? message)
    {
        if (message is not { Length: <= MaxExchangeBytes } || number != from.Number)
        {
            return false;
        }

        Agent?.Outbox.Post(p => p.Exchange(number, message), message.Length);
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
            viewer.Outbox.Post(async p =>
            {
                await p.Status(last);
                viewer.Queue.Complete();
            });
            viewer.Outbox.Close();
        }
    }

    private static void Pass(EnvelopeHeader head, byte[] envelope, ViewerSeat viewer)
    {
        if (head.Channel == EnvelopeChannel.Frames)
        {
            if (!viewer.Queue.OfferFrame(head.Marks, envelope))
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
