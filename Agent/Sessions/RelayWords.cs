using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// What the Relay says to the session. It can bring Viewers, ask for key frames and end the session; it cannot
/// allow or resume anything.
/// </summary>
internal sealed class RelayWords(
    SessionStanding standing,
    RelayLine line,
    PictureFlow pictures,
    LivePicture live,
    SessionEnding ending) : IRelayEvents
{
    /// <inheritdoc/>
    public void ViewerJoined(int viewer)
    {
        lock (standing.Gate)
        {
            if (!standing.IsOver && pictures.ViewerJoined(viewer) is { } hello)
            {
                _ = line.Greet(viewer, hello);
            }
        }
    }

    /// <inheritdoc/>
    public void ViewerLeft(int viewer)
    {
        lock (standing.Gate)
        {
            pictures.ViewerLeft(viewer);
            live.ShowBanner();
        }
    }

    /// <inheritdoc/>
    public void Exchanged(int viewer, byte[] message)
    {
        lock (standing.Gate)
        {
            if (!standing.IsOver && pictures.Exchanged(viewer, message))
            {
                live.LetThemSee();
            }

            live.ShowBanner();
        }
    }

    /// <inheritdoc/>
    public void EnvelopeArrived(byte[] envelope)
    {
        lock (standing.Gate)
        {
            pictures.EnvelopeArrived(envelope);
        }
    }

    /// <inheritdoc/>
    public void KeyFrameNeeded()
    {
        lock (standing.Gate)
        {
            pictures.KeyFrameNeeded();
        }
    }

    /// <inheritdoc/>
    public void Ended(EndReason reason)
    {
        lock (standing.Gate)
        {
            // Before a code held there is no session that could end.
            if (standing.State != SessionState.Requested)
            {
                ending.End(Enum.IsDefined(reason) ? reason : EndReason.Fault, tell: false);
            }
        }
    }

    /// <inheritdoc/>
    public void ConnectionLost()
    {
        lock (standing.Gate)
        {
            if (standing.State == SessionState.Requested)
            {
                // Nothing was joined: the next code dials again.
                _ = line.HangUp();
                return;
            }

            ending.End(EndReason.RelayLost, tell: false);
        }
    }
}
