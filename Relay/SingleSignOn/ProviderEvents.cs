using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.SingleSignOn;

/// <summary>What we look at ourselves on the way back from the provider, and how its handler's end becomes our sign-in.</summary>
internal sealed class ProviderEvents(SingleSignOnSettings settings) : OpenIdConnectEvents
{
    /// <summary>In the sealed state: the account that is to be linked, where it is not a sign-in.</summary>
    public const string LinkedAccount = "link.account";

    /// <summary>In the sealed state: the sign-in that the link was begun in.</summary>
    public const string LinkedSignIn = "link.signIn";

    /// <summary>Signatures that are taken: those of keys that only the provider can have.</summary>
    public static readonly IReadOnlyList<string> Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];

    /// <summary>RFC 9207: a provider that says who it is must be the one that was asked.</summary>
    public override async Task MessageReceived(MessageReceivedContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var said = context.ProtocolMessage.Iss;
        var known = await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        if (said is null ? known.AuthorizationResponseIssParameterSupported : said != known.Issuer)
        {
            context.Fail(new ProviderException(ProviderProblem.OtherProvider));
        }
    }

    /// <summary>No other algorithm comes as far as any key.</summary>
    public override Task TokenResponseReceived(TokenResponseReceivedContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            if (!Algorithms.Contains(new JsonWebToken(context.TokenEndpointResponse.IdToken).Alg))
            {
                context.Fail(new ProviderException(ProviderProblem.WrongAlgorithm));
            }
        }
        catch (Exception none) when (none is ArgumentException or SecurityTokenException)
        {
            context.Fail(new ProviderException(ProviderProblem.NotTaken));
        }

        return Task.CompletedTask;
    }

    /// <summary>OpenID Connect Core, 3.1.3.7: a token for several programs says which of them asked.</summary>
    public override Task TokenValidated(TokenValidatedContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Principal!.FindAll("aud").Skip(1).Any() && context.Principal.FindFirst("azp")?.Value != settings.ClientId)
        {
            context.Fail(new ProviderException(ProviderProblem.WrongAudience));
        }

        return Task.CompletedTask;
    }

    /// <summary>The token is good: whom does it let in?</summary>
    public override async Task TicketReceived(TicketReceivedContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var accounts = context.HttpContext.RequestServices.GetRequiredService<ProviderAccounts>();
        var cancel = context.HttpContext.RequestAborted;
        var link = context.Properties?.Items.TryGetValue(LinkedAccount, out var account) == true ? account : null;
        ProviderProblem? problem;
        try
        {
            var who = ProviderIdentity.Of(context.Principal!, settings.RolesClaim);
            problem = link is null
                ? await accounts.SignIn(who, cancel)
                : await accounts.Link(who, link, Guid.Parse(context.Properties!.Items[LinkedSignIn] ?? ""), context.HttpContext, cancel);
        }
        catch (ProviderException odd)
        {
            problem = odd.Problem;
            await accounts.Refuse(null, null, odd.Problem, cancel);
        }

        context.HandleResponse();
        context.Response.Redirect(problem is { } why ? Explain(why, link is not null) : context.ReturnUri ?? "/");
    }

    /// <summary>It came to nothing: the log says so, and the page why.</summary>
    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var problem = ProviderFailures.Of(context.Failure);
        var services = context.HttpContext.RequestServices;
        services.GetRequiredService<ILogger<ProviderEvents>>().LogInformation(context.Failure, "A sign-in by the provider came to nothing: {Problem}", problem);
        await services.GetRequiredService<ProviderAccounts>().Refuse(null, null, problem, context.HttpContext.RequestAborted);
        context.HandleResponse();
        context.Response.Redirect(Explain(problem, context.Properties?.Items.ContainsKey(LinkedAccount) == true));
    }

    private static string Explain(ProviderProblem problem, bool linking) => $"{(linking ? "/account/provider" : "/sign-in")}?provider={problem}";
}
