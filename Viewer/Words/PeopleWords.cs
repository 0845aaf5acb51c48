using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Words;

/// <summary>How people and their accounts are spoken of.</summary>
public static class PeopleWords
{
    /// <summary>The roles, apart by commas.</summary>
    public static string Roles(ScreenText text, IEnumerable<PersonRole> roles)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join(text["Log.BetweenScopes"], roles.Select(role => text[$"Role.{role}"]));
    }

    /// <summary>What a key may be used for, apart by commas.</summary>
    public static string Scopes(ScreenText text, IEnumerable<ApiScope> scopes)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join(text["Log.BetweenScopes"], scopes.Select(scope => text[$"ApiScope.{scope}"]));
    }

    /// <summary>The class of a key's badge.</summary>
    public static string Look(ApiKeyState state) => state is ApiKeyState.Active ? "open" : "disabled";

    /// <summary>The class of the badge.</summary>
    public static string Look(AccountState state) => state switch
    {
        AccountState.Active => "open",
        AccountState.Invited => "waiting",
        _ => "disabled",
    };
}
