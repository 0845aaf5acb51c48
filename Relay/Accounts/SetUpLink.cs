using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// The one-time link that makes the first administrator. Each start of a Relay without an account makes a new one;
/// the database has only its hash, and loses that with the first account, for ever.
/// </summary>
public sealed class SetUpLink(IDbContextFactory<RelayDb> databases)
{
    private const string Setting = "setUp.tokenHash";

    private const int TokenBytes = 32;

    /// <summary>Makes a new token and kills the one before.</summary>
    /// <returns>The token, or null where there is an account.</returns>
    public async Task<string?> Issue(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Users.AnyAsync(cancel))
        {
            return null;
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        await db.Settings.Where(row => row.Key == Setting).ExecuteDeleteAsync(cancel);
        db.Settings.Add(new SettingRow { Key = Setting, Value = Hash(token) });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return token;
    }

    /// <summary>Whether the token is good just now.</summary>
    public async Task<bool> IsOpen(string token, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Find(db, token, cancel) is not null;
    }

    /// <summary>Takes the token, in the transaction that makes the account: of many at once, one gets it.</summary>
    /// <exception cref="LinkIsDeadException">It is not good, or not any more.</exception>
    internal static async Task Take(RelayDb db, string token, CancellationToken cancel) =>
        db.Settings.Remove(await Find(db, token, cancel) ?? throw new LinkIsDeadException());

    private static async Task<SettingRow?> Find(RelayDb db, string token, CancellationToken cancel)
    {
        var row = await db.Settings.FirstOrDefaultAsync(setting => setting.Key == Setting, cancel);
        return row is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(row.Value), Encoding.ASCII.GetBytes(Hash(token)))
            && !await db.Users.AnyAsync(cancel)
            ? row
            : null;
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>The set-up link is not good, or not any more.</summary>
public sealed class LinkIsDeadException() : Exception("The set-up link is not good.");
