using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Accounts;

/// <summary>Links that set password and factor of an account: one for an account, once, for three days; only the hash is kept.</summary>
public sealed class Invitations(IDbContextFactory<RelayDb> databases, TimeProvider clock)
{
    /// <summary>How long a link is good: over a weekend.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(72);

    private const int TokenBytes = 32;

    /// <summary>A new link, to be kept by <see cref="Keep"/>.</summary>
    internal (string Token, DateTimeOffset Until) Draw() =>
        (Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes)), clock.GetUtcNow() + Lifetime);

    /// <summary>Keeps a link in the transaction that invites; the one before is dead.</summary>
    internal static async Task Keep(RelayDb db, string account, string token, DateTimeOffset until, CancellationToken cancel)
    {
        await db.Invitations.Where(row => row.AccountId == account).ExecuteDeleteAsync(cancel);
        db.Invitations.Add(new InvitationRow { AccountId = account, TokenHash = Hash(token), Until = until });
    }

    /// <summary>Whom a link is for; null where it is not good, or not any more.</summary>
    public async Task<Account?> Find(string token, CancellationToken cancel)
    {
        var (hash, now) = (Hash(token), clock.GetUtcNow());
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Invitations.Where(row => row.TokenHash == hash && row.Until > now)
            .Join(db.Users, row => row.AccountId, account => account.Id, (_, account) => account)
            .AsNoTracking()
            .FirstOrDefaultAsync(account => account.Disabled == null, cancel);
    }

    /// <summary>Takes a link, in the transaction that uses it: of many at once, one gets it.</summary>
    /// <exception cref="LinkIsDeadException">It is not good, or not any more.</exception>
    internal async Task Take(RelayDb db, string account, string token, CancellationToken cancel)
    {
        var (hash, now) = (Hash(token), clock.GetUtcNow());
        if (await db.Invitations.Where(row => row.AccountId == account && row.TokenHash == hash && row.Until > now).ExecuteDeleteAsync(cancel) == 0)
        {
            throw new LinkIsDeadException();
        }
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
