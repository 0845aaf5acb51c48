using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.SingleSignOn;

/// <summary>
/// Whom a checked token lets in. An account is known by issuer and subject, never by its e-mail address; what it may do follows
/// the token at each sign-in.
/// </summary>
internal sealed class ProviderAccounts(
    SingleSignOnSettings settings,
    SignIns signIns,
    NewPasswords passwords,
    OwnAccount own,
    AccountEnds ends,
    AccountEntries entries,
    IDbContextFactory<RelayDb> databases,
    IAuditLog audit,
    ILogger<ProviderAccounts> logger)
{
    // 1 whose account   2 what they may do   3 in
    /// <summary>Signs in, and makes the account where it is the first time.</summary>
    /// <returns>Null where it worked, else why not.</returns>
    public async Task<ProviderProblem?> SignIn(ProviderIdentity who, CancellationToken cancel)
    {
        var account = await Find(who, cancel);
        try
        {
            account = await Allow(account, who, cancel);
            await signIns.Open(account, "provider", null, cancel, Proof(who));
            return null;
        }
        catch (ProviderException refused)
        {
            await Refuse(account, who.Email, refused.Problem, cancel);
            return refused.Problem;
        }
        catch (CodeIsDeadException)
        {
            await Refuse(account, who.Email, ProviderProblem.NotTaken, cancel);
            return ProviderProblem.NotTaken;
        }
    }

    /// <summary>Links the account of whoever began this, and is still signed in, with the provider's.</summary>
    /// <param name="who">The provider's account.</param>
    /// <param name="account">The id of the account that is to be linked.</param>
    /// <param name="signIn">The sign-in that it was begun in.</param>
    /// <param name="http">The request that the provider sent back.</param>
    /// <param name="cancel">Before the commit.</param>
    /// <returns>Null where it worked, else why not.</returns>
    public async Task<ProviderProblem?> Link(ProviderIdentity who, string account, Guid signIn, HttpContext http, CancellationToken cancel)
    {
        var read = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (read.Principal is not { } person || person.AccountId() != account || person.SignInId() != signIn)
        {
            await Refuse(null, who.Email, ProviderProblem.LinkLost, cancel);
            return ProviderProblem.LinkLost;
        }

        http.User = person;
        var mine = await own.Mine(cancel);
        try
        {
            await own.Change(mine, AuditActions.ProviderLinked, async (db, _) =>
            {
                if (await db.UserLogins.AnyAsync(row => (row.LoginProvider == who.Issuer && row.ProviderKey == who.Subject) || row.UserId == account, cancel))
                {
                    throw new ProviderException(ProviderProblem.LinkedAlready);
                }

                db.UserLogins.Add(Row(who, account));
            }, cancel, ("subject", who.Subject));
            return null;
        }
        catch (ProviderException refused)
        {
            await audit.Append(
                entries.Of(AuditActions.ProviderLinked, ActorKind.Technician, mine, AuditOutcome.Refused, detail: Reason(refused.Problem)), cancel: cancel);
            return refused.Problem;
        }
    }

    /// <summary>Says in the log that nobody came in.</summary>
    public Task Refuse(Account? account, string? email, ProviderProblem problem, CancellationToken cancel)
    {
        var outcome = problem is ProviderProblem.NoRole or ProviderProblem.Disabled or ProviderProblem.EmailTaken or ProviderProblem.NoEmail
            ? AuditOutcome.Refused
            : AuditOutcome.Failed;
        return signIns.Refuse(account, email ?? "", outcome, "provider" + problem, cancel);
    }

    private async Task<Account> Allow(Account? account, ProviderIdentity who, CancellationToken cancel)
    {
        if (account?.Disabled is not null)
        {
            throw new ProviderException(ProviderProblem.Disabled);
        }

        var roles = settings.RolesFor(who.Roles);
        if (roles.Count == 0)
        {
            // Whom the provider made has nothing left; whoever has a password here keeps what it opens.
            if (account is { PasswordHash: null })
            {
                await Follow(account, roles, cancel);
            }

            throw new ProviderException(ProviderProblem.NoRole);
        }

        if (account is null)
        {
            return await Make(who, roles, cancel);
        }

        await Follow(account, roles, cancel);
        return await Find(who, cancel) ?? throw new ProviderException(ProviderProblem.NotTaken);
    }

    private async Task<Account> Make(ProviderIdentity who, IReadOnlyList<string> roles, CancellationToken cancel)
    {
        if (who.Email is not { } email || who.Name is not { } name)
        {
            throw new ProviderException(ProviderProblem.NoEmail);
        }

        var account = passwords.Account(name, settings.Organisation, email);
        await audit.Append(
            entries.Of(AuditActions.AccountFromProvider, ActorKind.Visitor, account, AuditOutcome.Success, detail: Named(roles)).With(("subject", who.Subject)),
            async db =>
            {
                if (await db.Users.AnyAsync(row => row.NormalizedEmail == account.NormalizedEmail, cancel))
                {
                    throw new ProviderException(ProviderProblem.EmailTaken);
                }

                db.Users.Add(account);
                db.UserClaims.AddRange(Claims(account, roles));
                db.UserLogins.Add(Row(who, account.Id));
            },
            cancel);
        return account;
    }

    // As when an administrator changes roles: the entry, the rows, the end of the sign-ins; then the live connections.
    private async Task Follow(Account account, IReadOnlyList<string> roles, CancellationToken cancel)
    {
        await using (var before = await databases.CreateDbContextAsync(cancel))
        {
            var had = await before.UserClaims.Where(row => row.UserId == account.Id && row.ClaimType == ClaimTypes.Role).Select(row => row.ClaimValue!).ToListAsync(cancel);
            if (had.Order(StringComparer.Ordinal).SequenceEqual(roles, StringComparer.Ordinal))
            {
                return;
            }
        }

        try
        {
            await audit.Append(
                entries.Of(AuditActions.RolesFollowed, ActorKind.Visitor, account, AuditOutcome.Success, detail: Named(roles)),
                async db =>
                {
                    var row = await db.Users.SingleAsync(one => one.Id == account.Id, cancel);
                    await db.UserClaims.Where(one => one.UserId == account.Id && one.ClaimType == ClaimTypes.Role).ExecuteDeleteAsync(cancel);
                    db.UserClaims.AddRange(Claims(account, roles));
                    await ends.SignInsOf(db, row, SignInEnd.RolesChanged, cancel);
                    await db.SaveChangesAsync(cancel);
                    if (!await PeopleDesk.Administrators(db).AnyAsync(cancel))
                    {
                        throw new NotDoneException(PeopleProblem.LastAdministrator);
                    }
                },
                cancel);
        }
        catch (NotDoneException last)
        {
            // Somebody must be able to come in without the provider: the last who can keeps what they may.
            logger.LogWarning("The roles of account {Account} stay as they were: {Why}", account.Id, last.Problem);
            await audit.Append(
                entries.Of(AuditActions.RolesFollowed, ActorKind.Visitor, account, AuditOutcome.Refused, detail: new Dictionary<string, string>
                {
                    ["reason"] = JsonNamingPolicy.CamelCase.ConvertName(last.Problem.ToString()),
                }),
                cancel: cancel);
            return;
        }

        ends.Connections(account.Id);
    }

    private async Task<Account?> Find(ProviderIdentity who, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.UserLogins.Where(row => row.LoginProvider == who.Issuer && row.ProviderKey == who.Subject)
            .Join(db.Users, row => row.UserId, account => account.Id, (_, account) => account)
            .AsNoTracking()
            .FirstOrDefaultAsync(cancel);
    }

    private IdentityUserLogin<string> Row(ProviderIdentity who, string account) => new()
    {
        LoginProvider = who.Issuer,
        ProviderKey = who.Subject,
        ProviderDisplayName = settings.Name,
        UserId = account,
    };

    private static IEnumerable<IdentityUserClaim<string>> Claims(Account account, IEnumerable<string> roles) =>
        roles.Select(role => new IdentityUserClaim<string> { UserId = account.Id, ClaimType = ClaimTypes.Role, ClaimValue = role });

    private static Dictionary<string, string> Named(IEnumerable<string> roles) => new() { ["roles"] = string.Join(',', roles) };

    private static Dictionary<string, string> Reason(ProviderProblem problem) =>
        new() { ["reason"] = JsonNamingPolicy.CamelCase.ConvertName(problem.ToString()) };

    private static Dictionary<string, string> Proof(ProviderIdentity who) => who.Proof.Length == 0 ? [] : new() { ["proof"] = who.Proof };
}
