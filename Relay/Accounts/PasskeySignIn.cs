using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// Sign-in with a passkey alone. Whose it is says the passkey; where it does not fit nobody is known, so nobody's tries are
/// counted and nobody can be locked out by it. Who is locked out by wrong passwords comes in this way.
/// </summary>
internal sealed class PasskeySignIn(PasskeyTries passkeys, SignIns signIns, HalfSignIn half) : IPasskeySignIn
{
    public Task<string?> Ask(CancellationToken cancel) => passkeys.Ask(null);

    public async Task<SignInResult> SignIn(string credential, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (await passkeys.Check(null, credential, cancel) is not var (account, useUp))
        {
            await signIns.Refuse(null, "", AuditOutcome.Failed, "wrongPasskey", cancel);
            return SignInResult.Wrong;
        }

        if (account.Disabled is not null)
        {
            await signIns.Refuse(account, account.Email ?? "", AuditOutcome.Refused, "disabled", cancel);
            return SignInResult.Disabled;
        }

        try
        {
            await signIns.Open(account, "passkeyAlone", useUp, cancel);
        }
        catch (CodeIsDeadException)
        {
            await signIns.Refuse(account, account.Email ?? "", AuditOutcome.Failed, "passkeyUsedUp", cancel);
            return SignInResult.Wrong;
        }

        await half.Forget();
        return SignInResult.SignedIn;
    }
}
