using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>
/// The whole way out: capture thread, sealing, upload stream. The session opens, holds and closes it and is the only
/// one that calls it, one call at a time; nothing here blocks.
/// </summary>
internal sealed class PictureFlow
{
    private readonly Func<IScreenSource> openScreen;
    private readonly EncoderOptions encoding;
    private readonly ViewerBook book;
    private readonly Func<KnownViewer, IEnumerable<ControlMessage>> greeting;
    private readonly TimeProvider clock;
    private readonly ISealingRandom random;
    private readonly ILogger log;
    private readonly Action screenLost;
    private readonly Action lineFull;
    private readonly Uploads uploads;
    private CaptureLoop? capture;
    private bool connected;

    /// <param name="openScreen">Opens the screen; called once, on the first <see cref="Flow"/>.</param>
    /// <param name="encoding">How pictures are encoded.</param>
    /// <param name="allowed">The session's word on whether a picture may leave now. Must not block.</param>
    /// <param name="book">Who can be sent something.</param>
    /// <param name="greeting">What a viewer is told first on each connection, as things are then.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="random">Where content keys come from.</param>
    /// <param name="log">For what broke.</param>
    /// <param name="screenLost">Called from the capture thread where the screen cannot be captured any more.</param>
    /// <param name="lineFull">Called where the connection does not take what must be said.</param>
    public PictureFlow(
        Func<IScreenSource> openScreen,
        EncoderOptions encoding,
        Func<bool> allowed,
        ViewerBook book,
        Func<KnownViewer, IEnumerable<ControlMessage>> greeting,
        TimeProvider clock,
        ISealingRandom random,
        ILogger log,
        Action screenLost,
        Action lineFull)
    {
        this.openScreen = openScreen;
        this.encoding = encoding;
        this.book = book;
        this.greeting = greeting;
        this.clock = clock;
        this.random = random;
        this.log = log;
        this.screenLost = screenLost;
        this.lineFull = lineFull;
        uploads = new Uploads(allowed, clock, wrapped => RecordKey(wrapped));
    }

    /// <summary>Brings a content key that is wrapped for auditors to the Relay; never throws.</summary>
    public Func<byte[], Task> RecordKey { get; set; } = _ => Task.CompletedTask;

    /// <summary>The session is known.</summary>
    public void Begin(Guid session) =>
        uploads.Begin(new EnvelopeSealer(new FrameSealer(HubContract.ProtocolVersion, session), random));

    /// <summary>
    /// What the upload stream reads; from now on there can be something in it. Only after the grant is in the log, and
    /// anew on each connection.
    /// </summary>
    public ChannelReader<byte[]> Connect()
    {
        var envelopes = uploads.Connect();
        connected = true;
        foreach (var viewer in book.Ready.ToArray())
        {
            Greet(viewer);
        }

        // Whoever got keys before this has woken it in vain.
        capture?.Wake();
        return envelopes;
    }

    /// <summary>The connection is lost: nothing is captured, and nothing that was sealed for it goes out on another.</summary>
    public void Disconnect()
    {
        connected = false;
        uploads.Disconnect();
    }

    /// <summary>Pictures flow from now on, beginning with a key frame.</summary>
    /// <exception cref="ScreenLostException">The screen cannot be captured.</exception>
    public void Flow()
    {
        uploads.Open();
        if (capture is null)
        {
            capture = new CaptureLoop(openScreen(), uploads, clock, log, screenLost, encoding);
        }
        else
        {
            capture.Wake();
        }
    }

    /// <summary>What is sent from now on may be opened by these auditors too; by none where there are none.</summary>
    public void Record(IEnumerable<AuditorCertificate> auditors)
    {
        uploads.Record([.. auditors.Select(auditor => auditor.PublicKey)]);
        capture?.Wake();
    }

    /// <summary>Nothing is captured or sent from now on.</summary>
    public void Hold() => uploads.Hold();

    /// <summary>Nothing is captured or sent ever again.</summary>
    public void Close()
    {
        connected = false;
        uploads.Close();
        capture?.Stop();
    }

    /// <summary>After <see cref="Close"/>: waits until the screen has been given back.</summary>
    public bool WaitForEnd(TimeSpan atMost) => capture?.WaitForEnd(atMost) ?? true;

