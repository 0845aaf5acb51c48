using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Accounts;

/// <summary>Asks browsers for passkeys and checks what they answer; Identity does the mathematics.</summary>
internal sealed class PasskeyTries(
    IPasskeyHandler<Account> handler,
    PasskeyChallenges challenges,
    IDbContextFactory<RelayDb> databases,
    IHttpContextAccessor requests,
    TimeProvider clock,
    ILogger<PasskeyTries> logger)
{
    // A browser's answer is about 1 kB; a key on a stick with certificates is well below this.
    private const int MaxAnswer = 32 * 1024;

    /// <summary>Whether an account has a passkey.</summary>
    public async Task<bool> Has(Account account, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Passkeys.AnyAsync(row => row.AccountId == account.Id, cancel);
    }

    /// <summary>What a browser needs to ask for a passkey of this account, or of anybody's.</summary>
    /// <returns>JSON; null where this address has no name.</returns>
    public async Task<string?> Ask(Account? account)
    {
        if (!challenges.AreHere)
        {
            return null;
        }

        var asked = await handler.MakeRequestOptionsAsync(account, Request);
        challenges.Keep(Purpose(account), asked.AssertionState);
        return asked.RequestOptionsJson;
    }

    /// <summary>Checks an answer.</summary>
    /// <param name="account">Whose passkey was asked for; null where anybody's was.</param>
    /// <param name="credential">The browser's answer.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Whose it is, and what to do in the transaction that signs in; null where it does not fit.</returns>
    public async Task<(Account Account, Func<RelayDb, Task> UseUp)?> Check(Account? account, string credential, CancellationToken cancel)
    {
        if (challenges.Take(Purpose(account)) is not { } state || credential.Length > MaxAnswer)
        {
            return null;
        }

        var checkedOne = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = Request,
            CredentialJson = credential,
            AssertionState = state,
        });
        if (!checkedOne.Succeeded)
        {
            logger.LogInformation("A passkey did not fit: {Problem}", checkedOne.Failure.Message);
            return null;
        }

        var passkey = checkedOne.Passkey;
        return (checkedOne.User, async db =>
        {
            await challenges.UseUp(db, state, cancel);
            await Note(db, checkedOne.User, passkey, cancel);
        });
    }

    // The count is compared once more where no other step runs: of two answers at once, one is the newer.
    private async Task Note(RelayDb db, Account account, UserPasskeyInfo passkey, CancellationToken cancel)
    {
        var (credential, count, now) = (Base64Url.EncodeToString(passkey.CredentialId), (long)passkey.SignCount, clock.GetUtcNow());
        var noted = await db.Passkeys
            .Where(row => row.AccountId == account.Id && row.Credential == credential && (row.SignCount < count || (row.SignCount == 0 && count == 0)))
            .ExecuteUpdateAsync(
                row => row.SetProperty(one => one.SignCount, count).SetProperty(one => one.Used, now).SetProperty(one => one.BackedUp, passkey.IsBackedUp),
                cancel);
        if (noted == 0)
        {
            throw new CodeIsDeadException();
        }
    }

    private static string Purpose(Account? account) => account is null ? "signIn" : "secondStep:" + account.Id;

    private HttpContext Request => requests.HttpContext ?? throw new InvalidOperationException("Only requests ask for passkeys.");
}
