using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>
/// The picture's whole way out: Viewers, capture thread, upload stream. The session opens, holds and closes it
/// and is the only one that calls it, one call at a time; nothing here blocks.
/// </summary>
internal sealed class PictureFlow
{
    private readonly Func<IScreenSource> openScreen;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Action screenLost;
    private readonly Uploads uploads;
    private readonly ViewerBook viewers = new();
    private CaptureLoop? capture;

    /// <param name="openScreen">Opens the screen; called once, on the first <see cref="Flow"/>.</param>
    /// <param name="allowed">The session's word on whether a picture may leave now. Must not block.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">For what broke.</param>
    /// <param name="screenLost">Called from the capture thread where the screen cannot be captured any more.</param>
    public PictureFlow(
        Func<IScreenSource> openScreen, Func<bool> allowed, TimeProvider clock, ILogger log, Action screenLost)
    {
        this.openScreen = openScreen;
        this.clock = clock;
        this.log = log;
        this.screenLost = screenLost;
        uploads = new Uploads(allowed, clock);
    }

    /// <inheritdoc cref="ViewerBook.AnyReady"/>
    public bool SomebodyWatches => viewers.AnyReady;

    /// <inheritdoc cref="ViewerBook.OnlyOtherVersions"/>
    public bool OnlyOtherVersions => viewers.OnlyOtherVersions;

    /// <summary>Control messages that made no sense, and those of Viewers that have not said hello.</summary>
    public long Ignored { get; private set; }

    /// <summary>What the upload stream reads; from now on there can be something in it. Only after the grant is in the log.</summary>
    public ChannelReader<byte[]> Connect()
    {
        uploads.Start();
        return uploads.Envelopes;
    }

    /// <summary>Pictures flow from now on, beginning with a key frame.</summary>
    /// <exception cref="ScreenLostException">The screen cannot be captured.</exception>
    public void Flow()
    {
        uploads.Open();
        if (capture is null)
        {
            capture = new CaptureLoop(openScreen(), uploads, clock, log, screenLost);
        }
        else
        {
            capture.Wake();
        }
    }

    /// <summary>Nothing is captured or sent from now on.</summary>
    public void Hold() => uploads.Hold();

    /// <summary>Nothing is captured or sent ever again.</summary>
    public void Close()
    {
        uploads.Close();
        capture?.Stop();
    }

    /// <summary>After <see cref="Close"/>: waits until the screen has been given back.</summary>
    public bool WaitForEnd(TimeSpan atMost) => capture?.WaitForEnd(atMost) ?? true;

    /// <summary>A Viewer has come.</summary>
    /// <returns>The hello to send to it, or null.</returns>
    public byte[]? ViewerJoined(int viewer) => viewers.Come(viewer);

    /// <summary>A Viewer has gone.</summary>
    public void ViewerLeft(int viewer)
    {
        viewers.Go(viewer);
        if (!viewers.AnyReady)
        {
            uploads.Hold();
        }
    }

    /// <summary>No Viewer is there: another session begins.</summary>
    public void ForgetViewers() => viewers.Clear();

    /// <summary>A Viewer's hello has come.</summary>
    /// <returns>True where it can see pictures from now on; its first must be a key frame.</returns>
    public bool Exchanged(int viewer, byte[] message)
    {
        var ready = viewers.Hear(viewer, message);
        if (ready)
        {
            uploads.WishKeyFrame(atOnce: true);
        }

        return ready;
    }

    /// <summary>The Relay wants a key frame.</summary>
    public void KeyFrameNeeded()
    {
        uploads.WishKeyFrame(atOnce: false);
        capture?.Wake();
    }

    /// <summary>A control envelope has come. What makes no sense is ignored and counted.</summary>
    public void EnvelopeArrived(byte[] envelope)
    {
        if (!EnvelopeHeader.TryRead(envelope, out var head)
            || head.Channel != EnvelopeChannel.Control
            || !viewers.IsReady(unchecked((int)head.Viewer)))
        {
            Ignored++;
            return;
        }

        switch (ControlMessage.Read(envelope.AsSpan(EnvelopeHeader.Size)))
        {
            case ControlMessage.Painted painted:
                uploads.Painted(painted.Frame);
                capture?.Wake();
                break;
            case ControlMessage.Ping ping:
                uploads.Pong((int)head.Viewer, ping.Sent);
                break;
            case ControlMessage.KeyFrameRequest:
                KeyFrameNeeded();
                break;
            default:
                Ignored++;
                break;
        }
    }
}
