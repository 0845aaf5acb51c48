using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Recordings;

/// <summary>The organisation's root key and the auditors' keys, as they are stored.</summary>
internal sealed class AuditorBook(IDbContextFactory<RelayDb> databases, TimeProvider clock)
{
    /// <summary>The setting with the root key, base64 of its SubjectPublicKeyInfo.</summary>
    public const string RootKey = "recording.rootKey";

    /// <summary>For whom a session can be recorded now: everybody who is certified, an auditor, and may sign in.</summary>
    /// <returns>Null where there is nobody: nothing is recorded then.</returns>
    public async Task<AuditorList?> Offer(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Root(db, cancel) is not { } root)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var rows = await Auditors(db).Join(Keys(db), account => account.Id, row => row.AccountId, (_, row) => row)
            .OrderBy(row => row.Name).ThenBy(row => row.Id).ToListAsync(cancel);
        AuditorCertificate[] good = [.. rows.Select(CertificateOf).OfType<AuditorCertificate>().Where(one => one.IsGood(root, now)).Take(AuditorCertificate.Most)];
        return good.Length == 0 ? null : new AuditorList(root, good);
    }

    /// <summary>The root key, SubjectPublicKeyInfo; null where none is set.</summary>
    public static async Task<byte[]?> Root(RelayDb db, CancellationToken cancel) =>
        await db.Settings.AsNoTracking().FirstOrDefaultAsync(row => row.Key == RootKey, cancel) is { } row ? Convert.FromBase64String(row.Value) : null;

    /// <summary>Every key that is not withdrawn.</summary>
    public static IQueryable<AuditorKeyRow> Keys(RelayDb db) => db.AuditorKeys.AsNoTracking().Where(row => row.Withdrawn == null);

    /// <summary>Accounts of auditors that may sign in.</summary>
    public static IQueryable<Account> Auditors(RelayDb db) => db.Users.AsNoTracking().Where(account => account.Disabled == null
        && db.UserClaims.Any(row => row.UserId == account.Id && row.ClaimType == ClaimTypes.Role && row.ClaimValue == Roles.Auditor));

    /// <summary>The certificate of a key; null where it has none.</summary>
    public static AuditorCertificate? CertificateOf(AuditorKeyRow row) =>
        row is { Name: { } name, Made: { } made, Until: { } until, Signature: { } signature }
            ? new AuditorCertificate(name, row.PublicKey, made, until, signature)
            : null;

    /// <summary>A name as it is signed and shown.</summary>
    public static string NameOf(Account account) => PlainText.Clean(account.Name);
}
