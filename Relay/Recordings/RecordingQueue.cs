using System.Text;
using System.Threading.Channels;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Recordings;

/// <summary>
/// What waits to be written of one recording. Whoever forwards frames never waits here: what the disk is too slow for is let
/// fall, counted, and named in the recording. Frames are a chain, so after any loss nothing is taken before the next key frame.
/// </summary>
internal sealed class RecordingQueue(Action askKeyFrame, TimeProvider clock) : IRoomTape
{
    /// <summary>16 MiB: a disk that stalls for four seconds under 4 MB/s of picture loses nothing.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Records that may wait.</summary>
    public const int MaxRecords = 8192;

    // What keys, gaps and marks may take beyond that: they are small, and without keys nothing after them can be opened.
    private const int Spare = 256;

    private readonly Lock gate = new();
    private readonly Queue<WaitingRecord> waiting = new();
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private long bytes;
    private uint key;
    private uint keyBefore;
    private uint oldest;
    private ulong number;
    private bool inChain;
    private string? missing;
    private long missed;
    private bool asked;
    private bool closed;
    private bool seekPointLost;

    /// <summary>Envelopes that were let fall.</summary>
    public long Lost { get; private set; }

    /// <summary>A content key, wrapped. From the first of them on frames are taken.</summary>
    /// <returns>False where it is not one content key's, or not a newer one's.</returns>
    public bool Keys(ReadOnlyMemory<byte> wrapped)
    {
        if (RecordingRecord.ContentKeyOfAll(wrapped.Span) is not { } id)
        {
            return false;
        }

        lock (gate)
        {
            if (id <= key)
            {
                return false;
            }

            if (Add(RecordKind.Keys, wrapped, Spare))
            {
                (keyBefore, key) = (key, id);
                oldest = oldest == 0 ? id : oldest;
            }
        }

        Wake();
        return true;
    }

    public void Frame(in EnvelopeHeader head, byte[] envelope) => Frame(head, envelope.AsMemory());

    /// <summary>A part of a frame.</summary>
    public void Frame(in EnvelopeHeader head, ReadOnlyMemory<byte> envelope)
    {
        lock (gate)
        {
            if (closed || key == 0 || !RecordingRecord.Fits(RecordKind.Frame, envelope.Span))
            {
                return;
            }

            var under = RecordingRecord.ContentKeyOf(envelope.Span);
            if (under < oldest)
            {
                return; // sealed before recording was granted: it was never to be here
            }

            Take(head, envelope, isKnown: under == key || under == keyBefore);
        }

        Wake();
    }

    public void SeekPoint(in EnvelopeHeader head, byte[] envelope)
    {
        lock (gate)
        {
            var under = RecordingRecord.Fits(RecordKind.SeekPoint, envelope) ? RecordingRecord.ContentKeyOf(envelope) : 0;
            if (closed || key == 0 || under < oldest)
            {
                return;
            }

            // Half the room at most: what waits there must not cost a frame its place.
            if (under != key || !inChain || waiting.Count >= MaxRecords / 2 || bytes + envelope.Length > MaxBytes / 2)
            {
                LoseSeekPoint();
                return;
            }

            seekPointLost &= !head.Marks.HasFlag(EnvelopeMarks.First);
            Add(RecordKind.SeekPoint, envelope, 0);
        }

        Wake();
    }

    public void Passing(bool frames) => Mark(frames ? RecordingWords.Live : RecordingWords.Paused);

    public void Watched(int viewers) => Mark(FormattableString.Invariant($"{RecordingWords.Viewers} {viewers}"));

    /// <summary>Something that happened.</summary>
    public void Mark(string text)
    {
        lock (gate)
        {
            Add(RecordKind.Mark, Encoding.UTF8.GetBytes(text), Spare);
        }

        Wake();
    }

    /// <summary>Nothing more is taken; what waits is still to be had.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            NoteGap(); // what fell last has no key frame behind it to be named before
        }

        wake.Writer.TryComplete();
    }

    /// <summary>Has the reader look again.</summary>
    public void Wake() => wake.Writer.TryWrite(true);

    /// <summary>Waits until there may be something to do.</summary>
    /// <returns>False where nothing more will come.</returns>
    public async ValueTask<bool> Wait()
    {
        var open = await wake.Reader.WaitToReadAsync();
        while (wake.Reader.TryRead(out _))
        {
            // Only the signal; what it announces is taken after it.
        }

        return open;
    }

    /// <summary>The next record, oldest first. Where something fell and there is room again, a key frame is asked for.</summary>
    public bool TryTake(out WaitingRecord next)
    {
        bool ask;
        bool found;
        lock (gate)
        {
            found = waiting.TryDequeue(out next);
            bytes -= found ? next.Payload.Length : 0;
            ask = missing is not null && !asked && !closed && bytes < MaxBytes / 2;
            asked |= ask;
        }

        if (ask)
        {
            askKeyFrame();
        }

        return found;
    }

    private void Take(in EnvelopeHeader head, ReadOnlyMemory<byte> envelope, bool isKnown)
    {
        if (!isKnown)
        {
            Miss(RecordingWords.KeyMissing);
            return;
        }

        var isKeyFrame = head.Marks.HasFlag(EnvelopeMarks.KeyFrame);
        if (head.Number <= number || (!isKeyFrame && (!inChain || head.Number != number + 1)))
        {
            Miss(RecordingWords.FramesMissing);
            return;
        }

        if (waiting.Count >= MaxRecords || bytes + envelope.Length > MaxBytes)
        {
            Miss(RecordingWords.TooSlow);
            return;
        }

        if (missing is null && number > 0 && head.Number > number + 1)
        {
            missing = RecordingWords.FramesMissing;
            missed = (long)Math.Min(head.Number - number - 1, long.MaxValue);
        }

        NoteGap();
        Add(RecordKind.Frame, envelope, 0);
        number = head.Number;
        inChain = true;
    }

    private void Miss(string why)
    {
        if (missing is null)
        {
            (missing, missed, asked) = (why, 0, false);
        }

        missed++;
        Lost++;
        inChain = false;
    }

    // Said once for each: the pieces behind a lost one are of no use, but do no harm.
    private void LoseSeekPoint()
    {
        Lost++;
        if (!seekPointLost)
        {
            seekPointLost = true;
            Add(RecordKind.Mark, Encoding.UTF8.GetBytes(RecordingWords.SeekPointLost), Spare);
        }
    }

    private void NoteGap()
    {
        if (missing is not null)
        {
            Add(RecordKind.Gap, Encoding.UTF8.GetBytes(FormattableString.Invariant($"{missing} {missed}")), Spare, evenClosed: true);
            missing = null;
        }
    }

    private bool Add(RecordKind kind, ReadOnlyMemory<byte> payload, int spare, bool evenClosed = false)
    {
        if ((closed && !evenClosed) || waiting.Count >= MaxRecords + spare)
        {
            return false;
        }

        waiting.Enqueue(new WaitingRecord(kind, clock.GetTimestamp(), payload));
        bytes += payload.Length;
        return true;
    }
}

/// <summary>A record that waits.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Since">When it came, as the clock's timestamp.</param>
/// <param name="Payload">As it came, not copied.</param>
internal readonly record struct WaitingRecord(RecordKind Kind, long Since, ReadOnlyMemory<byte> Payload);
