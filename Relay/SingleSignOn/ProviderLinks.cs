using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.SingleSignOn;

/// <summary>
/// Links between one's own account and the provider's, as the pages need them. The way to the provider begins with a link and
/// not with a form, which browsers would not let lead to another site; so the password buys a ticket for it.
/// </summary>
internal sealed class ProviderLinks(OwnAccount own, IDataProtectionProvider keys, SingleSignOnSettings? settings = null) : ISingleSignOn
{
    /// <summary>How long a ticket is good: for the next click.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector seal = keys.CreateProtector("RemoteAssist.ProviderLink").ToTimeLimitedDataProtector();

    public string? Provider => settings?.Name;

    public async Task<(MyAnswer Answer, string? Ticket)> AllowLink(string password, CancellationToken cancel)
    {
        var (account, otherwise) = await own.WithPassword(password, cancel);
        return account is null ? (otherwise, null) : (MyAnswer.Done, seal.Protect(Mine(account.Id), Lifetime));
    }

    public async Task<MyAnswer> Unlink(string password, CancellationToken cancel)
    {
        var (account, otherwise) = await own.WithPassword(password, cancel);
        if (account is null)
        {
            return otherwise;
        }

        await own.Change(
            account, AuditActions.ProviderUnlinked,
            (db, _) => db.UserLogins.Where(row => row.UserId == account.Id).ExecuteDeleteAsync(cancel),
            cancel);
        return MyAnswer.Done;
    }

    /// <summary>Whether a ticket is one for this account in this sign-in.</summary>
    public bool IsGood(string ticket, string account)
    {
        try
        {
            return seal.Unprotect(ticket) == Mine(account);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private string Mine(string account) => $"{account} {own.This}";
}
