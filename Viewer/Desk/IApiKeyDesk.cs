namespace RemoteAssist.Viewer.Desk;

/// <summary>The keys with which programs come, for administrators. The Relay implements it.</summary>
public interface IApiKeyDesk
{
    /// <summary>All of them, those that work first, then the newest.</summary>
    Task<IReadOnlyList<ApiKey>> List(CancellationToken cancel);

    /// <summary>Makes one. <paramref name="form"/> is already valid.</summary>
    /// <returns>The key, which nobody can be shown again.</returns>
    Task<NewApiKey> Make(ApiKeyForm form, CancellationToken cancel);

    /// <summary>Takes a key's force, at once and for good.</summary>
    /// <returns>False where there is no such key, or it was revoked before.</returns>
    Task<bool> Revoke(Guid id, CancellationToken cancel);
}

/// <summary>What a key may be used for; each is given apart.</summary>
public enum ApiScope
{
    /// <summary>Find and read cases.</summary>
    CasesRead,

    /// <summary>Open cases and change them.</summary>
    CasesWrite,

    /// <summary>Read how sessions stand and what came of them.</summary>
    SessionsRead,

    /// <summary>Write down what the next session of a case is to ask for. It starts none.</summary>
    SessionsPrepare,

    /// <summary>Add, pause, replay and remove webhooks.</summary>
    Webhooks,
}

/// <summary>How a key stands.</summary>
public enum ApiKeyState
{
    /// <summary>It works.</summary>
    Active,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Somebody revoked it.</summary>
    Revoked,

    /// <summary>Whoever made it is no administrator any more, or may not sign in; it works again when they are.</summary>
    Suspended,
}

/// <summary>A key as it is listed.</summary>
/// <param name="Id">The key.</param>
/// <param name="Mark">The part of it that is no secret.</param>
/// <param name="Name">What the program is called.</param>
/// <param name="Scopes">In the order of <see cref="ApiScope"/>.</param>
/// <param name="MadeBy">Who made it.</param>
/// <param name="Made">When, UTC.</param>
/// <param name="Expires">Till when it works, UTC.</param>
/// <param name="LastUsed">When it was last used, UTC; null where never.</param>
/// <param name="State">How it stands.</param>
public sealed record ApiKey(
    Guid Id,
    string Mark,
    string Name,
    IReadOnlyList<ApiScope> Scopes,
    string MadeBy,
    DateTimeOffset Made,
    DateTimeOffset Expires,
    DateTimeOffset? LastUsed,
    ApiKeyState State);

/// <summary>A key to make.</summary>
/// <param name="Name">What the program is called, 1 to <see cref="LongestName"/> characters.</param>
/// <param name="Scopes">At least one, each once.</param>
/// <param name="Days">For how long it works, 1 to <see cref="MostDays"/>.</param>
public sealed record ApiKeyForm(string Name, IReadOnlyList<ApiScope> Scopes, int Days)
{
    /// <summary>So many characters at most in a name.</summary>
    public const int LongestName = 60;

    /// <summary>So many days at most.</summary>
    public const int MostDays = 365;
}

/// <summary>A key just made.</summary>
/// <param name="Key">All of it, to hand on once.</param>
/// <param name="Expires">Till when it works, UTC.</param>
public sealed record NewApiKey(string Key, DateTimeOffset Expires);
