using System.Threading.Channels;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Uplink.Pacing;
using RemoteAssist.Agent.Uplink.Seeking;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>
/// Where everything that goes to Viewers is sealed and queued for the one upload stream of the present connection.
/// Thread-safe: frames come from the capture thread, answers and the gate from the session.
/// </summary>
/// <remarks>
/// On the frame channel a gap is legal only before a key frame. Whatever makes one (frames taken back or left out, a new
/// content key, a new connection) lets nothing pass before the next key frame.
/// </remarks>
internal sealed class Uploads : IFrameOutlet
{
    // Files and seek points go behind pictures: what waits is theirs first.
    private const int MostBefore = 4;

    private readonly Lock gate = new();
    private readonly Func<bool> allowed;
    private readonly TimeProvider clock;
    private readonly Pace pace;
    private readonly KeyFrameTurns keyFrames = new();
    private readonly HealList heal = new();
    private readonly SeekPoints seekPoints;
    private readonly Func<byte[], Task> recordKey;
    private OutgoingQueue queue = new();
    private EnvelopeSealer? sealer;
    private bool open;
    private bool connected;
    private bool closed;
    private bool onlyKeyFrame = true;

    /// <param name="allowed">The session's own word on whether a picture may leave now. From any thread.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="recordKey">Brings a content key that is wrapped for auditors to the Relay; what is sealed under it leaves afterwards. Must not block, never throws.</param>
    public Uploads(Func<bool> allowed, TimeProvider clock, Func<byte[], Task>? recordKey = null)
    {
        this.allowed = allowed;
        this.recordKey = recordKey ?? (_ => Task.CompletedTask);
        this.clock = clock;
        pace = new Pace(clock);
        seekPoints = new SeekPoints(Send, clock);
    }

    /// <summary>Envelopes that found no room, and what was taken back by a pause.</summary>
    public long Dropped { get; private set; }

    /// <inheritdoc/>
    public bool MaySend
    {
        get
        {
            lock (gate)
            {
                return MayPass;
            }
        }
    }

    /// <inheritdoc/>
    public bool HasRoom
    {
        get
        {
            lock (gate)
            {
                return pace.HasRoom || keyFrames.IsDue(pace.Now);
            }
        }
    }

    /// <inheritdoc/>
    public bool WantsFrame
    {
        get
        {
            lock (gate)
            {
                return keyFrames.IsAsked;
            }
        }
    }

    /// <summary>The session is known: envelopes can be sealed for it.</summary>
    public void Begin(EnvelopeSealer envelopes)
    {
        lock (gate)
        {
            sealer?.Dispose();
            sealer = envelopes;
        }
    }

    /// <summary>There is a connection: what is sealed from now on can be read here.</summary>
    public ChannelReader<byte[]> Connect()
    {
        lock (gate)
        {
            connected = !closed;
            return queue.Read(gate, recordKey);
        }
    }

    /// <summary>The connection is lost, and all keys with it: what was sealed for it goes nowhere.</summary>
    public void Disconnect()
    {
        lock (gate)
        {
            open = false;
            onlyKeyFrame = true;
            connected = false;
            sealer?.RemoveAll();
            pace.Clear();
            queue.Complete();
            Dropped += queue.Clear();
            queue = new OutgoingQueue();
            if (closed)
            {
                queue.Complete();
            }
        }
    }

    /// <summary>A Viewer has keys from now on; it is given the next key frame with a new content key.</summary>
    public void Admit(int viewer, ControlSealer keys)
    {
        lock (gate)
        {
            if (sealer is null || closed)
            {
                keys.Dispose();
                return;
            }

            sealer.Admit(viewer, keys);
            pace.Admit(viewer);
            StartAnew();
        }
    }

    /// <summary>A Viewer is gone; what follows is under a content key that it never had.</summary>
    public void Remove(int viewer)
    {
        lock (gate)
        {
            if (sealer?.Remove(viewer) == true)
            {
                pace.Remove(viewer);
                keyFrames.Forget(viewer);
                StartAnew();
            }
        }
    }

    /// <summary>What is sent from now on may be opened by these auditors too, or by none: it is under another content key.</summary>
    /// <param name="auditors">Their public keys, SubjectPublicKeyInfo; empty where nothing is recorded.</param>
    public void Record(IReadOnlyList<byte[]> auditors)
    {
        lock (gate)
        {
            if (sealer?.Record(auditors) == true)
            {
                seekPoints.Record(auditors.Count > 0);
                StartAnew();
            }
        }
    }

    /// <summary>Frames may pass from now on, beginning with a key frame.</summary>
    public void Open()
    {
        lock (gate)
        {
            open = true;
            StartAnew();
        }
    }

    /// <summary>No frame passes any more, and those in the queue are taken out of it.</summary>
    public void Hold()
    {
        lock (gate)
        {
            open = false;
            onlyKeyFrame = true;
            Dropped += queue.TakeBackPictures();
        }
    }

    /// <summary>As <see cref="Hold"/>, for good: the stream ends.</summary>
    public void Close()
    {
        lock (gate)
        {
            Hold();
            closed = true;
            connected = false;
            queue.Complete();
            sealer?.Dispose();
            sealer = null;
        }
    }

    /// <summary>A key frame is needed.</summary>
    public void WishKeyFrame()
    {
        lock (gate)
        {
            keyFrames.Ask(pace.Now);
        }
    }

