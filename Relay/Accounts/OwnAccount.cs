using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;
using SignInResult = RemoteAssist.Viewer.Desk.SignInResult;

namespace RemoteAssist.Relay.Accounts;

/// <summary>How people change their own account: the password once more, one entry with its rows, and all other sign-ins end.</summary>
internal sealed class OwnAccount(
    PasswordTries tries,
    AccountEnds ends,
    AccountEntries entries,
    IDbContextFactory<RelayDb> databases,
    IAuditLog audit,
    IHttpContextAccessor requests)
{
    /// <summary>The sign-in of this request.</summary>
    public Guid? This => requests.HttpContext?.User.SignInId();

    /// <summary>The account of this request.</summary>
    public Task<Account> Mine(RelayDb db, CancellationToken cancel)
    {
        var id = requests.HttpContext?.User.AccountId() ?? throw new InvalidOperationException("Nobody is signed in.");
        return db.Users.AsNoTracking().SingleAsync(row => row.Id == id, cancel);
    }

    /// <summary>The account of this request, without a database at hand.</summary>
    public async Task<Account> Mine(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Mine(db, cancel);
    }

    /// <summary>Tries the password.</summary>
    /// <returns>The account where it fits, else why not: <see cref="MyAnswer.WrongPassword"/> or <see cref="MyAnswer.LockedOut"/>.</returns>
    public async Task<(Account? Account, MyAnswer Otherwise)> WithPassword(string password, CancellationToken cancel)
    {
        var mine = await Mine(cancel);
        var (account, otherwise) = await tries.Try(mine.Email ?? "", password, cancel);
        return (account, otherwise is SignInResult.LockedOut ? MyAnswer.LockedOut : MyAnswer.WrongPassword);
    }

    /// <summary>Changes the account: the entry, the rows and the end of all other sign-ins; then their live connections.</summary>
    /// <param name="account">Whose password has just fitted.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="rows">What changes; to refuse it after all it throws.</param>
    /// <param name="cancel">Before the commit.</param>
    /// <param name="personal">What else is known, and personal.</param>
    public async Task Change(
        Account account, string action, Func<RelayDb, Account, Task> rows, CancellationToken cancel, params (string Key, string Value)[] personal)
    {
        await audit.Append(
            entries.Of(action, ActorKind.Technician, account, AuditOutcome.Success).With(personal),
            async db =>
            {
                var mine = await db.Users.SingleAsync(row => row.Id == account.Id, cancel);
                await rows(db, mine);
                mine.AccessFailedCount = 0;
                await ends.SignInsOf(db, mine, SignInEnd.AccountChanged, cancel, except: This);
            },
            cancel);

        // A crash here: done, and the connections have gone with the Relay.
        ends.Connections(account.Id, except: This);
    }
}
