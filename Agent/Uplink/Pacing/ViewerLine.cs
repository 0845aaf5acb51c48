using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink.Pacing;

/// <summary>
/// The way from here to one Viewer's screen, as its acknowledgements tell: what is in flight, how long the line takes
/// when nothing waits, how much it carries. All times are of one clock.
/// </summary>
internal sealed class ViewerLine(TimeSpan since)
{
    /// <summary>
    /// How long a queue on the line may be: enough that it does not run dry between an acknowledgement and the next frame
    /// (30 ms are two turns of a 60 Hz screen), too little to be felt.
    /// </summary>
    public static readonly TimeSpan Queue = TimeSpan.FromMilliseconds(30);

    /// <summary>Frames that may be at the Viewer at once besides those that travel: one being painted, one behind it.</summary>
    public const int AtTheViewer = 2;

    /// <summary>
    /// The round trip shows in a frame that is alone on the line and takes it for no longer than twice this. Where none
    /// comes by itself, one is made so.
    /// </summary>
    public static readonly TimeSpan ProbeTime = TimeSpan.FromMilliseconds(5);

    // A packet: no line takes long for it.
    private const int ProbeBytes = 1500;

    // Where frames are large whatever is asked of them, no more of them than this must be alone.
    private static readonly TimeSpan AloneEvery = TimeSpan.FromSeconds(1);

    // Longer than the round trip by this: something waited. Less is the wobble of two busy machines.
    private static readonly TimeSpan Wobble = TimeSpan.FromMilliseconds(20);

    // A Viewer that is silent for longer has its page hidden, or its line down.
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(2);

    // A Viewer that never answers leaves no more behind than this.
    private const int MostFlights = 256;

    private readonly Queue<Flight> flights = new();
    private readonly LeastRoundTrip roundTrip = new();
    private readonly DeliveryRate rate = new();
    private readonly PaintRate paints = new();
    private TimeSpan? lastAlone;
    private TimeSpan lastArrival = since;
    private (long Bytes, TimeSpan Took) smallest = (long.MaxValue, default);

    /// <summary>How this Viewer would have the picture.</summary>
    public ViewQuality Wish { get; set; }

    /// <summary>Bytes sent that it has not acknowledged.</summary>
    public long InFlight { get; private set; }

    /// <summary>Bytes a second that the line carries; null while that is not known.</summary>
    public double? Rate => rate.Value;

    /// <summary>
    /// What the line takes to and fro when nothing waits; null before the first answer. As long as only large frames were
    /// answered, a half of what the smallest took: the other half may have been its bytes.
    /// </summary>
    public TimeSpan? RoundTrip => roundTrip.Value ?? (smallest.Bytes < long.MaxValue ? smallest.Took / 2 : null);

    /// <summary>Whether nothing is on the way.</summary>
    public bool IsIdle => flights.Count == 0;

    /// <summary>Whether it acknowledges what it is sent.</summary>
    public bool IsAnswering(TimeSpan now) => flights.Count == 0 || now - flights.Peek().SentAt < Silent;

    /// <summary>Whether the next frame should be alone on the line, and small.</summary>
    public bool WantsProbe(TimeSpan now) => RoundTrip is not null && roundTrip.IsOld(now) && !(now - lastAlone < AloneEvery);

    /// <summary>Whether a frame of about this size may follow now.</summary>
    public bool HasRoom(double expected, TimeSpan now)
    {
        if (flights.Count == 0)
        {
            return true;
        }

        if (roundTrip.Value is null && flights.Count < AtTheViewer && !WantsProbe(now))
        {
            // What little is known cannot tell a long line from a thin one; two frames behind each other can.
            return true;
        }

        if (RoundTrip is not { } least || WantsProbe(now) || flights.Count >= AtTheViewer + paints.During(least))
        {
            return false;
        }

        return Rate is not { } carries
            || InFlight + (Math.Min(expected, carries * Queue.TotalSeconds) / 2) <= carries * (least + Queue).TotalSeconds;
    }

    /// <summary>A frame has been sent.</summary>
    public void Sent(uint frame, long bytes, bool keyFrame, TimeSpan now)
    {
        if (keyFrame || flights.Count == MostFlights)
        {
            // What was on the way before a key frame may never be painted; nobody has to wait for it.
            flights.Clear();
            InFlight = 0;
        }

        var alone = flights.Count == 0;
        if (alone)
        {
            lastAlone = now;
        }

        flights.Enqueue(new Flight(frame, bytes, now, alone));
        InFlight += bytes;
    }

    /// <summary>It has this frame on its screen, and all before it.</summary>
    /// <param name="frame">The frame; one that is not on the way is passed over.</param>
    /// <param name="held">For how long it had it before it said so.</param>
    /// <param name="now">When it was heard.</param>
    public void Painted(uint frame, TimeSpan held, TimeSpan now)
    {
        if (flights.Count == 0 || frame < flights.Peek().Frame || frame > flights.Last().Frame)
        {
            return;
        }

        var first = flights.Peek();
        var last = first;
        var (bytes, frames) = (0L, 0);
        while (flights.TryPeek(out var flight) && flight.Frame <= frame)
        {
            last = flights.Dequeue();
            bytes += last.Bytes;
            frames++;
        }

        InFlight -= bytes;
        paints.Take(frames, now);

        // When its last byte was there, told by our clock and later by the way back. A Viewer cannot have held it for longer than it was gone.
        var arrival = held < now - last.SentAt ? now - held : now;
        var took = arrival - last.SentAt;
        if (last.Alone)
        {
            TakeRoundTrip(last.Bytes, took, now);
        }

        // Its bytes were on the line from when they could be there at the earliest, or from when those before them were through.
        var begin = Later(first.SentAt + (roundTrip.Value ?? TimeSpan.Zero), lastArrival);
        rate.Take(bytes, Later(arrival - begin, TimeSpan.Zero), took - roundTrip.Value > Wobble);
        lastArrival = Later(arrival, lastArrival);
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private void TakeRoundTrip(long bytes, TimeSpan took, TimeSpan now)
    {
        if (bytes < smallest.Bytes)
        {
            smallest = (bytes, took);
        }

        var own = Rate is { } carries ? TimeSpan.FromSeconds(bytes / carries) : TimeSpan.MaxValue;
        if (own <= 2 * ProbeTime && own < took)
        {
            roundTrip.Take(took - own, now);
        }
        else if (bytes <= ProbeBytes || took < roundTrip.Value)
        {
            roundTrip.Take(took, now);
        }
    }

    private readonly record struct Flight(uint Frame, long Bytes, TimeSpan SentAt, bool Alone);
}
