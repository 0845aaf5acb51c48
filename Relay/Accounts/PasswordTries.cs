using Microsoft.AspNetCore.Identity;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using SignInResult = RemoteAssist.Viewer.Desk.SignInResult;

namespace RemoteAssist.Relay.Accounts;

/// <summary>Tries of a password: one after the other for each account, counted, and each that fails in the log.</summary>
internal sealed class PasswordTries(UserManager<Account> accounts, SignIns signIns, SignInTurns turns)
{
    // Checked where there is no account, so that the answer takes as long as for a wrong password.
    private static readonly Account Nobody = new() { Name = "", Organisation = "" };

    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>Tries a password.</summary>
    /// <returns>The account where it fits, and may sign in; else why not.</returns>
    public async Task<(Account? Account, SignInResult Otherwise)> Try(string email, string password, CancellationToken cancel)
    {
        var isOne = EmailAddress.IsOne(email);
        using var turn = await turns.Take(isOne ? accounts.NormalizeEmail(email) : "", cancel);
        var account = isOne ? await accounts.FindByEmailAsync(email) : null;
        if (account is null)
        {
            accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
            return await Refuse(null, email, AuditOutcome.Failed, "unknownAccount", SignInResult.Wrong, cancel);
        }

        if (await accounts.IsLockedOutAsync(account))
        {
            return await Refuse(account, email, AuditOutcome.Refused, "lockedOut", SignInResult.LockedOut, cancel);
        }

        if (!await Fits(account, password))
        {
            await accounts.AccessFailedAsync(account);
            return await accounts.IsLockedOutAsync(account)
                ? await Refuse(account, email, AuditOutcome.Failed, "lockedOutNow", SignInResult.LockedOut, cancel)
                : await Refuse(account, email, AuditOutcome.Failed, "wrongPassword", SignInResult.Wrong, cancel);
        }

        return account.Disabled is null
            ? (account, SignInResult.FactorNext)
            : await Refuse(account, email, AuditOutcome.Refused, "disabled", SignInResult.Disabled, cancel);
    }

    private async Task<bool> Fits(Account account, string password)
    {
        if (account.PasswordHash is not null)
        {
            return await accounts.CheckPasswordAsync(account, password);
        }

        accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
        return false;
    }

    private async Task<(Account?, SignInResult)> Refuse(
        Account? account, string email, AuditOutcome outcome, string reason, SignInResult answer, CancellationToken cancel)
    {
        await signIns.Refuse(account, email, outcome, reason, cancel);
        return (null, answer);
    }
}
