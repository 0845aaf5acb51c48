using Microsoft.AspNetCore.Identity;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Accounts;

/// <summary>Accounts and passwords as they begin: what is checked before, and how it is kept.</summary>
public sealed class NewPasswords(UserManager<Account> accounts)
{
    /// <summary>An account that is not kept yet, without a password. The e-mail address has been looked at.</summary>
    /// <exception cref="ArgumentException">Name or organisation are not 1 to 100 characters; the page has said so to the person already.</exception>
    public Account Account(string name, string organisation, string email) => new()
    {
        Name = Within(name, nameof(name)),
        Organisation = Within(organisation, nameof(organisation)),
        UserName = email,
        NormalizedUserName = accounts.NormalizeName(email),
        Email = email,
        NormalizedEmail = accounts.NormalizeEmail(email),
        LockoutEnabled = true,
    };

    /// <summary>Whether a password is long and rare enough for this account.</summary>
    public async Task<bool> IsGood(string password, Account account)
    {
        foreach (var validator in accounts.PasswordValidators)
        {
            if (!(await validator.ValidateAsync(accounts, account, password)).Succeeded)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is kept of a password. It takes a while, on purpose: so it is worked out before the log is held.</summary>
    public string Hash(Account account, string password) => accounts.PasswordHasher.HashPassword(account, password);

    /// <summary>Gives an account a password: whoever is half signed in with the one before is so no longer, and no try is counted.</summary>
    public static void Set(Account account, string hash)
    {
        account.PasswordHash = hash;
        account.SecurityStamp = Guid.NewGuid().ToString();
        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        account.AccessFailedCount = 0;
        account.LockoutEnd = null;
    }

    private static string Within(string text, string field) =>
        PlainText.Clean(text) is { Length: >= 1 and <= 100 } fine ? fine : throw new ArgumentException($"{field} is 1 to 100 characters.", field);
}
