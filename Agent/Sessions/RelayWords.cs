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
    /// <summary>
    /// Why the session that is being joined is over already: the Relay's word or the loss of the connection may come
    /// between its answer and our first step. Under the lock.
    /// </summary>
    public EndReason? EndedEarly { get; private set; }

    /// <summary>Another code is tried. Called under the lock.</summary>
    public void Forget() => EndedEarly = null;

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
            var believed = Believable(reason);
            if (standing.State == SessionState.Requested)
            {
                EndedEarly ??= believed;
                return;
            }

            ending.End(believed, tell: false);
        }
    }

    /// <inheritdoc/>
    public void ConnectionLost()
    {
        lock (standing.Gate)
        {
            if (standing.State == SessionState.Requested)
            {
                // Where nothing was joined, the next code dials again.
                EndedEarly ??= EndReason.RelayLost;
                _ = line.HangUp();
                return;
            }

            ending.End(EndReason.RelayLost, tell: false);
        }
    }

    // Only what the Relay can know better than the Agent. Whatever the customer or the Agent would have done, the Agent
    // knows itself, and the customer must not read that they declined what they allowed.
    private EndReason Believable(EndReason reason) => reason switch
    {
        EndReason.StoppedByTechnician or EndReason.TechnicianLost or EndReason.TimeUp or EndReason.RelayStopped => reason,
        EndReason.NoAnswer when standing.Grant is null => reason,
        _ => EndReason.Fault,
    };
}
