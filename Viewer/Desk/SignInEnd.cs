namespace RemoteAssist.Viewer.Desk;

/// <summary>Why a sign-in ended before its time; the page to sign in on says so.</summary>
public enum SignInEnd
{
    /// <summary>The person signed out.</summary>
    SignedOut,

    /// <summary>An administrator disabled the account.</summary>
    Disabled,

    /// <summary>An administrator changed what the account may do.</summary>
    RolesChanged,

    /// <summary>An administrator took password and factor from the account, for new ones.</summary>
    Reset,

    /// <summary>The person changed password, factor or recovery codes elsewhere.</summary>
    AccountChanged,

    /// <summary>The person ended it from another sign-in.</summary>
    Revoked,

    /// <summary>The Relay was restored from a backup, which cannot know what was ended since.</summary>
    Restored,
}
