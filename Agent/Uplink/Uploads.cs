using System.Threading.Channels;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>
/// Where everything that goes to Viewers is put into envelopes and queued for the one upload stream.
/// Thread-safe: frames come from the capture thread, pongs and the gate from the session.
/// </summary>
internal sealed class Uploads : IFrameOutlet
{
    /// <summary>Frames on the way that no Viewer has painted yet: one being painted, one travelling. More would only add delay.</summary>
    public const uint MostUnpainted = 2;

    /// <summary>Key frames that Viewers ask for come no closer than this: one slow Viewer must not tax the others.</summary>
    public static readonly TimeSpan KeyFramesApart = TimeSpan.FromMilliseconds(250);

    // An 8K key frame of noise has about 200 parts of 512 KiB, and two frames are on the way at most.
    private const int MostQueued = 512;

    private readonly Lock gate = new();
    private readonly Channel<byte[]> queue = Channel.CreateBounded<byte[]>(MostQueued);
    private readonly EnvelopeWriter writer = new();
    private readonly Func<bool> allowed;
    private readonly TimeProvider clock;
    private bool open;
    private bool started;
    private bool keyFrameWished;
    private long keyFrameNotBefore;
    private uint sent;
    private uint painted;

    /// <param name="allowed">The session's own word on whether a picture may leave now. From any thread.</param>
    /// <param name="clock">The clock.</param>
    public Uploads(Func<bool> allowed, TimeProvider clock)
    {
        this.allowed = allowed;
        this.clock = clock;
        keyFrameNotBefore = clock.GetTimestamp();
    }

    /// <summary>What the upload stream reads.</summary>
    public ChannelReader<byte[]> Envelopes => queue.Reader;

    /// <summary>Envelopes that found no room, and what was taken back by a pause.</summary>
    public long Dropped { get; private set; }

    /// <inheritdoc/>
    public bool MaySend
    {
        get
        {
            lock (gate)
            {
                return open && allowed();
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
                return sent - painted < MostUnpainted || KeyFrameIsDue();
            }
        }
    }

    /// <summary>The upload stream is there: control envelopes may be queued.</summary>
    public void Start()
    {
        lock (gate)
        {
            started = true;
        }
    }

    /// <summary>Frames may pass from now on, beginning with a key frame.</summary>
    public void Open()
    {
        lock (gate)
        {
            open = true;
            keyFrameWished = true;
            keyFrameNotBefore = clock.GetTimestamp();
        }
    }

    /// <summary>No frame passes any more, and those in the queue are taken out of it.</summary>
    public void Hold()
    {
        lock (gate)
        {
            open = false;
            var others = new List<byte[]>();
            while (queue.Reader.TryRead(out var envelope))
            {
                if (EnvelopeHeader.TryRead(envelope, out var head) && head.Channel == EnvelopeChannel.Frames)
                {
                    Dropped++;
                }
                else
                {
                    others.Add(envelope);
                }
            }

            foreach (var envelope in others)
            {
                queue.Writer.TryWrite(envelope);
            }
        }
    }

    /// <summary>As <see cref="Hold"/>, for good: the stream ends.</summary>
    public void Close()
    {
        Hold();
        queue.Writer.TryComplete();
    }

    /// <summary>A Viewer needs a key frame: it has just come, or lost its place.</summary>
    /// <param name="atOnce">Whether it has nothing on its screen yet.</param>
    public void WishKeyFrame(bool atOnce)
    {
        lock (gate)
        {
            keyFrameWished = true;
            if (atOnce)
            {
                keyFrameNotBefore = clock.GetTimestamp();
            }
        }
    }

    /// <summary>A Viewer has this frame on its screen.</summary>
    public void Painted(uint frame)
    {
        lock (gate)
        {
            if (frame <= sent && frame > painted)
            {
                painted = frame;
            }
        }
    }

    /// <summary>Answers a Viewer's ping.</summary>
    public void Pong(int viewer, ulong echo) => Control(viewer, new ControlMessage.Pong(echo, AgentClock.Microseconds(clock)));

    /// <inheritdoc/>
    public bool TakeKeyFrameWish()
    {
        lock (gate)
        {
            if (!KeyFrameIsDue())
            {
                return false;
            }

            keyFrameWished = false;
            keyFrameNotBefore = clock.GetTimestamp() + (long)(KeyFramesApart.TotalSeconds * clock.TimestampFrequency);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Send(FrameDelta delta)
    {
        // Parts are made outside the lock: a pause must not wait for them.
        var parts = FrameParts.Write(delta);
        lock (gate)
        {
            if (!open || !allowed())
            {
                Dropped += parts.Count;
                return;
            }

            if (queue.Reader.Count + parts.Count > MostQueued)
            {
                // Never half a frame, and never a hole in a chain: the next one stands by itself.
                Dropped += parts.Count;
                keyFrameWished = true;
                return;
            }

            sent = delta.Number;
            if (delta.IsKeyFrame)
            {
                // What was on the way before may never be painted; nobody has to wait for it.
                painted = delta.Number - 1;
            }

            for (var i = 0; i < parts.Count; i++)
            {
                queue.Writer.TryWrite(writer.Frame(parts[i], startsKeyFrame: i == 0 && delta.IsKeyFrame));
            }
        }
    }

    private bool KeyFrameIsDue() => keyFrameWished && clock.GetTimestamp() >= keyFrameNotBefore;

    private void Control(int viewer, ControlMessage message)
    {
        lock (gate)
        {
            // The bound is checked first, so that a number is only spent on an envelope that goes.
            if (!started || queue.Reader.Count >= MostQueued)
            {
                Dropped++;
                return;
            }

            queue.Writer.TryWrite(writer.Control(viewer, message));
        }
    }
}
