using System.Collections.Concurrent;
using System.Security.Claims;

namespace RemoteAssist.Relay.Hubs;

/// <summary>
/// Connections of people who are signed in, so that they can be closed when the sign-in ends: the cookie was looked at when
/// the connection began, and a connection may last for hours.
/// </summary>
internal sealed class SignedInConnections
{
    private readonly ConcurrentDictionary<string, SignedInConnection> here = new(StringComparer.Ordinal);

    /// <summary>A connection has begun. Whoever calls looks at the sign-in after this, not before.</summary>
    public void Enter(string connection, SignedInConnection who) => here[connection] = who;

    /// <summary>It is gone.</summary>
    public void Leave(string connection) => here.TryRemove(connection, out _);

    /// <summary>Closes those that fit, at once.</summary>
    public void Close(Func<SignedInConnection, bool> which)
    {
        foreach (var (connection, who) in here)
        {
            if (which(who) && here.TryRemove(connection, out _))
            {
                who.Abort();
            }
        }
    }
}

/// <summary>One connection of somebody who is signed in.</summary>
/// <param name="Account">Whose.</param>
/// <param name="SignIn">By which sign-in.</param>
/// <param name="Abort">Closes it.</param>
internal sealed record SignedInConnection(string Account, Guid? SignIn, Action Abort);

/// <summary>Says whether somebody is still signed in.</summary>
internal interface ISignInCheck
{
    /// <summary>True while the sign-in that this person came with has not ended.</summary>
    Task<bool> IsGood(ClaimsPrincipal person, CancellationToken cancel);
}
