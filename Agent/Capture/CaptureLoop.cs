using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Uplink.Pacing;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Capture;

/// <summary>Where encoded frames go, and what holds them back.</summary>
internal interface IFrameOutlet
{
    /// <summary>Whether the session allows a picture now and somebody is there to see it. Asked before every fetch and every send.</summary>
    bool MaySend { get; }

    /// <summary>Whether there is room for one frame more.</summary>
    bool HasRoom { get; }

    /// <summary>Whether a frame is wished for as soon as it may come, though nothing changes: a key frame, or to heal.</summary>
    bool WantsFrame { get; }

    /// <summary>What the next frame should be like; asking takes away the wish for a key frame, and what is to be healed.</summary>
    SendPlan TakePlan();

    /// <summary>Sends a frame, or drops it where <see cref="MaySend"/> has become false meanwhile.</summary>
    void Send(FrameDelta delta);

    /// <summary>Takes a seek point behind the frame that was sent last.</summary>
    void Keep(SeekDraft draft)
    {
    }

    /// <summary>Takes tiles that go with the last seek point.</summary>
    void Keep(IReadOnlyList<SlotTile> tiles)
    {
    }
}

/// <summary>
/// The thread that captures. It sleeps while nothing may be sent, nothing has changed or too much is on the way,
/// so that damage merges in the X server instead of queueing here.
/// </summary>
internal sealed class CaptureLoop
{
    /// <summary>At most 60 frames a second: no screen and no browser shows more.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1) / 60;

    private readonly IScreenSource source;
    private readonly IFrameOutlet outlet;
    private readonly FrameEncoder encoder;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Action failed;
    private readonly Thread thread;
    private long lastFetch;
    private volatile bool waitsForRoom;
    private volatile bool stopped;

    /// <param name="source">The screen; the loop disposes it when it ends.</param>
    /// <param name="outlet">Where frames go.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">For what broke.</param>
    /// <param name="failed">Called on the loop's thread, once, where the screen is lost.</param>
    /// <param name="encoding">How pictures are encoded; null for without photographs.</param>
    public CaptureLoop(IScreenSource source, IFrameOutlet outlet, TimeProvider clock, ILogger log, Action failed, EncoderOptions? encoding = null)
    {
        this.source = source;
        this.outlet = outlet;
        encoder = new FrameEncoder(encoding);
        this.clock = clock;
        this.log = log;
        this.failed = failed;
        lastFetch = clock.GetTimestamp() - clock.TimestampFrequency;
        thread = new Thread(Run) { IsBackground = true, Name = "capture" };
        thread.Start();
    }

    /// <summary>Something that the loop waits for has changed. From any thread.</summary>
    public void Wake() => source.Wake();

    /// <summary>The line has become freer: as <see cref="Wake"/>, where the loop waits for that. From any thread.</summary>
    public void WakeForRoom()
    {
        if (waitsForRoom)
        {
            source.Wake();
        }
    }

    /// <summary>Ends the loop. Nothing is sent any more once this returns; the thread cleans up by itself.</summary>
    public void Stop()
    {
        stopped = true;
        source.Wake();
    }

    /// <summary>Waits until the thread has cleaned up.</summary>
    public bool WaitForEnd(TimeSpan atMost) => thread.Join(atMost);

    private void Run()
    {
        try
        {
            while (!stopped)
            {
                Step();
            }
        }
        catch (Exception problem) when (problem is ScreenLostException or InvalidOperationException or ArgumentException)
        {
            log.LogError(problem, "The screen cannot be captured any more.");
            failed();
        }
        finally
        {
            source.Dispose();
        }
    }

    private void Step()
    {
        if (!outlet.MaySend)
        {
            source.Sleep(atMost: null, untilChange: false);
            return;
        }

        // Said before it is asked: room that comes after the answer wakes.
        waitsForRoom = true;
        if (!outlet.HasRoom)
        {
            // An acknowledgement wakes it; the limit is for a key frame that was asked for too early.
            source.Sleep(KeyFrameTurns.Apart, untilChange: false);
            return;
        }

        var early = Shortest - clock.GetElapsedTime(lastFetch);
        if (early > TimeSpan.Zero)
        {
            source.Sleep(early, untilChange: false);
            return;
        }

        // 1 capture
        lastFetch = clock.GetTimestamp();
        var change = source.Fetch();
        var capturedAt = AgentClock.Microseconds(clock);

        // 2 compare with the last frame sent   3 encode
        var plan = outlet.TakePlan();
        waitsForRoom = plan.RepairBytes == 0;
        var delta = encoder.Next(change, capturedAt, plan);

        // 4 seal   5 send
        if (delta is not null && !stopped)
        {
            outlet.Send(delta);
            if (encoder.TakeSeekTiles() is { Count: > 0 } tiles)
            {
                outlet.Keep(tiles);
            }

            if (encoder.TakeDraft() is { } draft)
            {
                outlet.Keep(draft);
            }
        }

        if (encoder.TidyIfDue(capturedAt))
        {
            source.Tidy();
        }

        // Whatever comes first: a change, somebody's wish, or a wish that was too early, or what the encoder has left to do.
        var due = outlet.WantsFrame ? KeyFrameTurns.Apart : encoder.NextWork;
        source.Sleep(encoder.TidyIn(capturedAt) is { } tidy && (due is null || tidy < due) ? tidy : due, untilChange: true);
    }
}
