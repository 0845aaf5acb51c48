using System.Threading.Channels;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink.Seeking;

/// <summary>What came of a piece that was to be sent.</summary>
internal enum PieceFate
{
    /// <summary>It is on its way.</summary>
    Sent,

    /// <summary>Something else goes first: try again soon.</summary>
    Busy,

    /// <summary>Its seek point is of no use any more.</summary>
    Gone,
}

/// <summary>A piece of a seek point.</summary>
/// <param name="Epoch">Of the frame behind which it stands.</param>
/// <param name="Marks">Its place among the pieces.</param>
/// <param name="Bytes">Not sealed yet.</param>
internal readonly record struct SeekPiece(uint Epoch, EnvelopeMarks Marks, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Seek points on their way out, one after the other: encoded beside the frames, cut small, and sent so slowly that frames do not
/// wait for them.
/// </summary>
/// <param name="send">Seals and sends a piece. From any thread.</param>
/// <param name="made">Told how many bytes a seek point has.</param>
/// <param name="clock">The clock.</param>
internal sealed class SeekUplink(Func<SeekPiece, PieceFate> send, Action<long> made, TimeProvider clock)
{
    /// <summary>Bytes of a piece: an eighth of a second of a line of 1 Mbit/s.</summary>
    public const int PieceBytes = 16 * 1024;

    /// <summary>The largest seek point that is sent, in bytes: a screen of 1920×1080 without loss is smaller.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Of what the line carries, seek points take a quarter.</summary>
    private const int Share = 4;

    // Seek points and tiles that wait; what does not fit is not sent, and the player does without.
    private const int MostWaiting = 64;

    private static readonly TimeSpan UnknownPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(20);

    private readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private double carries = double.NaN;
    private uint? usable;
    private int running;

    /// <summary>Bytes a second that the line carries, as last told; null while nobody knows.</summary>
    public double? Rate
    {
        get => Volatile.Read(ref carries) is var known && double.IsNaN(known) ? null : known;
        set => Volatile.Write(ref carries, value ?? double.NaN);
    }

    /// <summary>Whether nothing waits or is on its way.</summary>
    public bool IsIdle => Volatile.Read(ref running) == 0;

    /// <summary>A seek point, behind the envelope of this number and epoch.</summary>
    public void Add(SeekDraft draft, uint epoch, ulong behind) =>
        Add(new Waiting(draft.Frame, epoch, EnvelopeMarks.None, () => draft.ToBytes(behind)));

    /// <summary>Tiles that go with the seek point behind a frame.</summary>
    public void Add(uint frame, uint epoch, IReadOnlyList<SlotTile> tiles)
    {
        foreach (var some in tiles.Chunk(SeekPointBytes.MostTiles))
        {
            Add(new Waiting(frame, epoch, EnvelopeMarks.Tiles, () => SeekDraft.ToBytes(some)));
        }
    }

    private void Add(Waiting next)
    {
        if (waiting.Writer.TryWrite(next) && Interlocked.Exchange(ref running, 1) == 0)
        {
            _ = Task.Run(Run);
        }
    }

    private async Task Run()
    {
        do
        {
            while (waiting.Reader.TryRead(out var next))
            {
                await Send(next);
            }

            Volatile.Write(ref running, 0);
        }
        while (waiting.Reader.Count > 0 && Interlocked.Exchange(ref running, 1) == 0);
    }

    private async Task Send(Waiting next)
    {
        if (next.Kind == EnvelopeMarks.Tiles && usable != next.Frame)
        {
            return;
        }

        usable = null;
        var bytes = next.Make();
        if (next.Kind == EnvelopeMarks.None)
        {
            made(bytes.Length);
        }

        if (bytes.Length > MostBytes)
        {
            return;
        }

        for (var at = 0; at < bytes.Length; at += PieceBytes)
        {
            var length = Math.Min(PieceBytes, bytes.Length - at);
            var marks = next.Kind | (at == 0 ? EnvelopeMarks.First : EnvelopeMarks.None) | (at + length == bytes.Length ? EnvelopeMarks.Last : EnvelopeMarks.None);
            if (!await Send(new SeekPiece(next.Epoch, marks, bytes.AsMemory(at, length))))
            {
                return;
            }
        }

        usable = next.Frame;
    }

    private async Task<bool> Send(SeekPiece piece)
    {
        while (true)
        {
            switch (send(piece))
            {
                case PieceFate.Gone:
                    return false;
                case PieceFate.Busy:
                    await Task.Delay(BusyPause, clock);
                    break;
                default:
                    await Task.Delay(PauseAfter(piece.Bytes.Length), clock);
                    return true;
            }
        }
    }

    private TimeSpan PauseAfter(int bytes)
    {
        if (Rate is not { } rate)
        {
            return UnknownPause;
        }

        var pause = TimeSpan.FromSeconds(Share * bytes / Math.Max(rate, 1));
        return pause < LeastPause ? LeastPause : pause > MostPause ? MostPause : pause;
    }

    private sealed record Waiting(uint Frame, uint Epoch, EnvelopeMarks Kind, Func<byte[]> Make);
}
