using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// What was asked of a browser's passkey, in a sealed cookie of its own: only the browser that was asked can answer, for some
/// minutes, for what it was asked for, and once.
/// </summary>
internal sealed class PasskeyChallenges(IDataProtectionProvider keys, IHttpContextAccessor requests, TimeProvider clock)
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "remoteassist.passkey";

    /// <summary>How long an answer is good, and how long a browser waits for one: enough to look for the device.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector seal = keys.CreateProtector("RemoteAssist.Passkey").ToTimeLimitedDataProtector();

    /// <summary>Whether browsers can have passkeys for the address of this request: it must be a name.</summary>
    public bool AreHere => Uri.CheckHostName(Request.Host.Host) is UriHostNameType.Dns;

    /// <summary>How Identity asks and checks.</summary>
    public static void Configure(IdentityPasskeyOptions options)
    {
        options.UserVerificationRequirement = "required"; // the device knows its owner: so it is two factors by itself
        options.ResidentKeyRequirement = "required"; // so that nobody has to type who they are
        options.AttestationConveyancePreference = "none";
        options.AuthenticatorTimeout = Lifetime;
        options.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && OriginCheck.IsOwn(context.Origin, context.HttpContext.Request));
    }

    /// <summary>Remembers what was asked.</summary>
    /// <param name="purpose">What for, and of whom.</param>
    /// <param name="state">What Identity checks the answer by.</param>
    public void Keep(string purpose, string? state) => Request.HttpContext.Response.Cookies.Append(
        Cookie, seal.CreateProtector(purpose).Protect(state ?? "", Lifetime), Options());

    /// <summary>What was asked for this purpose; null where nothing was, or it is too long ago. The cookie goes.</summary>
    public string? Take(string purpose)
    {
        try
        {
            return Request.Cookies[Cookie] is { Length: > 0 } kept ? seal.CreateProtector(purpose).Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            Request.HttpContext.Response.Cookies.Delete(Cookie, Options());
        }
    }

    /// <summary>Uses a challenge up, in the transaction of the step that it is answered for.</summary>
    /// <exception cref="CodeIsDeadException">It has been answered before.</exception>
    public async Task UseUp(RelayDb db, string state, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));
        await db.AnsweredChallenges.Where(row => row.Until < now).ExecuteDeleteAsync(cancel);
        if (await db.AnsweredChallenges.AnyAsync(row => row.Hash == hash, cancel))
        {
            throw new CodeIsDeadException();
        }

        // A little longer than the seal holds, whatever the two clocks say.
        db.AnsweredChallenges.Add(new AnsweredChallengeRow { Hash = hash, Until = now + (2 * Lifetime) });
    }

    private HttpRequest Request => requests.HttpContext?.Request ?? throw new InvalidOperationException("Only requests ask for passkeys.");

    private CookieOptions Options() => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = Request.IsHttps,
        MaxAge = Lifetime,
        IsEssential = true,
    };
}
