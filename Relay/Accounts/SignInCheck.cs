using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Accounts;

/// <summary>Looks a sign-in up for the hub, as <see cref="SignIns.Validate"/> does for pages.</summary>
internal sealed class SignInCheck(IDbContextFactory<RelayDb> databases, TimeProvider clock) : ISignInCheck
{
    public async Task<bool> IsGood(ClaimsPrincipal person, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await SignIns.IsGood(db, person, clock.GetUtcNow(), cancel);
    }
}
