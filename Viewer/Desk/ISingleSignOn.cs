namespace RemoteAssist.Viewer.Desk;

/// <summary>Single sign-on by the organisation's own provider, where the Relay was set up for one.</summary>
public interface ISingleSignOn
{
    /// <summary>What the provider is called; null where there is none.</summary>
    string? Provider { get; }

    /// <summary>Lets whoever is signed in link their account with the provider's, once the password fits.</summary>
    /// <returns>What the way to the provider needs, for some minutes and this sign-in; or why not.</returns>
    Task<(MyAnswer Answer, string? Ticket)> AllowLink(string password, CancellationToken cancel);

    /// <summary>Takes the link away. All other sign-ins end.</summary>
    Task<MyAnswer> Unlink(string password, CancellationToken cancel);
}

/// <summary>Why single sign-on came to nothing; the page to sign in on says so.</summary>
public enum ProviderProblem
{
    /// <summary>The person, or the provider, said no.</summary>
    Declined,

    /// <summary>The provider does not answer, or not as it must.</summary>
    Unreachable,

    /// <summary>Its answer belongs to no sign-in that this browser has begun.</summary>
    WrongState,

    /// <summary>Another provider answered.</summary>
    OtherProvider,

    /// <summary>The provider does not take the code: it is used, too old, or was given to another browser.</summary>
    CodeRefused,

    /// <summary>The token is signed in a way that is not taken, or not at all.</summary>
    WrongAlgorithm,

    /// <summary>The token is signed with a key that the provider does not publish.</summary>
    UnknownKey,

    /// <summary>The signature does not fit.</summary>
    WrongSignature,

    /// <summary>The token is somebody else's.</summary>
    WrongIssuer,

    /// <summary>The token is for another program.</summary>
    WrongAudience,

    /// <summary>The token is too old, or not good yet.</summary>
    WrongTime,

    /// <summary>The token was made for another sign-in.</summary>
    WrongNonce,

    /// <summary>Something else is wrong with the answer.</summary>
    NotTaken,

    /// <summary>The provider gives this person no role here.</summary>
    NoRole,

    /// <summary>The provider tells no e-mail address that could be used.</summary>
    NoEmail,

    /// <summary>Somebody has an account with this e-mail address that is not linked.</summary>
    EmailTaken,

    /// <summary>An administrator has disabled the account.</summary>
    Disabled,

    /// <summary>The provider's account is linked already, or this one is.</summary>
    LinkedAlready,

    /// <summary>Whoever wanted to link an account is not signed in any more.</summary>
    LinkLost,
}
