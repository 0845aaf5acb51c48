using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// Ends what an account has open. First the sign-ins, in the step's own transaction; after it the live connections. A
/// connection that comes meanwhile either is on the list by then, or finds its sign-in ended when it is put there.
/// </summary>
internal sealed class AccountEnds(SignedInConnections connections, TimeProvider clock)
{
    /// <summary>Ends all sign-ins of an account, whole and half ones, but <paramref name="except"/>.</summary>
    public Task SignInsOf(RelayDb db, Account account, SignInEnd why, CancellationToken cancel, Guid? except = null)
    {
        account.SecurityStamp = Guid.NewGuid().ToString();
        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        return SignIns.End(db.SignIns.Where(row => row.AccountId == account.Id && row.Id != except), why, clock.GetUtcNow(), cancel);
    }

    /// <summary>Closes the live connections of an account, but those of <paramref name="except"/>.</summary>
    public void Connections(string account, Guid? except = null) =>
        connections.Close(one => one.Account == account && (except is null || one.SignIn != except));

    /// <summary>Closes the live connections of one sign-in of an account.</summary>
    public void ConnectionsOf(string account, Guid? signIn) => connections.Close(one => one.Account == account && one.SignIn == signIn);
}
