namespace RemoteAssist.Viewer.Desk;

/// <summary>
/// The second factor: asked for at every sign-in, and made at the first one. All of it is about the person whose password
/// has just fitted.
/// </summary>
public interface IFactorDesk
{
    /// <summary>What the person whose password fitted has to do next.</summary>
    Task<SecondStep> Next(CancellationToken cancel);

    /// <summary>Offers a factor for an authenticator app to take in.</summary>
    /// <param name="again">An offer that is still open, to show the same once more; null for a new one.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Null where nobody's password fitted, or it is too long ago.</returns>
    Task<FactorOffer?> Offer(string? again, CancellationToken cancel);

    /// <summary>Makes the offered factor that of the account, once a code shows that the app has it, and signs in.</summary>
    Task<NewFactor> Take(string offer, string code, CancellationToken cancel);

    /// <summary>Signs in with a code of the authenticator app.</summary>
    Task<SignInResult> Code(string code, CancellationToken cancel);

    /// <summary>Signs in with a recovery code, which is used up by it.</summary>
    Task<SignInResult> RecoveryCode(string code, CancellationToken cancel);

    /// <summary>What a browser needs to ask for a passkey of this person, as JSON; good for some minutes, here.</summary>
    /// <returns>Null where they have none, or this address has no name.</returns>
    Task<string?> AskPasskey(CancellationToken cancel);

    /// <summary>Signs in with the browser's answer, as JSON, to what was asked last.</summary>
    Task<SignInResult> Passkey(string credential, CancellationToken cancel);
}

/// <summary>What comes after the password.</summary>
public enum SecondStep
{
    /// <summary>Nothing: nobody's password fitted, or it is too long ago.</summary>
    None,

    /// <summary>The account has no factor yet and gets one now.</summary>
    MakeFactor,

    /// <summary>The factor of the account is asked for.</summary>
    AskFactor,

    /// <summary>The account has no authenticator app: a passkey is asked for.</summary>
    AskPasskey,
}

/// <summary>What an authenticator app takes in.</summary>
/// <param name="Sealed">The offer, for the form to carry; good for some minutes and for this account only.</param>
/// <param name="Secret">The secret in base32, to type where no camera is at hand.</param>
/// <param name="Address">The secret as <c>otpauth:</c> address, for the QR code.</param>
public sealed record FactorOffer(string Sealed, string Secret, string Address);

/// <summary>What came of taking an offer.</summary>
/// <param name="Answer">
/// <see cref="SignInResult.SignedIn"/>; <see cref="SignInResult.Wrong"/> where the code does not fit;
/// <see cref="SignInResult.StartAgain"/> where the offer is too old or the account has a factor already.
/// </param>
/// <param name="RecoveryCodes">Shown once, where it worked.</param>
public sealed record NewFactor(SignInResult Answer, IReadOnlyList<string> RecoveryCodes);
