using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Agents whose session is over, on a connection that is in none: known by the seat that they had.</summary>
internal sealed class FormerSeats(SessionStore store, JoinLimits limits, TimeProvider clock)
{
    /// <summary>How long after the end they are heard: the good-bye stands open for as long as somebody reads it.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(30);

    /// <summary>The session of whoever shows its Agent's seat. A token that seats nobody counts as a wrong code.</summary>
    /// <param name="version">The Agent's.</param>
    /// <param name="session">Which.</param>
    /// <param name="seat">The token of its ticket.</param>
    /// <param name="address">Where it comes from.</param>
    /// <returns>Null where it is nobody who was there, too early, or too late; and where too many wrong ones came from there.</returns>
    public async Task<SessionRow?> Find(int version, Guid session, byte[] seat, string address)
    {
        if (version != HubContract.ProtocolVersion || !limits.TryTake(address, out _))
        {
            return null;
        }

        if (await store.FindSession(session, CancellationToken.None) is not { } found || !SeatToken.Fits(seat, found.Session.SeatHash))
        {
            return null;
        }

        limits.GiveBack(address);
        var row = found.Session;
        return SessionLifecycle.IsOver(row.State) && row.Ended + Within >= clock.GetUtcNow() ? row : null;
    }
}
