using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;
using SignInResult = RemoteAssist.Viewer.Desk.SignInResult;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// The second half of sign-in. A code is used up in the transaction that signs in, so of many who send the same one at once
/// one gets in; wrong ones count like wrong passwords.
/// </summary>
internal sealed class FactorDesk(
    UserManager<Account> accounts,
    HalfSignIn half,
    SignIns signIns,
    SignInTurns turns,
    FactorOffers offers,
    PasskeyTries passkeys,
    IDbContextFactory<RelayDb> databases,
    AccountEntries entries,
    IAuditLog audit,
    TimeProvider clock) : IFactorDesk
{
    public async Task<SecondStep> Next(CancellationToken cancel) =>
        await half.Who(cancel) is not { } account ? SecondStep.None
        : await Factor(account, cancel) is not null ? SecondStep.AskFactor
        : await passkeys.Has(account, cancel) ? SecondStep.AskPasskey
        : SecondStep.MakeFactor;

    public async Task<FactorOffer?> Offer(string? again, CancellationToken cancel) =>
        await half.Who(cancel) is not { } account || await Factor(account, cancel) is not null || await passkeys.Has(account, cancel) ? null
        : again is null ? offers.Draw(account)
        : offers.Again(account, again) ?? offers.Draw(account);

    public async Task<NewFactor> Take(string offer, string code, CancellationToken cancel)
    {
        if (await half.Who(cancel) is not { } account || offers.Open(account, offer) is not { } secret)
        {
            return new NewFactor(SignInResult.StartAgain, []);
        }

        if (Totp.StepOf(secret, Totp.Clean(code), clock.GetUtcNow()) is not { } step)
        {
            return new NewFactor(SignInResult.Wrong, []);
        }

        var codes = RecoveryCodes.Draw();
        try
        {
            await audit.Append(
                entries.Of(AuditActions.FactorSet, ActorKind.Technician, account, AuditOutcome.Success),
                db => Keep(db, account, secret, step, codes, cancel),
                cancel);
        }
        catch (CodeIsDeadException)
        {
            return new NewFactor(SignInResult.StartAgain, []);
        }

        // A crash here: the factor is there, and its recovery codes were seen by nobody.
        return await LetIn(account, "authenticatorApp", null, cancel)
            ? new NewFactor(SignInResult.SignedIn, codes)
            : new NewFactor(SignInResult.StartAgain, []);
    }

    public Task<SignInResult> Code(string code, CancellationToken cancel) => Try(
        "authenticatorApp",
        async account => await Factor(account, cancel) is { } factor
            && Totp.StepOf(offers.Read(factor), Totp.Clean(code), clock.GetUtcNow()) is { } step
            ? db => UseUp(db.Factors.Where(row => row.AccountId == account.Id && row.LastStep < step)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.LastStep, step), cancel))
            : null,
        cancel);

    public Task<SignInResult> RecoveryCode(string code, CancellationToken cancel)
    {
        var (hash, now) = (RecoveryCodes.Hash(code), clock.GetUtcNow());
        return Try(
            "recoveryCode",
            account => Task.FromResult<Func<RelayDb, Task>?>(db => UseUp(
                db.RecoveryCodes.Where(row => row.AccountId == account.Id && row.Hash == hash && row.Used == null)
                    .ExecuteUpdateAsync(row => row.SetProperty(one => one.Used, now), cancel))),
            cancel);
    }

    public async Task<string?> AskPasskey(CancellationToken cancel) =>
        await half.Who(cancel) is { } account && await passkeys.Has(account, cancel) ? await passkeys.Ask(account) : null;

    public Task<SignInResult> Passkey(string credential, CancellationToken cancel) => Try(
        "passkey",
        async account => (await passkeys.Check(account, credential, cancel))?.UseUp,
        cancel);

    // 1 whose turn   2 locked out?   3 does it fit   4 use it up and sign in, in one step
    private async Task<SignInResult> Try(string how, Func<Account, Task<Func<RelayDb, Task>?>> fit, CancellationToken cancel)
    {
        if (await half.Who(cancel) is not { } who)
        {
            return SignInResult.StartAgain;
        }

        var email = who.Email ?? "";
        using var turn = await turns.Take(accounts.NormalizeEmail(email) ?? "", cancel);
        var account = await accounts.FindByIdAsync(who.Id);
        if (account is null)
        {
            return SignInResult.StartAgain;
        }

        if (await accounts.IsLockedOutAsync(account))
        {
            await signIns.Refuse(account, email, AuditOutcome.Refused, "lockedOut", cancel);
            return SignInResult.LockedOut;
        }

        if (await fit(account) is { } useUp && await LetIn(account, how, useUp, cancel))
        {
            return SignInResult.SignedIn;
        }

        await accounts.AccessFailedAsync(account);
        var locked = await accounts.IsLockedOutAsync(account);
        await signIns.Refuse(account, email, AuditOutcome.Failed, locked ? "lockedOutNow" : "wrongCode", cancel);
        return locked ? SignInResult.LockedOut : SignInResult.Wrong;
    }

    private async Task<bool> LetIn(Account account, string how, Func<RelayDb, Task>? useUp, CancellationToken cancel)
    {
        try
        {
            await signIns.Open(account, how, useUp, cancel);
        }
        catch (CodeIsDeadException)
        {
            return false;
        }

        await half.Forget();
        return true;
    }

    private async Task Keep(
        RelayDb db, Account account, byte[] secret, long step, IReadOnlyList<string> codes, CancellationToken cancel)
    {
        if (await db.Factors.AnyAsync(row => row.AccountId == account.Id, cancel) || await db.Passkeys.AnyAsync(row => row.AccountId == account.Id, cancel))
        {
            throw new CodeIsDeadException();
        }

        db.Factors.Add(new FactorRow { AccountId = account.Id, Secret = offers.Keep(secret), LastStep = step, Since = clock.GetUtcNow() });
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCodeRow { AccountId = account.Id, Hash = RecoveryCodes.Hash(code) }));
    }

    private async Task<FactorRow?> Factor(Account account, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Factors.AsNoTracking().FirstOrDefaultAsync(row => row.AccountId == account.Id, cancel);
    }

    private static async Task UseUp(Task<int> rows)
    {
        if (await rows == 0)
        {
            throw new CodeIsDeadException();
        }
    }
}

/// <summary>The code has been used, there is a factor already, or the account has changed since.</summary>
public sealed class CodeIsDeadException() : Exception("The code is not good any more.");
