namespace RemoteAssist.Viewer.Desk;

/// <summary>Set-up and sign-in, as the pages need them.</summary>
public interface IAccountDesk
{
    /// <summary>Whether this is the one-time link of a Relay that has no account yet.</summary>
    Task<bool> SetUpIsOpen(string token, CancellationToken cancel);

    /// <summary>Makes the first administrator, who sets up the second factor next. The link is dead afterwards.</summary>
    /// <returns>Nothing where it worked, else what was wrong.</returns>
    Task<SetUpProblem?> SetUp(string token, FirstAccount form, CancellationToken cancel);

    /// <summary>Takes e-mail and password. What comes next is the second factor, see <see cref="IFactorDesk"/>.</summary>
    Task<SignInResult> SignIn(string email, string password, CancellationToken cancel);

    /// <summary>Signs out.</summary>
    Task SignOut(CancellationToken cancel);
}

/// <summary>The first administrator, who is a technician too.</summary>
/// <param name="Name">As customers see it; 1 to 100 characters.</param>
/// <param name="Organisation">As customers see it; 1 to 100 characters.</param>
/// <param name="Email">To sign in with.</param>
/// <param name="Password">At least 12 characters.</param>
public sealed record FirstAccount(string Name, string Organisation, string Email, string Password);

/// <summary>Why set-up did not go through.</summary>
public enum SetUpProblem
{
    /// <summary>The link has been used, or is not the one that was printed.</summary>
    LinkIsDead,

    /// <summary>The password is under 12 characters or among the commonest.</summary>
    WeakPassword,

    /// <summary>The e-mail address is not one.</summary>
    BadEmail,
}

/// <summary>How a sign-in went.</summary>
public enum SignInResult
{
    /// <summary>Signed in.</summary>
    SignedIn,

    /// <summary>E-mail and password, or the code, do not fit.</summary>
    Wrong,

    /// <summary>Too many wrong tries; locked for some minutes.</summary>
    LockedOut,

    /// <summary>The password fits, but an administrator has disabled the account.</summary>
    Disabled,

    /// <summary>The password fits; the second factor comes next.</summary>
    FactorNext,

    /// <summary>The password was given too long ago, or has changed since.</summary>
    StartAgain,
}
