namespace RemoteAssist.Viewer.Desk;

/// <summary>
/// One's own account, for whoever is signed in. What changes it asks for the password once more, so that a page left open is
/// not an account given away, and ends all other sign-ins.
/// </summary>
public interface IMyAccountDesk
{
    /// <summary>How the account stands.</summary>
    Task<MyAccount> Read(CancellationToken cancel);

    /// <summary>Sets another password.</summary>
    Task<MyAnswer> ChangePassword(string password, string next, CancellationToken cancel);

    /// <summary>Offers a factor for another authenticator app to take in.</summary>
    /// <param name="again">An offer that is still open, to show the same once more; null for a new one.</param>
    /// <param name="cancel">Stops it.</param>
    Task<FactorOffer> OfferFactor(string? again, CancellationToken cancel);

    /// <summary>Puts the offered factor in place of the one before, with new recovery codes.</summary>
    Task<(MyAnswer Answer, IReadOnlyList<string> RecoveryCodes)> ChangeFactor(
        string password, string offer, string code, CancellationToken cancel);

    /// <summary>Makes new recovery codes; those from before are dead.</summary>
    Task<(MyAnswer Answer, IReadOnlyList<string> RecoveryCodes)> NewRecoveryCodes(string password, CancellationToken cancel);

    /// <summary>Ends one of one's own sign-ins. One that is not there is ended already.</summary>
    Task EndSignIn(Guid id, CancellationToken cancel);
}

/// <summary>One's own account.</summary>
/// <param name="Name">As customers see it.</param>
/// <param name="Organisation">As customers see it.</param>
/// <param name="Email">To sign in with.</param>
/// <param name="FactorSince">Since when the authenticator app is this one, UTC; null where none is asked for.</param>
/// <param name="RecoveryCodesLeft">How many are still good.</param>
/// <param name="SignIns">Those that are good, newest first.</param>
/// <param name="Passkeys">Oldest first.</param>
/// <param name="HasPassword">Whether it can be signed in with here, or only by the organisation's provider.</param>
/// <param name="LinkedWith">What the provider is called that it is linked with; null where it is not.</param>
public sealed record MyAccount(
    string Name,
    string Organisation,
    string Email,
    DateTimeOffset? FactorSince,
    int RecoveryCodesLeft,
    IReadOnlyList<MySignIn> SignIns,
    IReadOnlyList<MyPasskey> Passkeys,
    bool HasPassword,
    string? LinkedWith);

/// <summary>One of one's own sign-ins.</summary>
/// <param name="Id">Which.</param>
/// <param name="Began">When, UTC.</param>
/// <param name="Seen">When it was last used, UTC, to some minutes.</param>
/// <param name="Address">From which network address.</param>
/// <param name="Browser">What the browser said it is: somebody else's words.</param>
/// <param name="IsThis">Whether it is the one that asks.</param>
public sealed record MySignIn(Guid Id, DateTimeOffset Began, DateTimeOffset Seen, string Address, string Browser, bool IsThis);

/// <summary>What came of changing one's own account.</summary>
public enum MyAnswer
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>The password is not the one of the account.</summary>
    WrongPassword,

    /// <summary>Too many wrong tries; locked for some minutes.</summary>
    LockedOut,

    /// <summary>The new password is under 12 characters or among the commonest.</summary>
    WeakPassword,

    /// <summary>The code is not the one of the offered factor.</summary>
    WrongCode,

    /// <summary>The offer is too old; there is a new one.</summary>
    OldOffer,
}
