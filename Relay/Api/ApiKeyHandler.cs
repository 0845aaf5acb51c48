using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Api;

/// <summary>
/// Takes keys as <c>Authorization: Bearer ra_…</c> (RFC 6750, 2.1), and in no other way. Each request looks the key up anew, so
/// one that was revoked, or whose maker was disabled, is good for nothing from that moment on.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logs,
    UrlEncoder encoder,
    IDbContextFactory<RelayDb> databases,
    ApiUses uses,
    TimeProvider clock) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    private const string Bearer = "Bearer ";

    private string? refused;

    // 1 the text   2 the row, by the mark   3 the hash   4 whether it still works, and its maker still is an administrator
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        if (header.Count != 1 || header[0] is not { } only || !only.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            || !ApiKeyText.TryRead(only[Bearer.Length..].Trim(' '), out var key))
        {
            return No("This is not written as keys are.");
        }

        await using var db = await databases.CreateDbContextAsync(Context.RequestAborted);
        if (await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(row => row.Mark == key.Mark, Context.RequestAborted) is not { } found
            || !key.Fits(found.Hash))
        {
            return No("There is no such key.");
        }

        // From here on it is known whose key it is, and each answer is in the log.
        Context.Features.Set(new ApiUse(found));
        var hasMaker = await ApiKeyDesk.Makers(db).AnyAsync(account => account.Id == found.MadeById, Context.RequestAborted);
        return ApiKeyDesk.StateOf(found, clock.GetUtcNow(), hasMaker) switch
        {
            ApiKeyState.Active => AuthenticateResult.Success(new AuthenticationTicket(ApiScopes.Principal(found), ApiScopes.Scheme)),
            ApiKeyState.Expired => No("The key has expired."),
            ApiKeyState.Suspended => No("The administrator who made the key is none any more, or was disabled."),
            _ => No("The key was revoked."),
        };
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await uses.Note(Context, StatusCodes.Status401Unauthorized);
        Response.Headers.WWWAuthenticate = refused is null
            ? "Bearer realm=\"RemoteAssist\""
            : $"Bearer realm=\"RemoteAssist\", error=\"invalid_token\", error_description=\"{refused}\"";
        await ApiAnswers.Write(
            Context, StatusCodes.Status401Unauthorized,
            $"{refused ?? "A key is missing."} Send the header \"Authorization: Bearer\" with a key that an administrator made under /people/keys.");
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        await uses.Note(Context, StatusCodes.Status403Forbidden);
        var needed = Context.GetEndpoint()?.Metadata.GetMetadata<NeededScope>() is { } scope ? ApiScopes.Name(scope.Scope) : "";
        Response.Headers.WWWAuthenticate = $"Bearer realm=\"RemoteAssist\", error=\"insufficient_scope\", scope=\"{needed}\"";
        await ApiAnswers.Write(
            Context, StatusCodes.Status403Forbidden, $"This needs a key with the scope {needed}. Ask an administrator to make one.", ("scope", needed));
    }

    private AuthenticateResult No(string why)
    {
        refused = why;
        return AuthenticateResult.Fail(why);
    }
}
