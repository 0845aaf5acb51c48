using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// Secrets of authenticator apps, sealed with the keys of the data folder: while they are offered, in the form, for some
/// minutes and one account; afterwards in the database.
/// </summary>
internal sealed class FactorOffers(IDataProtectionProvider keys)
{
    private readonly ITimeLimitedDataProtector offered = keys.CreateProtector("RemoteAssist.FactorOffer").ToTimeLimitedDataProtector();
    private readonly IDataProtector kept = keys.CreateProtector("RemoteAssist.Factor");

    /// <summary>A new secret for an account, to be shown to nobody else.</summary>
    public FactorOffer Draw(Account account) => Show(account, Totp.NewSecret());

    /// <summary>The same offer once more; null where it is not one for this account, or too old.</summary>
    public FactorOffer? Again(Account account, string offer) => Open(account, offer) is { } secret ? Show(account, secret) : null;

    /// <summary>The secret in an offer; null where it is not one for this account, or too old.</summary>
    public byte[]? Open(Account account, string offer)
    {
        try
        {
            return For(account).Unprotect(Convert.FromBase64String(offer));
        }
        catch (Exception other) when (other is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>A secret as it is kept.</summary>
    public string Keep(byte[] secret) => Convert.ToBase64String(kept.Protect(secret));

    /// <summary>A kept secret.</summary>
    public byte[] Read(FactorRow factor) => kept.Unprotect(Convert.FromBase64String(factor.Secret));

    private ITimeLimitedDataProtector For(Account account) => offered.CreateProtector(account.Id);

    private FactorOffer Show(Account account, byte[] secret) => new(
        Convert.ToBase64String(For(account).Protect(secret, HalfSignIn.Lifetime)),
        Totp.ToBase32(secret),
        Totp.Address(secret, account.Email ?? account.Name));
}
