using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.SingleSignOn;

/// <summary>
/// How the Relay takes the organisation's provider in: authorization code with PKCE by the framework's handler, the token
/// checked by its library, and then our own rules for who comes in.
/// </summary>
internal static class SingleSignOnSetup
{
    /// <summary>Where a sign-in by the provider begins.</summary>
    public const string StartPath = "/sign-in/provider";

    /// <summary>Where the provider sends people back to.</summary>
    public const string DonePath = "/sign-in/provider/done";

    private const string Scheme = "RemoteAssist.SingleSignOn";

    /// <summary>Adds the provider, where there is one.</summary>
    /// <exception cref="Hosting.UnusableSettingException">Its settings cannot be used.</exception>
    public static IServiceCollection AddSingleSignOn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<ProviderLinks>().AddScoped<ISingleSignOn>(all => all.GetRequiredService<ProviderLinks>());
        if (SingleSignOnSettings.Read(configuration) is not { } settings)
        {
            return services;
        }

        services.AddSingleton(settings).AddScoped<ProviderAccounts>();
        services.AddAuthentication().AddOpenIdConnect(Scheme, options => Configure(options, settings));
        return services;
    }

    /// <summary>The two ways to the provider; without one there is nothing.</summary>
    public static void MapSingleSignOn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(StartPath, async (string? returnUrl, ISingleSignOn provider, HttpContext http) =>
            provider.Provider is null ? Results.NotFound()
            : await Go(http, "/sign-in", new AuthenticationProperties
            {
                RedirectUri = returnUrl is not null && RedirectHttpResult.IsLocalUrl(returnUrl) ? returnUrl : "/",
            }))
            .AllowAnonymous();
        routes.MapGet("/account/provider/go", async (string? ticket, ProviderLinks links, HttpContext http) =>
            links.Provider is null || http.User.AccountId() is not { } account || !links.IsGood(ticket ?? "", account) ? Results.NotFound()
            : await Go(http, "/account/provider", new AuthenticationProperties(new Dictionary<string, string?>
            {
                [ProviderEvents.LinkedAccount] = account,
                [ProviderEvents.LinkedSignIn] = http.User.SignInId()?.ToString(),
            })
            {
                RedirectUri = "/account?changed=true",
            }));
    }

    // The provider's own description is asked for first: where it cannot be had, people are told so.
    private static async Task<IResult> Go(HttpContext http, string page, AuthenticationProperties properties)
    {
        try
        {
            var options = http.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Scheme);
            await options.ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
        }
        catch (InvalidOperationException unreachable)
        {
            http.RequestServices.GetRequiredService<ILogger<ProviderEvents>>().LogWarning(unreachable, "The provider of single sign-on cannot be used");
            return Results.LocalRedirect($"{page}?provider={ProviderProblem.Unreachable}");
        }

        return Results.Challenge(properties, [Scheme]);
    }

    private static void Configure(OpenIdConnectOptions options, SingleSignOnSettings settings)
    {
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query; // so that cookies need not be for other sites
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.ClaimActions.Clear(); // they would take away what we look at
        options.SaveTokens = false;
        options.DisableTelemetry = true;
        options.CallbackPath = DonePath;
        options.RemoteSignOutPath = default; // nobody signs out, or is signed out, by a link
        options.SignedOutCallbackPath = default;
        options.SignInScheme = HalfSignIn.Scheme; // never used: ProviderEvents signs in
        options.Scope.Clear();
        foreach (var scope in settings.Scopes)
        {
            options.Scope.Add(scope);
        }

        Seal(options.CorrelationCookie, "remoteassist.provider.state.");
        Seal(options.NonceCookie, "remoteassist.provider.nonce.");
        options.RemoteAuthenticationTimeout = HalfSignIn.Lifetime;
        options.ProtocolValidator.NonceLifetime = HalfSignIn.Lifetime;
        options.Events = new ProviderEvents(settings);
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = ProviderEvents.Algorithms,
            TryAllIssuerSigningKeys = false, // only the key that the token names
            ClockSkew = TimeSpan.FromMinutes(2),
            ValidAudience = settings.ClientId,
            NameClaimType = "name",
            RoleClaimType = "no role is taken from a token",
        };
        options.RequireHttpsMetadata = !settings.IsHere;
        options.Backchannel = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = TimeSpan.FromSeconds(15),
            MaxResponseContentBufferSize = 1024 * 1024,
        };
        options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            settings.Authority.ToString().TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(options.Backchannel) { RequireHttps = !settings.IsHere },
            new ProviderCheck(settings));
    }

    private static void Seal(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.HttpOnly = true;
    }
}
