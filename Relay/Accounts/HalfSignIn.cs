using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// Somebody whose password fitted and whose second factor is still to come: a cookie of its own, which opens nothing but
/// the pages that ask for the factor, for some minutes.
/// </summary>
public sealed class HalfSignIn(IHttpContextAccessor requests, IDbContextFactory<RelayDb> databases)
{
    /// <summary>The scheme of that cookie; it is never the default, so no other page reads it.</summary>
    public const string Scheme = "RemoteAssist.Half";

    /// <summary>The cookie's name.</summary>
    public const string Cookie = "remoteassist.half";

    /// <summary>How long it is good: enough to fetch a telephone and to install an app on it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string Stamp = "stamp";

    /// <summary>Remembers that the password of this account fitted.</summary>
    public Task Remember(Account account) => Request.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, account.Id), new Claim(Stamp, account.SecurityStamp ?? "")], Scheme)));

    /// <summary>Whose password fitted; null where nobody's did, it is too long ago, or it has been changed since.</summary>
    public async Task<Account?> Who(CancellationToken cancel)
    {
        var read = await Request.AuthenticateAsync(Scheme);
        if (read.Principal?.AccountId() is not { } id)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Users.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel) is { } account
            && account is { Disabled: null, PasswordHash: not null }
            && account.SecurityStamp == read.Principal.FindFirstValue(Stamp)
            ? account
            : null;
    }

    /// <summary>Forgets it: the factor has come.</summary>
    public Task Forget() => Request.SignOutAsync(Scheme);

    private HttpContext Request => requests.HttpContext ?? throw new InvalidOperationException("Only requests sign in.");
}
