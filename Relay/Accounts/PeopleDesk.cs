using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// What administrators do with accounts. Every step is one entry and the rows that belong to it, in one transaction; the log
/// takes them one after the other, so two administrators cannot each remove the other as the last but one.
/// </summary>
internal sealed class PeopleDesk(
    UserManager<Account> accounts,
    NewPasswords passwords,
    Invitations invitations,
    AccountEnds ends,
    AccountEntries entries,
    HalfSignIn half,
    IDbContextFactory<RelayDb> databases,
    IAuditLog audit,
    IHttpContextAccessor requests,
    TimeProvider clock) : IPeopleDesk
{
    public async Task<IReadOnlyList<Person>> List(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return [.. (await People(db, db.Users, cancel)).OrderBy(person => person.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    public async Task<Person?> Find(string id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await People(db, db.Users.Where(account => account.Id == id), cancel)).SingleOrDefault();
    }

    public async Task<InviteAnswer> Invite(NewPerson form, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(form);
        var email = form.Email.Trim();
        if (!EmailAddress.IsOne(email) || form.Roles.Count == 0)
        {
            return new InviteAnswer(form.Roles.Count == 0 ? PeopleProblem.NoRole : PeopleProblem.BadEmail);
        }

        var account = passwords.Account(form.Name, form.Organisation, email);
        var (token, until) = invitations.Draw();
        var problem = await Step(
            account,
            entries.About(AuditActions.AccountInvited, account, AuditOutcome.Success, Named(form.Roles)),
            async db =>
            {
                if (await db.Users.AnyAsync(row => row.NormalizedEmail == account.NormalizedEmail, cancel))
                {
                    throw new NotDoneException(PeopleProblem.EmailTaken);
                }

                db.Users.Add(account);
                db.UserClaims.AddRange(Claims(account.Id, form.Roles));
                await Invitations.Keep(db, account.Id, token, until, cancel);
            },
            cancel);
        return problem is { } why ? new InviteAnswer(why) : new InviteAnswer(null, token, until);
    }

    public async Task<InviteAnswer> InviteAgain(string id, CancellationToken cancel)
    {
        if (id == Me)
        {
            return new InviteAnswer(PeopleProblem.Yourself);
        }

        var (token, until) = invitations.Draw();
        var problem = await Change(
            id,
            account => account.Disabled is not null ? PeopleProblem.IsDisabled : null,
            account => entries.About(AuditActions.AccountReset, account),
            SignInEnd.Reset,
            async (db, account) =>
            {
                account.PasswordHash = null;
                await db.Factors.Where(row => row.AccountId == id).ExecuteDeleteAsync(cancel);
                await db.RecoveryCodes.Where(row => row.AccountId == id).ExecuteDeleteAsync(cancel);
                await db.Passkeys.Where(row => row.AccountId == id).ExecuteDeleteAsync(cancel);
                await db.UserLogins.Where(row => row.UserId == id).ExecuteDeleteAsync(cancel);
                await Invitations.Keep(db, id, token, until, cancel);
            },
            cancel);
        return problem is { } why ? new InviteAnswer(why) : new InviteAnswer(null, token, until);
    }

    public async Task<PeopleProblem?> ChangeRoles(string id, IReadOnlyList<PersonRole> roles, CancellationToken cancel) =>
        roles.Count == 0
            ? PeopleProblem.NoRole
            : await Change(
                id,
                _ => null,
                account => entries.About(AuditActions.RolesChanged, account, AuditOutcome.Success, Named(roles)),
                SignInEnd.RolesChanged,
                async (db, account) =>
                {
                    await db.UserClaims.Where(row => row.UserId == id && row.ClaimType == ClaimTypes.Role).ExecuteDeleteAsync(cancel);
                    db.UserClaims.AddRange(Claims(id, roles));
                },
                cancel);

    public Task<PeopleProblem?> Disable(string id, CancellationToken cancel) => Change(
        id,
        _ => null,
        account => entries.About(AuditActions.AccountDisabled, account),
        SignInEnd.Disabled,
        async (db, account) =>
        {
            account.Disabled ??= clock.GetUtcNow();
            await db.Invitations.Where(row => row.AccountId == id).ExecuteDeleteAsync(cancel);
        },
        cancel);

    public Task<PeopleProblem?> Enable(string id, CancellationToken cancel) => Change(
        id,
        _ => null,
        account => entries.About(AuditActions.AccountEnabled, account),
        null,
        (_, account) =>
        {
            account.Disabled = null;
            return Task.CompletedTask;
        },
        cancel);

    public async Task<Invited?> Invitation(string token, CancellationToken cancel) =>
        await invitations.Find(token, cancel) is { } account ? new Invited(account.Name, account.Email ?? "") : null;

    public async Task<SetUpProblem?> Accept(string token, string password, CancellationToken cancel)
    {
        if (await invitations.Find(token, cancel) is not { } account)
        {
            return await DeadLink(cancel);
        }

        if (!await passwords.IsGood(password, account))
        {
            return SetUpProblem.WeakPassword;
        }

        var hash = passwords.Hash(account, password);
        try
        {
            await audit.Append(
                entries.Of(AuditActions.InvitationAccepted, ActorKind.Visitor, account, AuditOutcome.Success),
                async db =>
                {
                    await invitations.Take(db, account.Id, token, cancel);
                    account = await db.Users.SingleAsync(row => row.Id == account.Id, cancel);
                    NewPasswords.Set(account, hash);
                },
                cancel);
        }
        catch (LinkIsDeadException)
        {
            return await DeadLink(cancel);
        }

        // A crash here: the password is set, and signing in with it goes on to the second factor.
        await half.Remember(account);
        return null;
    }

    private string? Me => requests.HttpContext?.User.AccountId();

    private async Task<SetUpProblem> DeadLink(CancellationToken cancel)
    {
        await audit.Append(
            entries.Of(AuditActions.InvitationAccepted, ActorKind.Visitor, null, AuditOutcome.Refused), cancel: cancel);
        return SetUpProblem.LinkIsDead;
    }

    // 1 who   2 the entry, the rows, the end of the sign-ins, and a last look at who is left   3 the live connections
    private async Task<PeopleProblem?> Change(
        string id,
        Func<Account, PeopleProblem?> refuse,
        Func<Account, PendingEntry> entry,
        SignInEnd? ended,
        Func<RelayDb, Account, Task> change,
        CancellationToken cancel)
    {
        if (await accounts.FindByIdAsync(id) is not { } before)
        {
            return PeopleProblem.NoSuchPerson;
        }

        if (refuse(before) is { } refused)
        {
            return refused;
        }

        var problem = await Step(
            before,
            entry(before),
            async db =>
            {
                var account = await db.Users.SingleAsync(row => row.Id == id, cancel);
                await change(db, account);
                if (ended is { } why)
                {
                    await ends.SignInsOf(db, account, why, cancel);
                }

                await db.SaveChangesAsync(cancel);
                if (!await Administrators(db).AnyAsync(cancel))
                {
                    throw new NotDoneException(PeopleProblem.LastAdministrator);
                }
            },
            cancel);
        if (problem is null && ended is not null)
        {
            // A crash before this line: recorded and done; the connections have gone with the Relay.
            ends.Connections(id);
        }

        return problem;
    }

    // What was refused is in the log, too: an entry of its own, because that of the step went with its rows.
    private async Task<PeopleProblem?> Step(Account account, PendingEntry entry, Func<RelayDb, Task> rows, CancellationToken cancel)
    {
        try
        {
            await audit.Append(entry, rows, cancel);
            return null;
        }
        catch (NotDoneException not)
        {
            await audit.Append(
                entries.About(entry.Action, account, AuditOutcome.Refused, ("reason", JsonName(not.Problem))), cancel: cancel);
            return not.Problem;
        }
    }

    private static string JsonName(PeopleProblem problem) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(problem.ToString());

    // Who can look after people: enabled, and with password and factor, so that they can come in at all.
    internal static IQueryable<Account> Administrators(RelayDb db) => db.Users.Where(account =>
        account.Disabled == null && account.PasswordHash != null
        && (db.Factors.Any(row => row.AccountId == account.Id) || db.Passkeys.Any(row => row.AccountId == account.Id))
        && db.UserClaims.Any(row => row.UserId == account.Id && row.ClaimType == ClaimTypes.Role && row.ClaimValue == Roles.Administrator));

    private async Task<List<Person>> People(RelayDb db, IQueryable<Account> which, CancellationToken cancel)
    {
        var rows = await which.AsNoTracking().Select(account => new
        {
            account,
            roles = db.UserClaims.Where(row => row.UserId == account.Id && row.ClaimType == ClaimTypes.Role).Select(row => row.ClaimValue).ToList(),
            seen = db.SignIns.Where(row => row.AccountId == account.Id)
                .OrderByDescending(row => row.Seen).Select(row => (DateTimeOffset?)row.Seen).FirstOrDefault(),
            linked = db.UserLogins.Any(row => row.UserId == account.Id),
            factor = db.Factors.Any(row => row.AccountId == account.Id) || db.Passkeys.Any(row => row.AccountId == account.Id),
        }).ToListAsync(cancel);
        return rows.ConvertAll(row => new Person(
            row.account.Id, row.account.Name, row.account.Organisation, row.account.Email ?? "",
            [.. Enum.GetValues<PersonRole>().Where(role => row.roles.Contains(Roles.Of(role)))],
            row.account.Disabled is not null ? AccountState.Disabled
                : !row.linked && (row.account.PasswordHash is null || !row.factor) ? AccountState.Invited
                : AccountState.Active,
            row.seen,
            row.account.Id == Me));
    }

    private static IEnumerable<IdentityUserClaim<string>> Claims(string account, IEnumerable<PersonRole> roles) => roles.Distinct().Select(role =>
        new IdentityUserClaim<string> { UserId = account, ClaimType = ClaimTypes.Role, ClaimValue = Roles.Of(role) });

    private static (string Key, string Value) Named(IEnumerable<PersonRole> roles) =>
        ("roles", string.Join(',', roles.Distinct().Order().Select(Roles.Of)));
}

/// <summary>A step about a person was not done after all.</summary>
internal sealed class NotDoneException(PeopleProblem problem) : Exception($"Not done: {problem}.")
{
    public PeopleProblem Problem => problem;
}
