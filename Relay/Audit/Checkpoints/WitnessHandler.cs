using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Witness;

namespace RemoteAssist.Relay.Audit.Checkpoints;

/// <summary>Takes requests that a known witness signed, see <see cref="WitnessRequest"/>; only the routes of the log ask by it.</summary>
internal sealed class WitnessHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Witnesses witnesses, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>The scheme's name, and the role of whoever comes by it. It is no role of an account.</summary>
    public const string Witness = WitnessRequest.Scheme;

    /// <summary>The key in one line.</summary>
    public const string Key = "witnessKey";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } only] || !only.StartsWith(Witness + " ", StringComparison.Ordinal))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var target = Context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var key = WitnessRequest.Whose(only[(Witness.Length + 1)..], Request.Method, target, witnesses.Called, clock.GetUtcNow());
        return Task.FromResult(key is null
            ? AuthenticateResult.Fail("No witness that is known here signed this request.")
            : AuthenticateResult.Success(new AuthenticationTicket(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, Witness), new Claim(Key, key.ToString())], Witness)), Witness)));
    }
}