    /// <summary>A Viewer can be sent something from now on.</summary>
    public void Admit(KnownViewer viewer, ControlSealer keys)
    {
        uploads.Admit(viewer.Number!.Value, keys);
        uploads.Prefer(viewer.Number.Value, viewer.Wish);
        viewer.IsReady = true;
        if (connected)
        {
            Greet(viewer);
        }
    }

    /// <summary>A Viewer's keys are gone; nothing is captured once nobody has any.</summary>
    public void Remove(int viewer)
    {
        uploads.Remove(viewer);
        if (!book.AnyReady)
        {
            uploads.Hold();
        }

        capture?.Wake();
    }

    /// <summary>Says something to a Viewer, now or as soon as it is there.</summary>
    public void Say(KnownViewer viewer, ControlMessage message)
    {
        if (!connected || !viewer.IsReady)
        {
            viewer.Owe(message);
        }
        else if (!uploads.Say(viewer.Number!.Value, message))
        {
            viewer.Owe(message);
            lineFull();
        }
    }

    /// <summary>Says something that means nothing on another connection, and that the next one begins with anyway.</summary>
    public void SayNow(KnownViewer viewer, ControlMessage message)
    {
        if (connected && viewer.IsReady && !uploads.Say(viewer.Number!.Value, message))
        {
            lineFull();
        }
    }

    /// <summary>Sends a chunk behind everything else.</summary>
    public ChunkFate Carry(KnownViewer viewer, ControlMessage.Chunk chunk) =>
        !connected || !viewer.IsReady ? ChunkFate.Held
        : uploads.Carry(viewer.Number!.Value, chunk) ? ChunkFate.Sent
        : ChunkFate.Full;

    /// <summary>Says which commands are done. Where that cannot be said now, it is the first thing on the next connection.</summary>
    public void Acknowledge(KnownViewer viewer) => SayNow(viewer, new ControlMessage.Done(viewer.LastCommand));

    /// <summary>Answers a ping.</summary>
    public void Pong(int viewer, ulong echo) => uploads.Pong(viewer, echo);

    /// <summary>A Viewer has this frame on its screen.</summary>
    public void Painted(int viewer, ControlMessage.Painted painted)
    {
        uploads.Painted(viewer, painted.Frame, TimeSpan.FromMicroseconds(painted.HeldFor));
        capture?.WakeForRoom();
    }

    /// <summary>A Viewer shows tiles otherwise than it should.</summary>
    public void Heal(int viewer, ControlMessage.Differs differs)
    {
        if (differs is not { First: <= int.MaxValue, Count: > 0 and <= int.MaxValue })
        {
            return;
        }

        log.LogWarning("After frame {Frame} viewer {Viewer} shows {Count} tiles from {First} on otherwise than it should", differs.Frame, viewer, differs.Count, differs.First);
        uploads.Heal(differs.Frame, new TileRun((int)differs.First, (int)differs.Count));
        capture?.Wake();
    }

    /// <summary>How a Viewer would have the picture.</summary>
    public CommandRefusal? Prefer(KnownViewer viewer, ViewQuality wish)
    {
        viewer.Wish = wish;
        if (viewer.Number is { } number)
        {
            uploads.Prefer(number, wish);
            capture?.Wake();
        }

        return null;
    }

    /// <summary>The Relay has let fall what a Viewer needed.</summary>
    public void KeyFrameNeeded()
    {
        uploads.WishKeyFrame();
        capture?.Wake();
    }

    /// <summary>A Viewer needs a key frame.</summary>
    public void KeyFrameNeeded(int viewer)
    {
        uploads.WishKeyFrame(viewer);
        capture?.Wake();
    }

    private void Greet(KnownViewer viewer)
    {
        Acknowledge(viewer);
        foreach (var first in greeting(viewer))
        {
            if (!connected || !uploads.Say(viewer.Number!.Value, first))
            {
                // The next connection begins with it again.
                lineFull();
                return;
            }
        }

        while (connected && viewer.IsReady && viewer.TakeOwed(out var message))
        {
            Say(viewer, message!);
        }
    }
}
