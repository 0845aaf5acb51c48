using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;
using SignInResult = RemoteAssist.Viewer.Desk.SignInResult;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// Set-up, the first half of sign-in, and sign-out, each in the log before its effect. Only sign-out happens without the log
/// too: nobody is kept signed in because a disk is full.
/// </summary>
internal sealed class AccountDesk(
    SignInManager<Account> cookies,
    SetUpLink link,
    NewPasswords passwords,
    PasswordTries tries,
    HalfSignIn half,
    AccountEnds ends,
    AccountEntries entries,
    IAuditLog audit,
    IHttpContextAccessor requests,
    TimeProvider clock,
    ILogger<AccountDesk> logger) : IAccountDesk
{
    public Task<bool> SetUpIsOpen(string token, CancellationToken cancel) => link.IsOpen(token, cancel);

    public async Task<SetUpProblem?> SetUp(string token, FirstAccount form, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!await link.IsOpen(token, cancel))
        {
            return await DeadLink(cancel);
        }

        var email = form.Email.Trim();
        if (!EmailAddress.IsOne(email))
        {
            return SetUpProblem.BadEmail;
        }

        var account = passwords.Account(form.Name, form.Organisation, email);
        if (!await passwords.IsGood(form.Password, account))
        {
            return SetUpProblem.WeakPassword;
        }

        NewPasswords.Set(account, passwords.Hash(account, form.Password));
        try
        {
            await audit.Append(
                entries.Of(AuditActions.AccountSetUp, ActorKind.Administrator, account, AuditOutcome.Success),
                db => Make(db, token, account, cancel),
                cancel);
        }
        catch (LinkIsDeadException)
        {
            return await DeadLink(cancel);
        }

        await half.Remember(account);
        return null;
    }

    public async Task<SignInResult> SignIn(string email, string password, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(password);
        var (account, otherwise) = await tries.Try(email.Trim(), password, cancel);
        if (account is null)
        {
            return otherwise;
        }

        // Wrong tries go on counting: they are forgotten once the second factor has fitted, too.
        await audit.Append(
            entries.Of(AuditActions.PasswordAccepted, ActorKind.Visitor, account, AuditOutcome.Success), cancel: cancel);
        await half.Remember(account);
        return SignInResult.FactorNext;
    }

    public async Task SignOut(CancellationToken cancel)
    {
        var id = requests.HttpContext?.User.AccountId();
        if (id is not null)
        {
            var signIn = requests.HttpContext!.User.SignInId();
            var actor = requests.HttpContext!.User.IsInRole(Roles.Technician) ? ActorKind.Technician : ActorKind.Administrator;
            try
            {
                await audit.Append(
                    new PendingEntry(AuditActions.SignOut, actor, id, AuditOutcome.Success, Personal: entries.Where()),
                    db => SignIns.End(db.SignIns.Where(row => row.Id == signIn), SignInEnd.SignedOut, clock.GetUtcNow(), cancel),
                    cancel);
            }
            catch (AuditUnavailableException unavailable)
            {
                logger.LogError(unavailable, "The log cannot be written; account {Account} was signed out without an entry", id);
            }

            ends.ConnectionsOf(id, signIn);
        }

        await cookies.SignOutAsync();
    }

    private async Task<SetUpProblem> DeadLink(CancellationToken cancel)
    {
        await audit.Append(
            new PendingEntry(AuditActions.AccountSetUp, ActorKind.Visitor, null, AuditOutcome.Refused, Personal: entries.Where()),
            cancel: cancel);
        return SetUpProblem.LinkIsDead;
    }

    private static async Task Make(RelayDb db, string token, Account account, CancellationToken cancel)
    {
        await SetUpLink.Take(db, token, cancel);
        db.Users.Add(account);
        foreach (var role in new[] { Roles.Administrator, Roles.Technician })
        {
            db.UserClaims.Add(new IdentityUserClaim<string> { UserId = account.Id, ClaimType = ClaimTypes.Role, ClaimValue = role });
        }
    }
}
