using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;
using SignInResult = RemoteAssist.Viewer.Desk.SignInResult;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// Set-up, sign-in and sign-out, each in the log before its effect. Only sign-out happens without the log too: nobody is
/// kept signed in because a disk is full.
/// </summary>
public sealed class AccountDesk(
    UserManager<Account> accounts,
    SignInManager<Account> cookies,
    SetUpLink link,
    SignInTurns turns,
    IAuditLog audit,
    IHttpContextAccessor requests,
    ILogger<AccountDesk> logger) : IAccountDesk
{
    // Checked where there is no account, so that the answer takes as long as for a wrong password.
    private static readonly Account Nobody = new() { Name = "", Organisation = "" };

    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, Guid.NewGuid().ToString());

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

        var account = New(email, form);
        if (!await IsGood(form.Password, account))
        {
            return SetUpProblem.WeakPassword;
        }

        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, form.Password);
        try
        {
            await audit.Append(
                Entry(AuditActions.AccountSetUp, ActorKind.Administrator, account, AuditOutcome.Success, email),
                db => Make(db, token, account, cancel),
                cancel);
        }
        catch (LinkIsDeadException)
        {
            return await DeadLink(cancel);
        }

        await LetIn(account, email, cancel);
        return null;
    }

    public async Task<SignInResult> SignIn(string email, string password, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(password);
        email = email.Trim();
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

        if (!await accounts.CheckPasswordAsync(account, password))
        {
            await accounts.AccessFailedAsync(account);
            return await accounts.IsLockedOutAsync(account)
                ? await Refuse(account, email, AuditOutcome.Failed, "lockedOutNow", SignInResult.LockedOut, cancel)
                : await Refuse(account, email, AuditOutcome.Failed, "wrongPassword", SignInResult.Wrong, cancel);
        }

        await accounts.ResetAccessFailedCountAsync(account);
        await LetIn(account, email, cancel);
        return SignInResult.SignedIn;
    }

    public async Task SignOut(CancellationToken cancel)
    {
        var id = requests.HttpContext?.User.AccountId();
        if (id is not null)
        {
            var actor = requests.HttpContext!.User.IsInRole(Roles.Technician) ? ActorKind.Technician : ActorKind.Administrator;
            try
            {
                await audit.Append(new PendingEntry(AuditActions.SignOut, actor, id, AuditOutcome.Success, Personal: Where()), cancel: cancel);
            }
            catch (AuditUnavailableException unavailable)
            {
                logger.LogError(unavailable, "The log cannot be written; account {Account} was signed out without an entry", id);
            }
        }

        await cookies.SignOutAsync();
    }

    private async Task LetIn(Account account, string email, CancellationToken cancel)
    {
        await audit.Append(
            Entry(AuditActions.SignIn, ActorKind.Technician, account, AuditOutcome.Success, email), cancel: cancel);
        await cookies.SignInAsync(account, isPersistent: false);
    }

    private async Task<SignInResult> Refuse(
        Account? account, string email, AuditOutcome outcome, string reason, SignInResult answer, CancellationToken cancel)
    {
        // The id says which account was tried; who tried is not known.
        var detail = new Dictionary<string, string> { ["reason"] = reason };
        if (account is not null)
        {
            detail["account"] = account.Id;
        }

        await audit.Append(
            Entry(AuditActions.SignIn, ActorKind.Visitor, null, outcome, email) with { Detail = detail }, cancel: cancel);
        return answer;
    }

    private async Task<SetUpProblem> DeadLink(CancellationToken cancel)
    {
        await audit.Append(
            new PendingEntry(AuditActions.AccountSetUp, ActorKind.Visitor, null, AuditOutcome.Refused, Personal: Where()),
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

    private Account New(string email, FirstAccount form) => new()
    {
        Name = Within(form.Name, nameof(form.Name)),
        Organisation = Within(form.Organisation, nameof(form.Organisation)),
        UserName = email,
        NormalizedUserName = accounts.NormalizeName(email),
        Email = email,
        NormalizedEmail = accounts.NormalizeEmail(email),
        LockoutEnabled = true,
    };

    // The page has said so to the person already; here it is a bug or somebody without the page.
    private static string Within(string text, string field) =>
        PlainText.Clean(text) is { Length: >= 1 and <= 100 } fine ? fine : throw new ArgumentException($"{field} is 1 to 100 characters.", field);

    private async Task<bool> IsGood(string password, Account account)
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

    // What is no e-mail address may be a password in the wrong field, and stays out of the log.
    private PendingEntry Entry(string action, ActorKind actor, Account? account, AuditOutcome outcome, string email)
    {
        var personal = Where();
        if (EmailAddress.IsOne(email))
        {
            personal["email"] = email;
        }

        if (account is not null)
        {
            personal["name"] = account.Name;
            personal["organisation"] = account.Organisation;
        }

        return new PendingEntry(action, actor, account?.Id, outcome, Personal: personal);
    }

    private Dictionary<string, string> Where() =>
        requests.HttpContext?.Connection.RemoteIpAddress is { } address
            ? new Dictionary<string, string> { ["address"] = address.ToString() }
            : [];
}
