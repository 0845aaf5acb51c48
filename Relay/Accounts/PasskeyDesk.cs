using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Accounts;

/// <summary>Passkeys of one's own account, and the authenticator app that they can stand in for.</summary>
internal sealed class PasskeyDesk(
    OwnAccount own,
    IPasskeyHandler<Account> handler,
    PasskeyChallenges challenges,
    AccountEntries entries,
    IDbContextFactory<RelayDb> databases,
    IAuditLog audit,
    IHttpContextAccessor requests,
    TimeProvider clock,
    ILogger<PasskeyDesk> logger) : IPasskeyDesk
{
    /// <summary>As many as an account may have: more devices than a person uses.</summary>
    public const int Most = 20;

    private const int MaxName = 60;

    // A browser's answer, certificates of the device's maker included.
    private const int MaxAnswer = 64 * 1024;

    public async Task<string?> Ask(CancellationToken cancel)
    {
        if (!challenges.AreHere)
        {
            return null;
        }

        var mine = await own.Mine(cancel);
        var asked = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = mine.Id, Name = mine.Email ?? mine.Name, DisplayName = mine.Name }, Request);
        challenges.Keep(Purpose(mine), asked.AttestationState);
        return asked.CreationOptionsJson;
    }

    public async Task<PasskeyAnswer> Add(string password, string name, string credential, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(credential);
        var called = PlainText.Clean(name);
        var state = challenges.Take(Purpose(await own.Mine(cancel)));
        var (account, otherwise) = await own.WithPassword(password, cancel);
        if (account is null)
        {
            return Said(otherwise);
        }

        if (called.Length is 0 or > MaxName || credential.Length > MaxAnswer || state is null
            || await Check(credential, state) is not { } passkey)
        {
            return await Refuse(account, AuditActions.PasskeyAdded, PasskeyAnswer.NotTaken, cancel);
        }

        return await Try(account, AuditActions.PasskeyAdded, async (db, _) =>
        {
            await challenges.UseUp(db, state, cancel);
            var row = Row(account, called, passkey);
            if (await db.Passkeys.AnyAsync(one => one.Credential == row.Credential, cancel))
            {
                throw new PasskeyRefusedException(PasskeyAnswer.NotTaken);
            }

            if (await db.Passkeys.CountAsync(one => one.AccountId == account.Id, cancel) >= Most)
            {
                throw new PasskeyRefusedException(PasskeyAnswer.TooMany);
            }

            db.Passkeys.Add(row);
        }, cancel, ("passkey", called));
    }

    public async Task<MyPasskey?> Find(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var mine = await own.Mine(db, cancel);
        return await db.Passkeys.AsNoTracking().Where(row => row.Id == id && row.AccountId == mine.Id)
            .Select(row => new MyPasskey(row.Id, row.Name, row.Made, row.Used)).FirstOrDefaultAsync(cancel);
    }

    public async Task<PasskeyAnswer> Remove(string password, Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } passkey)
        {
            return PasskeyAnswer.Gone;
        }

        var (account, otherwise) = await own.WithPassword(password, cancel);
        return account is null ? Said(otherwise) : await Try(account, AuditActions.PasskeyRemoved, async (db, _) =>
        {
            if (!await db.Factors.AnyAsync(row => row.AccountId == account.Id, cancel)
                && !await db.Passkeys.AnyAsync(row => row.AccountId == account.Id && row.Id != id, cancel))
            {
                throw new PasskeyRefusedException(PasskeyAnswer.LastFactor);
            }

            if (await db.Passkeys.Where(row => row.Id == id && row.AccountId == account.Id).ExecuteDeleteAsync(cancel) == 0)
            {
                throw new PasskeyRefusedException(PasskeyAnswer.Gone);
            }
        }, cancel, ("passkey", passkey.Name));
    }

    public async Task<PasskeyAnswer> RemoveApp(string password, CancellationToken cancel)
    {
        var (account, otherwise) = await own.WithPassword(password, cancel);
        return account is null ? Said(otherwise) : await Try(account, AuditActions.FactorRemoved, async (db, _) =>
        {
            if (!await db.Passkeys.AnyAsync(row => row.AccountId == account.Id, cancel))
            {
                throw new PasskeyRefusedException(PasskeyAnswer.LastFactor);
            }

            if (await db.Factors.Where(row => row.AccountId == account.Id).ExecuteDeleteAsync(cancel) == 0)
            {
                throw new PasskeyRefusedException(PasskeyAnswer.Gone);
            }
        }, cancel);
    }

    private HttpContext Request => requests.HttpContext ?? throw new InvalidOperationException("Only requests ask for passkeys.");

    private static string Purpose(Account account) => "add:" + account.Id;

    private static PasskeyAnswer Said(MyAnswer otherwise) =>
        otherwise is MyAnswer.LockedOut ? PasskeyAnswer.LockedOut : PasskeyAnswer.WrongPassword;

    private async Task<UserPasskeyInfo?> Check(string credential, string state)
    {
        var made = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = Request,
            CredentialJson = credential,
            AttestationState = state,
        });
        if (!made.Succeeded)
        {
            logger.LogInformation("A passkey was not taken: {Problem}", made.Failure.Message);
        }

        return made.Succeeded ? made.Passkey : null;
    }

    private PasskeyRow Row(Account account, string name, UserPasskeyInfo passkey) => new()
    {
        Id = Guid.NewGuid(),
        AccountId = account.Id,
        Credential = Base64Url.EncodeToString(passkey.CredentialId),
        PublicKey = passkey.PublicKey,
        Name = name,
        Made = clock.GetUtcNow(),
        SignCount = passkey.SignCount,

        // Words of the browser's: only those that could be some (WebAuthn, AuthenticatorTransport) are kept.
        Transports = string.Join(',', (passkey.Transports ?? []).Where(one => one.Length is > 0 and <= 20 && one.All(char.IsAsciiLetter)).Take(8)),
        BackupEligible = passkey.IsBackupEligible,
        BackedUp = passkey.IsBackedUp,
    };

    private async Task<PasskeyAnswer> Try(
        Account account, string action, Func<RelayDb, Account, Task> rows, CancellationToken cancel, params (string Key, string Value)[] personal)
    {
        try
        {
            await own.Change(account, action, rows, cancel, personal);
            return PasskeyAnswer.Done;
        }
        catch (PasskeyRefusedException refused)
        {
            return await Refuse(account, action, refused.Answer, cancel);
        }
        catch (CodeIsDeadException)
        {
            return await Refuse(account, action, PasskeyAnswer.NotTaken, cancel);
        }
    }

    private async Task<PasskeyAnswer> Refuse(Account account, string action, PasskeyAnswer why, CancellationToken cancel)
    {
        await audit.Append(
            entries.Of(action, ActorKind.Technician, account, AuditOutcome.Refused, detail: new Dictionary<string, string>
            {
                ["reason"] = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(why.ToString()),
            }),
            cancel: cancel);
        return why;
    }
}

/// <summary>A step about passkeys was not done after all.</summary>
internal sealed class PasskeyRefusedException(PasskeyAnswer answer) : Exception($"Not done: {answer}.")
{
    public PasskeyAnswer Answer => answer;
}