    /// <summary>A Viewer has lost its place and needs a key frame; while others watch it gets fewer the more it asks for.</summary>
    public void WishKeyFrame(int viewer)
    {
        lock (gate)
        {
            keyFrames.Ask(viewer, sealer is { Viewers: > 1 }, pace.Now);
        }
    }

    /// <summary>A Viewer has this frame on its screen.</summary>
    /// <param name="viewer">Which.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="held">From the arrival of its last byte until it said so.</param>
    public void Painted(int viewer, uint frame, TimeSpan held)
    {
        lock (gate)
        {
            pace.Painted(viewer, frame, held);
        }
    }

    /// <summary>A Viewer shows tiles otherwise than it should; the next frame sends them again.</summary>
    public void Heal(uint frame, TileRun tiles)
    {
        lock (gate)
        {
            if (!heal.Add(frame, tiles))
            {
                keyFrames.Ask(pace.Now);
            }
        }
    }

    /// <summary>How a Viewer would have the picture.</summary>
    public void Prefer(int viewer, ViewQuality wish)
    {
        lock (gate)
        {
            pace.Prefer(viewer, wish);
        }
    }

    /// <summary>Answers a Viewer's ping, if there is room.</summary>
    public void Pong(int viewer, ulong echo) =>
        Control(viewer, new ControlMessage.Pong(echo, AgentClock.Microseconds(clock)), OutgoingQueue.Most);

    /// <summary>Says something that must not be left out.</summary>
    /// <returns>False where it could not be queued: this connection is of no use any more.</returns>
    public bool Say(int viewer, ControlMessage message) => Control(viewer, message, OutgoingQueue.Most + OutgoingQueue.Reserve);

    /// <summary>Says something that can wait: only where hardly anything waits before it.</summary>
    /// <returns>False where it must wait.</returns>
    public bool Carry(int viewer, ControlMessage message)
    {
        lock (gate)
        {
            return queue.Count < MostBefore && Control(viewer, message, MostBefore);
        }
    }

    /// <inheritdoc/>
    public SendPlan TakePlan()
    {
        lock (gate)
        {
            var keyFrame = keyFrames.IsDue(pace.Now);
            if (keyFrame)
            {
                keyFrames.Take(pace.Now);
            }

            return pace.Plan(keyFrame, heal.Take()) with { Seek = seekPoints.Wish(pace.Now) };
        }
    }

    /// <inheritdoc/>
    public void Send(FrameDelta delta)
    {
        // Parts are made outside the lock: a pause must not wait for them.
        var parts = FrameParts.Write(delta);
        lock (gate)
        {
            if (!MayPass)
            {
                Dropped += parts.Count;
                return;
            }

            var anew = sealer!.NeedsNewKey(parts.Count);
            var keys = anew ? sealer.Viewers + 1 : 0;
            if ((!delta.IsKeyFrame && (anew || onlyKeyFrame)) || queue.Count + keys + parts.Count > OutgoingQueue.Most)
            {
                // Never half a frame, and never a hole in a chain: the next one stands by itself.
                Dropped += parts.Count;
                onlyKeyFrame = true;
                keyFrames.Ask(pace.Now);
                return;
            }

            onlyKeyFrame = false;
            if (anew)
            {
                foreach (var key in sealer.Renew())
                {
                    queue.TryAdd(key);
                }
            }

            if (delta.IsKeyFrame)
            {
                heal.KeyFrame(delta.Number);
            }

            var bytes = 0L;
            for (var i = 0; i < parts.Count; i++)
            {
                var envelope = sealer.Frame(parts[i], startsKeyFrame: i == 0 && delta.IsKeyFrame);
                queue.TryAdd(new Outgoing(envelope));
                bytes += envelope.Length;
            }

            pace.Sent(delta.Number, bytes, delta.IsKeyFrame);
            seekPoints.Sent(delta, bytes, pace.Rate, pace.Now);
        }
    }

    /// <inheritdoc/>
    public void Keep(SeekDraft draft)
    {
        lock (gate)
        {
            seekPoints.Keep(draft, sealer?.Last ?? default, pace.Now);
        }
    }

    /// <inheritdoc/>
    public void Keep(IReadOnlyList<SlotTile> tiles)
    {
        lock (gate)
        {
            seekPoints.Keep(tiles);
        }
    }

    // Another epoch has no use for it.
    private PieceFate Send(SeekPiece piece)
    {
        lock (gate)
        {
            if (!MayPass || sealer!.Last.Epoch != piece.Epoch)
            {
                return PieceFate.Gone;
            }

            return queue.Count >= MostBefore ? PieceFate.Busy
                : sealer.SeekPoint(piece.Marks, piece.Epoch, piece.Bytes.Span) is { } envelope && queue.TryAdd(new Outgoing(envelope)) ? PieceFate.Sent
                : PieceFate.Gone;
        }
    }

    private bool MayPass => open && connected && sealer is { Viewers: > 0 } && allowed();

    private void StartAnew()
    {
        onlyKeyFrame = true;
        keyFrames.AskAtOnce(pace.Now);
    }

    private bool Control(int viewer, ControlMessage message, int most)
    {
        lock (gate)
        {
            // The bound is checked first, so that a number is only spent on an envelope that goes.
            if (!connected || queue.Count >= most || sealer?.Control(viewer, message) is not { } envelope)
            {
                Dropped++;
                return false;
            }

            return queue.TryAdd(new Outgoing(envelope));
        }
    }
}
