using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>Hears one connection, until it is lost or given up: what still comes on it after that is of no session.</summary>
/// <param name="session">Who wants to hear it.</param>
/// <param name="lost">Told first, and once, when the connection is lost.</param>
internal sealed class LineEar(IRelayEvents session, Action<LineEar> lost) : IRelayEvents
{
    private int closed;

    private bool IsOpen => Volatile.Read(ref closed) == 0;

    /// <summary>Hears nothing any more.</summary>
    /// <returns>False where it had been closed before.</returns>
    public bool Close() => Interlocked.Exchange(ref closed, 1) == 0;

    /// <inheritdoc/>
    public void Offered(SessionOffer offer, byte[] statement, byte[] signature)
    {
        if (IsOpen)
        {
            session.Offered(offer, statement, signature);
        }
    }

    /// <inheritdoc/>
    public void ViewerJoined(int viewer)
    {
        if (IsOpen)
        {
            session.ViewerJoined(viewer);
        }
    }

    /// <inheritdoc/>
    public void ViewerLeft(int viewer)
    {
        if (IsOpen)
        {
            session.ViewerLeft(viewer);
        }
    }

    /// <inheritdoc/>
    public void Exchanged(int viewer, byte[] message)
    {
        if (IsOpen)
        {
            session.Exchanged(viewer, message);
        }
    }

    /// <inheritdoc/>
    public void EnvelopeArrived(byte[] envelope)
    {
        if (IsOpen)
        {
            session.EnvelopeArrived(envelope);
        }
    }

    /// <inheritdoc/>
    public void KeyFrameNeeded()
    {
        if (IsOpen)
        {
            session.KeyFrameNeeded();
        }
    }

    /// <inheritdoc/>
    public void Receipted(byte[] receipt)
    {
        if (IsOpen)
        {
            session.Receipted(receipt);
        }
    }

    /// <inheritdoc/>
    public void LogUnavailable(bool unavailable)
    {
        if (IsOpen)
        {
            session.LogUnavailable(unavailable);
        }
    }

    /// <inheritdoc/>
    public void Ended(EndReason reason)
    {
        if (IsOpen)
        {
            session.Ended(reason);
        }
    }

    /// <inheritdoc/>
    public void ConnectionLost()
    {
        if (Close())
        {
            lost(this);
            session.ConnectionLost();
        }
    }
}
