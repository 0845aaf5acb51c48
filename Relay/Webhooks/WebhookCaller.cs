using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Api;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>Who works with webhooks: an administrator, or a program whose key is for that.</summary>
internal sealed record WebhookCaller(ActorKind Kind, string Id, string Name)
{
    /// <summary>That of this request.</summary>
    /// <exception cref="UnauthorizedAccessException">It is neither.</exception>
    public static WebhookCaller Of(IHttpContextAccessor requests)
    {
        var user = requests.HttpContext?.User;
        if (user?.ApiKeyId() is { } key && user.HasClaim(ApiScopes.Claim, ApiScopes.Name(ApiScope.Webhooks)))
        {
            return new WebhookCaller(ActorKind.Program, key, user.ProgramName() ?? "");
        }

        return user is not null && user.IsInRole(Roles.Administrator) && user.AccountId() is { } account
            ? new WebhookCaller(ActorKind.Administrator, account, user.FindFirst(AccountClaims.Name)?.Value ?? "")
            : throw new UnauthorizedAccessException("Webhooks are for signed-in administrators, and for keys with their scope.");
    }
}
