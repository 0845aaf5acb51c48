using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Api;

/// <summary>What keys may be used for, and how an endpoint says which of it it needs.</summary>
internal static class ApiScopes
{
    /// <summary>The scheme by which a key is taken; only endpoints of the API ask by it, and they ask by no other.</summary>
    public const string Scheme = "ApiKey";

    /// <summary>Any key that works.</summary>
    public const string AnyKey = "api";

    /// <summary>The claim with one scope of the key.</summary>
    public const string Claim = "apiScope";

    /// <summary>As it is written in keys, documents and answers.</summary>
    public static string Name(ApiScope scope) => scope switch
    {
        ApiScope.CasesRead => "cases.read",
        ApiScope.CasesWrite => "cases.write",
        ApiScope.SessionsRead => "sessions.read",
        ApiScope.SessionsPrepare => "sessions.prepare",
        ApiScope.Webhooks => "webhooks",
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };

    /// <summary>Scopes as a row has them; one that only a newer Relay knows gives nothing.</summary>
    public static IReadOnlyList<ApiScope> Read(string written)
    {
        var names = written.Split(',');
        return [.. Enum.GetValues<ApiScope>().Where(scope => names.Contains(Name(scope)))];
    }

    /// <summary>As a row has them.</summary>
    public static string Write(IEnumerable<ApiScope> scopes) => string.Join(',', scopes.Order().Select(Name));

    /// <summary>One policy for each scope, and one for any key.</summary>
    public static void AddPolicies(AuthorizationBuilder builder)
    {
        builder.AddPolicy(AnyKey, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser());
        foreach (var scope in Enum.GetValues<ApiScope>())
        {
            builder.AddPolicy(Policy(scope), policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser().RequireClaim(Claim, Name(scope)));
        }
    }

    /// <summary>The endpoint is for keys with this scope.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, ApiScope scope) =>
        endpoint.RequireAuthorization(Policy(scope)).WithMetadata(new NeededScope(scope));

    /// <summary>The claims of a key.</summary>
    public static ClaimsPrincipal Principal(Storage.ApiKeyRow key) => new(new ClaimsIdentity(
        [
            new Claim(Accounts.AccountClaims.ApiKey, $"{key.Id}"),
            new Claim(Accounts.AccountClaims.Program, key.Name),
            .. Read(key.Scopes).Select(scope => new Claim(Claim, Name(scope))),
        ],
        Scheme));

    private static string Policy(ApiScope scope) => $"{AnyKey}.{Name(scope)}";
}

/// <summary>What an endpoint needs.</summary>
internal sealed record NeededScope(ApiScope Scope);
