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

    /// <summary>The steps that a receiver is told of, apart by commas.</summary>
    public static string Steps(ScreenText text, IEnumerable<string> steps)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join(text["Log.BetweenScopes"], steps.Select(step => text[$"Step.{step}"]));
    }

    /// <summary>Why a receiver could not be told.</summary>
    public static string Trouble(ScreenText text, WebhookTrouble? trouble, int? status)
    {
        ArgumentNullException.ThrowIfNull(text);
        return trouble is { } why ? text[$"WebhookTrouble.{why}", status ?? 0] : "";
    }

    /// <summary>How a webhook stands, as the end of a text's name.</summary>
    public static string State(Webhook webhook)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return webhook.Paused is not null ? "Paused" : webhook.Next?.Trouble is not null ? "Failing" : "Active";
    }

    /// <summary>The class of a webhook's badge.</summary>
    public static string Look(Webhook webhook) => State(webhook) switch
    {
        "Active" => "open",
        "Failing" => "waiting",
        _ => "disabled",
    };

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
