namespace RemoteAssist.Viewer.Desk;

/// <summary>
/// Passkeys of one's own account, for whoever is signed in. As with all that changes an account, the password is asked for
/// once more, and all other sign-ins end.
/// </summary>
public interface IPasskeyDesk
{
    /// <summary>What a browser needs to make a passkey, as JSON (WebAuthn's <c>PublicKeyCredentialCreationOptionsJSON</c>); good for some minutes, here.</summary>
    /// <returns>Null where this address has no name: browsers bind passkeys to names, never to numbers.</returns>
    Task<string?> Ask(CancellationToken cancel);

    /// <summary>Keeps what the browser made.</summary>
    /// <param name="password">Of the account.</param>
    /// <param name="name">What its owner calls it; 1 to 60 characters.</param>
    /// <param name="credential">The browser's answer, as JSON.</param>
    /// <param name="cancel">Before the commit.</param>
    Task<PasskeyAnswer> Add(string password, string name, string credential, CancellationToken cancel);

    /// <summary>One of one's own passkeys; null where there is none.</summary>
    Task<MyPasskey?> Find(Guid id, CancellationToken cancel);

    /// <summary>Removes one. The last second factor of an account stays.</summary>
    Task<PasskeyAnswer> Remove(string password, Guid id, CancellationToken cancel);

    /// <summary>Has the authenticator app asked for no more, where a passkey stays.</summary>
    Task<PasskeyAnswer> RemoveApp(string password, CancellationToken cancel);
}

/// <summary>Sign-in with a passkey alone; as the second step it is one of <see cref="IFactorDesk"/>.</summary>
public interface IPasskeySignIn
{
    /// <summary>What a browser needs to ask for any passkey that it has for this address, as JSON; good for some minutes, here.</summary>
    /// <returns>Null where this address has no name.</returns>
    Task<string?> Ask(CancellationToken cancel);

    /// <summary>Signs in with the browser's answer, as JSON, to what was asked last.</summary>
    Task<SignInResult> SignIn(string credential, CancellationToken cancel);
}

/// <summary>One of one's own passkeys.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Made">When, UTC.</param>
/// <param name="Used">When it last signed in, UTC; null where it never has.</param>
public sealed record MyPasskey(Guid Id, string Name, DateTimeOffset Made, DateTimeOffset? Used);

/// <summary>What came of changing one's own passkeys.</summary>
public enum PasskeyAnswer
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>The password is not the one of the account.</summary>
    WrongPassword,

    /// <summary>Too many wrong tries; locked for some minutes.</summary>
    LockedOut,

    /// <summary>What the browser made is not for this page, this person or this moment.</summary>
    NotTaken,

    /// <summary>The account has as many as it may.</summary>
    TooMany,

    /// <summary>It is the last second factor of the account.</summary>
    LastFactor,

    /// <summary>There is no such passkey.</summary>
    Gone,
}
