using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// What the Relay says to the session. It can bring Viewers, ask for key frames, hold everything back while
/// its log cannot be written, and end the session; it cannot allow or resume anything, nor make a Viewer see.
/// </summary>
internal sealed class RelayWords(
    SessionStanding standing,
    ExchangeDesk exchange,
    ViewerDesk viewers,
    CommandDesk commands,
    FurtherDesk further,
    PictureFlow pictures,
    ReceiptDesk receipts,
    UnloggedDesk unlogged,
    Reconnection reconnection,
    SessionEnding ending) : IRelayEvents
{
    /// <inheritdoc/>
    public void Offered(SessionOffer offer, byte[] statement, byte[] signature)
    {
        lock (standing.Gate)
        {
            exchange.Offered(offer, statement, signature);
        }
    }

    /// <inheritdoc/>
    public void ViewerJoined(int viewer)
    {
        lock (standing.Gate)
        {
            if (HasSession)
            {
                viewers.Joined(viewer);
            }
        }
    }

    /// <inheritdoc/>
    public void ViewerLeft(int viewer)
    {
        lock (standing.Gate)
        {
            if (HasSession)
            {
                further.Left(viewer);
                viewers.Left(viewer);
            }
            else
            {
                exchange.Left(viewer);
            }
        }
    }

    /// <inheritdoc/>
    public void Exchanged(int viewer, byte[] message)
    {
        lock (standing.Gate)
        {
            if (HasSession)
            {
                viewers.Exchanged(viewer, message);
            }
            else
            {
                exchange.Heard(viewer, message);
            }
        }
    }

    /// <inheritdoc/>
    public void EnvelopeArrived(byte[] envelope)
    {
        lock (standing.Gate)
        {
            if (HasSession)
            {
                commands.EnvelopeArrived(envelope);
            }
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
    public void Receipted(byte[] receipt)
    {
        lock (standing.Gate)
        {
            if (HasSession)
            {
                receipts.Countersigned(receipt);
            }
        }
    }

    /// <inheritdoc/>
    public void LogUnavailable(bool unavailable)
    {
        lock (standing.Gate)
        {
            if (HasSession)
            {
                unlogged.Set(unavailable);
            }
        }
    }

    /// <inheritdoc/>
    public void Ended(EndReason reason)
    {
        lock (standing.Gate)
        {
            if (standing.State == SessionState.Requested)
            {
                exchange.Broke(reason switch
                {
                    EndReason.TooManyTries => CodeTrouble.TooManyTries,
                    EndReason.CodeExpired => CodeTrouble.ExpiredCode,
                    _ => CodeTrouble.ExchangeFailed,
                });
                return;
            }

            ending.EndByRelay(reason);
        }
    }

    /// <inheritdoc/>
    public void ConnectionLost()
    {
        lock (standing.Gate)
        {
            if (standing.State == SessionState.Requested)
            {
                exchange.Broke(CodeTrouble.RelayUnreachable);
                return;
            }

            unlogged.Forget();
            reconnection.Begin(this);
        }
    }

    private bool HasSession => standing.State != SessionState.Requested && !standing.IsOver;
}
