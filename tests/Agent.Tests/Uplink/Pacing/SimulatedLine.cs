using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Uplink.Pacing;

namespace RemoteAssist.Agent.Tests.Uplink.Pacing;

/// <summary>The way from an Agent to one Viewer's screen: bytes leave it one after another, and everything takes its time.</summary>
/// <param name="pace">Told what is painted.</param>
/// <param name="viewer">Whose line it is.</param>
/// <param name="bytesPerSecond">What it carries.</param>
/// <param name="oneWay">What the last bit takes, each way.</param>
internal sealed class SimulatedLine(Pace pace, int viewer, double bytesPerSecond, TimeSpan oneWay)
{
    private readonly Queue<(uint Frame, TimeSpan Due)> answers = new();
    private TimeSpan free;
    private TimeSpan lastDue;

    /// <summary>What it carries from now on.</summary>
    public double BytesPerSecond { get; set; } = bytesPerSecond;

    /// <summary>Up to how much later something arrives, at random.</summary>
    public TimeSpan Wobble { get; set; }

    /// <summary>How long the Viewer takes to paint a frame, one after another.</summary>
    public TimeSpan Painting { get; set; }

    /// <summary>Whether its page is hidden: nothing is painted.</summary>
    public bool Hidden { get; set; }

    /// <summary>When each frame was there, by its number.</summary>
    public Dictionary<uint, TimeSpan> Arrived { get; } = [];

    /// <summary>When each frame was on the screen.</summary>
    public Dictionary<uint, TimeSpan> Shown { get; } = [];

    private readonly Lcg dice = new(7);
    private TimeSpan painted;

    /// <summary>Nothing passes for so long.</summary>
    public void Stall(TimeSpan length, TimeSpan now) => free = (free > now ? free : now) + length;

    public void Send(uint frame, long bytes, TimeSpan now)
    {
        free = (free > now ? free : now) + TimeSpan.FromSeconds(bytes / BytesPerSecond);
        var arrival = free + oneWay + (Wobble * (dice.Next(1_000) / 1_000.0));
        Arrived[frame] = arrival;
        painted = (painted > arrival ? painted : arrival) + Painting;
        Shown[frame] = painted;
        var due = painted + oneWay;
        lastDue = due > lastDue ? due : lastDue;
        if (!Hidden)
        {
            answers.Enqueue((frame, lastDue));
        }
    }

    /// <summary>Tells of what is painted by now.</summary>
    public void Answer(TimeSpan now)
    {
        while (answers.TryPeek(out var next) && next.Due <= now)
        {
            answers.Dequeue();
            pace.Painted(viewer, next.Frame, Shown[next.Frame] - Arrived[next.Frame]);
        }
    }
}

/// <summary>An Agent that always has something to show, on a clock that goes by the millisecond.</summary>
internal sealed class BusyAgent
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly ManualClock clock = new();
    private readonly Dictionary<int, SimulatedLine> lines = [];
    private TimeSpan nextCapture;
    private uint frame;

    public BusyAgent() => Pace = new Pace(clock);

    public Pace Pace { get; }

    public TimeSpan Now => Pace.Now;

    /// <summary>When each frame left, how large it was, and by what plan.</summary>
    public Dictionary<uint, (TimeSpan At, long Bytes, SendPlan Plan)> Sent { get; } = [];

    /// <summary>How large a frame becomes by its plan: as large as it may, and never more than a screen.</summary>
    public Func<SendPlan, long> Size { get; set; } = plan => Math.Min(plan.MostBytes, 300_000);

    public SimulatedLine Joins(int viewer, double bytesPerSecond, double roundTripMs)
    {
        Pace.Admit(viewer);
        return lines[viewer] = new SimulatedLine(Pace, viewer, bytesPerSecond, TimeSpan.FromMilliseconds(roundTripMs / 2));
    }

    /// <summary>Lets time pass; a frame is captured whenever there is room, 60 times a second at most.</summary>
    public void Run(TimeSpan time)
    {
        for (var end = Now + time; Now < end;)
        {
            clock.Advance(Tick);
            foreach (var line in lines.Values)
            {
                line.Answer(Now);
            }

            if (Now >= nextCapture && Pace.HasRoom)
            {
                Capture();
            }
        }
    }

    /// <summary>Lets time pass in which nothing changes on the screen.</summary>
    public void Rest(TimeSpan time)
    {
        nextCapture = Now + time;
        Run(time - Tick);
    }

    /// <summary>Bytes that left in the last while, a second.</summary>
    public double Rate(TimeSpan last) => Sent.Values.Where(s => s.At > Now - last).Sum(s => s.Bytes) / last.TotalSeconds;

    /// <summary>Of the frames that left in the last while: from the capture to the Viewer, the longest.</summary>
    public TimeSpan WorstDelay(SimulatedLine line, TimeSpan last) => Sent.Where(s => s.Value.At > Now - last).Max(s => line.Arrived[s.Key] - s.Value.At);

    private void Capture()
    {
        nextCapture = Now + (TimeSpan.FromSeconds(1) / 60);
        var plan = Pace.Plan(keyFrame: frame == 0, []);
        var bytes = Math.Max(100, Size(plan));
        frame++;
        Sent[frame] = (Now, bytes, plan);
        foreach (var line in lines.Values)
        {
            line.Send(frame, bytes, Now);
        }

        Pace.Sent(frame, bytes, keyFrame: frame == 1);
    }
}
