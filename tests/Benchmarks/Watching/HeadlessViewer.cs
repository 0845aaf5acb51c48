using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Watching;

/// <summary>A whole frame that was decoded.</summary>
/// <param name="At">When the picture was there.</param>
/// <param name="Corner">The step that the marker in the corner shows; null where there is no whole marker.</param>
/// <param name="End">The step of the second marker; the corner's where the workload has none.</param>
/// <param name="Bytes">All that had come over the wire by then.</param>
internal readonly record struct Seen(long At, int? Corner, int? End, long Bytes)
{
    /// <summary>The step that the whole picture shows, −1 where it shows none.</summary>
    public int Step => Math.Min(Corner ?? -1, End ?? -1);

    /// <summary>Whether two parts of the picture are of different moments.</summary>
    public bool IsTorn => Corner is not null && Corner != End;
}

/// <summary>A picture that was kept.</summary>
/// <param name="Step">The step that it shows.</param>
/// <param name="Picture">A copy.</param>
/// <param name="Number">Of the frame.</param>
/// <param name="At">When it was decoded.</param>
internal sealed record Kept(int Step, Frame Picture, uint Number, long At);

/// <summary>Decodes what a <see cref="Seat"/> opens, reads the markers after each whole frame, and acknowledges as the page does.</summary>
internal sealed class HeadlessViewer(TimeProvider clock)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(700);

    private readonly Lock gate = new();
    private readonly Decoding decoding = new();
    private readonly List<Seen> seen = [];
    private readonly List<Kept> kept = [];
    private readonly Queue<int> wanted = [];
    private IReadOnlyList<ScreenRect> masks = [];
    private (int X, int Y)? end;

    /// <summary>What counts the bytes, once the connection is there.</summary>
    public WireBytes? Wire { get; set; }

    /// <summary>Codecs that it reads.</summary>
    public static byte[] Codecs => Decoding.Codecs;

    /// <summary>What was decoded since <see cref="Begin"/>.</summary>
    public IReadOnlyList<Seen> Frames
    {
        get
        {
            lock (gate)
            {
                return [.. seen];
            }
        }
    }

    /// <summary>The pictures that were asked for.</summary>
    public IReadOnlyList<Kept> Pictures
    {
        get
        {
            lock (gate)
            {
                return [.. kept];
            }
        }
    }

    /// <summary>Places of the Agent's own windows, which it paints over.</summary>
    public IReadOnlyList<ScreenRect> Masks
    {
        get
        {
            lock (gate)
            {
                return masks;
            }
        }
    }

    /// <summary>The step that the marker in the corner shows now; null where there is none. Before the first step there may be no other.</summary>
    public int? Corner
    {
        get
        {
            lock (gate)
            {
                return Read(clock.GetTimestamp())?.Corner;
            }
        }
    }

    /// <summary>Forgets what was seen; from now on these steps' pictures are kept, and a second marker is read here.</summary>
    public void Begin((int X, int Y)? endMarker, params ReadOnlySpan<int> keep)
    {
        lock (gate)
        {
            seen.Clear();
            kept.Clear();
            wanted.Clear();
            end = endMarker;
            foreach (var step in keep)
            {
                wanted.Enqueue(step);
            }
        }
    }

    /// <summary>A copy of the picture as it is now.</summary>
    public Frame Picture()
    {
        lock (gate)
        {
            return Copy();
        }
    }

    /// <summary>Waits until nothing has come for a while: what was JPEG at first is lossless now.</summary>
    public async Task Rest()
    {
        var deadline = clock.GetTimestamp();
        while (clock.GetElapsedTime(deadline) < TimeSpan.FromSeconds(8))
        {
            var count = Frames.Count;
            await Task.Delay(Quiet);
            if (Frames.Count == count)
            {
                return;
            }
        }
    }

    /// <summary>An opened part has come.</summary>
    public void Take(Seat seat, ReadOnlyMemory<byte> part, bool startsKeyFrame)
    {
        var arrived = clock.GetTimestamp();
        lock (gate)
        {
            var answer = decoding.Take(part, startsKeyFrame);
            if (answer.Ask is { } ask)
            {
                seat.Say(ask);
            }

            if (!answer.IsWhole)
            {
                return;
            }

            var at = clock.GetTimestamp();
            seat.Say(decoding.Painted(clock.GetElapsedTime(arrived, at)));
            masks = decoding.Masks ?? masks;
            Note(at);
        }
    }

    private Seen? Read(long at)
    {
        var picture = decoding.Picture;
        if (picture.Width != Layout.ScreenWidth || picture.Height != Layout.ScreenHeight)
        {
            return null;
        }

        var corner = StepMarker.Read(picture, 0, 0);
        return new Seen(at, corner, end is var (x, y) ? StepMarker.Read(picture, x, y) : corner, Wire?.Received ?? 0);
    }

    private void Note(long at)
    {
        if (Read(at) is not { } now)
        {
            return;
        }

        seen.Add(now);
        if (wanted.TryPeek(out var step) && now.Step >= step && !now.IsTorn)
        {
            kept.Add(new Kept(now.Step, Copy(), decoding.Number, at));
            while (wanted.TryPeek(out step) && step <= now.Step)
            {
                wanted.Dequeue();
            }
        }
    }

    private Frame Copy()
    {
        var copy = new Frame(decoding.Picture.Width, decoding.Picture.Height);
        decoding.Picture.Pixels.CopyTo(copy.Pixels, 0);
        return copy;
    }
}
