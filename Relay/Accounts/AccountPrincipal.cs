using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Accounts;

/// <summary>Puts name and organisation into the cookie, beside what Identity puts there (id, stamp, roles).</summary>
internal sealed class AccountPrincipal(UserManager<Account> accounts, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account>(accounts, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(AccountClaims.Name, user.Name));
        identity.AddClaim(new Claim(AccountClaims.Organisation, user.Organisation));
        return identity;
    }
}
