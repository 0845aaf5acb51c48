using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Accounts;

/// <summary>What people do with their own account. Every step is one entry and its rows; then other connections are closed.</summary>
internal sealed class MyAccountDesk(
    OwnAccount own,
    NewPasswords passwords,
    FactorOffers offers,
    AccountEnds ends,
    AccountEntries entries,
    IDbContextFactory<RelayDb> databases,
    IAuditLog audit,
    TimeProvider clock) : IMyAccountDesk
{
    public async Task<MyAccount> Read(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var account = await own.Mine(db, cancel);
        var factor = await db.Factors.AsNoTracking().FirstOrDefaultAsync(row => row.AccountId == account.Id, cancel);
        var codes = await db.RecoveryCodes.CountAsync(row => row.AccountId == account.Id && row.Used == null, cancel);
        var oldest = clock.GetUtcNow() - SignIns.Lifetime;
        var signIns = await db.SignIns.AsNoTracking()
            .Where(row => row.AccountId == account.Id && row.Ended == null && row.Seen > oldest)
            .OrderByDescending(row => row.Began)
            .ToListAsync(cancel);
        var passkeys = await db.Passkeys.AsNoTracking().Where(row => row.AccountId == account.Id).OrderBy(row => row.Made)
            .Select(row => new MyPasskey(row.Id, row.Name, row.Made, row.Used)).ToListAsync(cancel);
        var linkedWith = await db.UserLogins.AsNoTracking().Where(row => row.UserId == account.Id)
            .Select(row => row.ProviderDisplayName ?? row.LoginProvider).FirstOrDefaultAsync(cancel);
        return new MyAccount(
            account.Name, account.Organisation, account.Email ?? "", factor?.Since, codes,
            signIns.ConvertAll(row => new MySignIn(row.Id, row.Began, row.Seen, row.Address, row.Browser, row.Id == own.This)),
            passkeys, account.PasswordHash is not null, linkedWith);
    }

    public Task<MyAnswer> ChangePassword(string password, string next, CancellationToken cancel) => WithPassword(password, async account =>
    {
        if (!await passwords.IsGood(next, account))
        {
            return MyAnswer.WeakPassword;
        }

        var hash = passwords.Hash(account, next);
        await own.Change(
            account, AuditActions.PasswordChanged,
            (_, mine) =>
            {
                NewPasswords.Set(mine, hash);
                return Task.CompletedTask;
            },
            cancel);
        return MyAnswer.Done;
    }, cancel);

    public async Task<FactorOffer> OfferFactor(string? again, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var account = await own.Mine(db, cancel);
        return (again is null ? null : offers.Again(account, again)) ?? offers.Draw(account);
    }

    public async Task<(MyAnswer Answer, IReadOnlyList<string> RecoveryCodes)> ChangeFactor(
        string password, string offer, string code, CancellationToken cancel)
    {
        var codes = RecoveryCodes.Draw();
        var answer = await WithPassword(password, async account =>
        {
            if (offers.Open(account, offer) is not { } secret)
            {
                return MyAnswer.OldOffer;
            }

            if (Totp.StepOf(secret, Totp.Clean(code), clock.GetUtcNow()) is not { } step)
            {
                return MyAnswer.WrongCode;
            }

            await own.Change(
                account, AuditActions.FactorSet,
                async (db, _) =>
                {
                    await db.Factors.Where(row => row.AccountId == account.Id).ExecuteDeleteAsync(cancel);
                    db.Factors.Add(new FactorRow { AccountId = account.Id, Secret = offers.Keep(secret), LastStep = step, Since = clock.GetUtcNow() });
                    await Replace(db, account, codes, cancel);
                },
                cancel);
            return MyAnswer.Done;
        }, cancel);
        return (answer, answer is MyAnswer.Done ? codes : []);
    }

    public async Task<(MyAnswer Answer, IReadOnlyList<string> RecoveryCodes)> NewRecoveryCodes(string password, CancellationToken cancel)
    {
        var codes = RecoveryCodes.Draw();
        var answer = await WithPassword(password, async account =>
        {
            await own.Change(account, AuditActions.RecoveryCodesMade, (db, _) => Replace(db, account, codes, cancel), cancel);
            return MyAnswer.Done;
        }, cancel);
        return (answer, answer is MyAnswer.Done ? codes : []);
    }

    public async Task EndSignIn(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var account = await own.Mine(db, cancel);
        if (!await db.SignIns.AnyAsync(row => row.Id == id && row.AccountId == account.Id && row.Ended == null, cancel))
        {
            return;
        }

        await audit.Append(
            entries.Of(AuditActions.SignInEnded, ActorKind.Technician, account, AuditOutcome.Success),
            rows => SignIns.End(rows.SignIns.Where(row => row.Id == id && row.AccountId == account.Id), SignInEnd.Revoked, clock.GetUtcNow(), cancel),
            cancel);
        ends.ConnectionsOf(account.Id, id);
    }

    private async Task<MyAnswer> WithPassword(string password, Func<Account, Task<MyAnswer>> step, CancellationToken cancel)
    {
        var (account, otherwise) = await own.WithPassword(password, cancel);
        return account is null ? otherwise : await step(account);
    }

    private static async Task Replace(RelayDb db, Account account, IReadOnlyList<string> codes, CancellationToken cancel)
    {
        await db.RecoveryCodes.Where(row => row.AccountId == account.Id).ExecuteDeleteAsync(cancel);
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCodeRow { AccountId = account.Id, Hash = RecoveryCodes.Hash(code) }));
    }
}
