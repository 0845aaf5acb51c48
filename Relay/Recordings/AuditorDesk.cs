using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Recordings;

/// <summary>The organisation's root key and its certificates; each step is an entry and its rows, in one transaction.</summary>
internal sealed class AuditorDesk(
    IDbContextFactory<RelayDb> databases, IAuditLog audit, AccountEntries entries, IHttpContextAccessor requests, TimeProvider clock) : IAuditorDesk
{
    public async Task<AuditorsShown> Read(CancellationToken cancel)
    {
        RequireAdministrator();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var root = await AuditorBook.Root(db, cancel);
        var auditors = await AuditorBook.Auditors(db).ToListAsync(cancel);
        var keys = await AuditorBook.Keys(db)
            .Join(db.Users.AsNoTracking(), row => row.AccountId, account => account.Id, (row, account) => new { row, account }).ToListAsync(cancel);
        var now = clock.GetUtcNow();
        return new AuditorsShown(
            root,
            root is null ? null : AskingStatement.Fingerprint(root),
            [.. keys.Select(key => Shown(key.row, key.account, root, now, auditors.Exists(one => one.Id == key.account.Id)))
                .OrderBy(key => key.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(key => key.Id, StringComparer.Ordinal)],
            [.. auditors.Where(one => !keys.Exists(key => key.account.Id == one.Id)).Select(AuditorBook.NameOf).Order(StringComparer.CurrentCultureIgnoreCase)]);
    }

    public async Task<AuditorAnswer> SetRoot(byte[] publicKey, CancellationToken cancel)
    {
        RequireAdministrator();
        return !P256Key.IsOne(publicKey)
            ? AuditorAnswer.NoKey
            : await Step(
                Entry(AuditActions.RootKeySet, ("key", AskingStatement.Fingerprint(publicKey))),
                async db =>
                {
                    Refuse(await AuditorBook.Root(db, cancel) is not null, AuditorAnswer.RootIsSet);
                    db.Settings.Add(new SettingRow { Key = AuditorBook.RootKey, Value = Convert.ToBase64String(publicKey) });
                },
                cancel);
    }

    public async Task<AuditorAnswer> Certify(SignedAuditor signed, CancellationToken cancel)
    {
        RequireAdministrator();
        ArgumentNullException.ThrowIfNull(signed);
        if (!IsId(signed.Id) || signed.Name.Length is 0 or > AskingStatement.LongestText || PlainText.Clean(signed.Name) != signed.Name)
        {
            // What cannot be of anybody here is in no entry.
            return IsId(signed.Id) ? AuditorAnswer.NotSigned : AuditorAnswer.Gone;
        }

        return await Step(
            Entry(AuditActions.AuditorCertified, ("key", signed.Id), ("until", $"{signed.Until:O}")).With(("auditor", signed.Name)),
            async db =>
            {
                var root = await AuditorBook.Root(db, cancel);
                Refuse(root is null, AuditorAnswer.NoRoot);
                var row = await db.AuditorKeys.FirstOrDefaultAsync(one => one.Id == signed.Id && one.Withdrawn == null, cancel)
                    ?? throw new AuditorRefusedException(AuditorAnswer.Gone);
                var account = await db.Users.AsNoTracking().SingleAsync(one => one.Id == row.AccountId, cancel);
                var certificate = new AuditorCertificate(signed.Name, row.PublicKey, signed.Made, signed.Until, signed.Signature);
                Refuse(signed.Name != AuditorBook.NameOf(account) || !certificate.IsGood(root!, clock.GetUtcNow()), AuditorAnswer.NotSigned);
                (row.Name, row.Made, row.Until, row.Signature) = (signed.Name, signed.Made, signed.Until, signed.Signature);
            },
            cancel);
    }

    public async Task<AuditorAnswer> Withdraw(string id, CancellationToken cancel)
    {
        RequireAdministrator();
        ArgumentNullException.ThrowIfNull(id);
        return !IsId(id) ? AuditorAnswer.Gone : await Step(
            Entry(AuditActions.AuditorKeyWithdrawn, ("key", id)),
            async db => Refuse(
                await db.AuditorKeys.Where(row => row.Id == id && row.Withdrawn == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Withdrawn, clock.GetUtcNow()), cancel) == 0,
                AuditorAnswer.Gone),
            cancel);
    }

    /// <summary>A key as the pages show it.</summary>
    public static AuditorKeyShown Shown(AuditorKeyRow row, Account account, byte[]? root, DateTimeOffset now, bool mayAudit)
    {
        var certificate = AuditorBook.CertificateOf(row);
        var isGood = root is not null && certificate?.IsGood(root, now) == true;
        return new AuditorKeyShown(
            row.Id, isGood ? certificate!.Name : AuditorBook.NameOf(account), account.Email, row.PublicKey, AskingStatement.Fingerprint(row.PublicKey), row.Added,
            isGood ? certificate!.Until : null, mayAudit);
    }

    private static bool IsId(string id) => id.Length == 2 * AuditorCertificate.IdSize && id.All(char.IsAsciiHexDigitLower);

    private static void Refuse(bool when, AuditorAnswer why)
    {
        if (when)
        {
            throw new AuditorRefusedException(why);
        }
    }

    private async Task<AuditorAnswer> Step(PendingEntry entry, Func<RelayDb, Task> rows, CancellationToken cancel)
    {
        try
        {
            await audit.Append(entry, rows, cancel);
            return AuditorAnswer.Done;
        }
        catch (AuditorRefusedException refused)
        {
            return refused.Answer;
        }
    }

    private PendingEntry Entry(string action, params ReadOnlySpan<(string Key, string Value)> facts)
    {
        var detail = new Dictionary<string, string>();
        foreach (var (key, value) in facts)
        {
            detail[key] = value;
        }

        return new PendingEntry(
            action, ActorKind.Administrator, requests.HttpContext?.User.AccountId(), AuditOutcome.Success, Detail: detail, Personal: entries.Where());
    }

    private void RequireAdministrator()
    {
        if (requests.HttpContext?.User.IsInRole(Roles.Administrator) != true)
        {
            throw new UnauthorizedAccessException("Auditors' keys are for signed-in administrators.");
        }
    }
}

/// <summary>A step about auditors' keys was not done after all.</summary>
internal sealed class AuditorRefusedException(AuditorAnswer answer) : Exception($"Not done: {answer}.")
{
    public AuditorAnswer Answer => answer;
}
