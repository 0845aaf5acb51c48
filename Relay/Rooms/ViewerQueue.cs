using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Rooms;

/// <summary>
/// What waits to be sent to one viewer. Control envelopes keep their order and are never dropped. Frames are a chain
/// in which each link needs the one before it, so no single link is ever dropped: on overflow all of them go, and
/// nothing more is taken before the next key frame.
/// </summary>
internal sealed class ViewerQueue(RoomCounters counters, TimeProvider clock)
{
    /// <summary>
    /// 8 MiB: a key frame of a 1920×1080 screen is 6 MiB at its very worst (3 bytes a pixel), so the worst one fits
    /// with room for what changes while it is on its way.
    /// </summary>
    public const int MaxFrameBytes = 8 * 1024 * 1024;

    /// <summary>Parts of frames that may wait: four seconds at 60 a second.</summary>
    public const int MaxFrameParts = 240;

    /// <summary>How old the oldest part may be where more than <see cref="MaxLateBytes"/> wait: so far behind, a new picture is worth more.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What may wait for longer: the Agent lets about this much be on its way to its fastest viewer, and a line that
    /// stalled for a while takes it in a moment.
    /// </summary>
    public const int MaxLateBytes = 256 * 1024;

    /// <summary>Control envelopes that may wait. A viewer that is this far behind will not catch up.</summary>
    public const int MaxControls = 256;

    /// <summary>Bytes of control envelopes that may wait.</summary>
    public const int MaxControlBytes = 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Queue<byte[]> controls = new();
    private readonly Queue<(byte[] Envelope, long Since)> frames = new();

    // Whoever wakes the reader goes on in its place: one change of threads less for each part.
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true, AllowSynchronousContinuations = true });

    private int controlBytes;
    private int frameBytes;
    private int holds;
    private bool withheld = true;

    /// <summary>Whether nothing is taken on the frame channel before the next key frame.</summary>
    public bool Withheld
    {
        get
        {
            lock (gate)
            {
                return withheld;
            }
        }
    }

    /// <summary>Takes a control envelope; <see cref="Wake"/> once no lock is held.</summary>
    /// <returns>False where it does not fit: the viewer must go.</returns>
    public bool OfferControl(byte[] envelope)
    {
        lock (gate)
        {
            if (controls.Count == MaxControls || controlBytes + envelope.Length > MaxControlBytes)
            {
                return false;
            }

            controls.Enqueue(envelope);
            controlBytes += envelope.Length;
        }

        return true;
    }

    /// <summary>Takes a part of a frame, or drops and counts it; <see cref="Wake"/> once no lock is held.</summary>
    /// <returns>False where a key frame is needed.</returns>
    public bool OfferFrame(EnvelopeMarks marks, byte[] envelope)
    {
        lock (gate)
        {
            if (withheld && !marks.HasFlag(EnvelopeMarks.KeyFrame))
            {
                counters.CountDrop(DropReason.AwaitingKeyFrame);
                return false;
            }

            if (frames.Count == MaxFrameParts || frameBytes + envelope.Length > MaxFrameBytes || IsTooLate)
            {
                EmptyFrames(DropReason.ViewerSlow);
                if (!marks.HasFlag(EnvelopeMarks.KeyFrame))
                {
                    counters.CountDrop(DropReason.ViewerSlow);
                    return false;
                }
            }

            withheld = false;
            frames.Enqueue((envelope, clock.GetTimestamp()));
            frameBytes += envelope.Length;
        }

        return true;
    }

    /// <summary>Has the reader look at what was taken. It may run until it waits again: hold no lock.</summary>
    public void Wake() => wake.Writer.TryWrite(true);

    /// <summary>Empties the frames; what comes next must be a key frame.</summary>
    public void Withhold(DropReason why)
    {
        lock (gate)
        {
            EmptyFrames(why);
        }
    }

    /// <summary>Empties everything: another connection of the Agent speaks from now on, and its control channel counts from 1.</summary>
    public void StartOver(DropReason why)
    {
        lock (gate)
        {
            controls.Clear();
            controlBytes = 0;
            EmptyFrames(why);
        }
    }

    /// <summary>Nothing is given out before as many <see cref="Release"/>: something else must be sent first.</summary>
    public void Hold()
    {
        lock (gate)
        {
            holds++;
        }
    }

    /// <summary>What had to be sent first has been sent.</summary>
    public void Release()
    {
        lock (gate)
        {
            holds--;
        }

        wake.Writer.TryWrite(true);
    }

    /// <summary>Nothing more will come; the reader gets what is left.</summary>
    public void Complete() => wake.Writer.TryComplete();

    /// <summary>Everything that waits and will come, control envelopes first.</summary>
    public async IAsyncEnumerable<byte[]> ReadAll([EnumeratorCancellation] CancellationToken cancel)
    {
        bool open;
        do
        {
            open = await wake.Reader.WaitToReadAsync(cancel);
            while (wake.Reader.TryRead(out _))
            {
                // Only the signal; what it announces is taken below.
            }

            while (Take() is { } envelope)
            {
                yield return envelope;
            }
        }
        while (open);
    }

    private bool IsTooLate =>
        frameBytes > MaxLateBytes && frames.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.Since) > MaxWait;

    private byte[]? Take()
    {
        lock (gate)
        {
            if (holds > 0)
            {
                return null;
            }

            if (controls.TryDequeue(out var envelope))
            {
                controlBytes -= envelope.Length;
                return envelope;
            }

            if (frames.TryDequeue(out var part))
            {
                frameBytes -= part.Envelope.Length;
                return part.Envelope;
            }

            return null;
        }
    }

    private void EmptyFrames(DropReason why)
    {
        counters.CountDrop(why, frames.Count);
        frames.Clear();
        frameBytes = 0;
        withheld = true;
    }
}
