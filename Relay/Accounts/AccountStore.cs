using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// Accounts as Identity keeps them, with passkeys in a table of our own: they are written in the step that the log has, and
/// Identity only reads them.
/// </summary>
internal sealed class AccountStore(RelayDb db, IdentityErrorDescriber? describer = null) : UserOnlyStore<Account, RelayDb>(db, describer)
{
    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var rows = await Context.Passkeys.AsNoTracking().Where(row => row.AccountId == user.Id).ToListAsync(cancellationToken);
        return rows.ConvertAll(Read);
    }

    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var credential = Base64Url.EncodeToString(credentialId);
        var row = await Context.Passkeys.AsNoTracking()
            .FirstOrDefaultAsync(one => one.AccountId == user.Id && one.Credential == credential, cancellationToken);
        return row is null ? null : Read(row);
    }

    public override async Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var credential = Base64Url.EncodeToString(credentialId);
        return await Context.Passkeys.Where(row => row.Credential == credential)
            .Join(Context.Users, row => row.AccountId, account => account.Id, (_, account) => account)
            .AsNoTracking()
            .FirstOrDefaultAsync(cancellationToken);
    }

    public override Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw NotHere();

    public override Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) => throw NotHere();

    private static UserPasskeyInfo Read(PasskeyRow row) => new(
        Base64Url.DecodeFromChars(row.Credential), row.PublicKey, row.Made, checked((uint)row.SignCount),
        row.Transports.Split(',', StringSplitOptions.RemoveEmptyEntries),
        isUserVerified: true, row.BackupEligible, row.BackedUp, attestationObject: [], clientDataJson: [])
    {
        Name = row.Name,
    };

    private static NotSupportedException NotHere() => new("Passkeys are written together with their entry in the log.");
}
