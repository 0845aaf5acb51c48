using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The pages behind a real HTTP port, wired as a host wires them, with desks in memory.</summary>
internal sealed class ViewerHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private ViewerHost(WebApplication running, FakeDesks desks, FakeFactors factors, FakePeople people, FakePapers papers, FakeRelay relay) =>
        (app, Desks, Factors, People, Papers, Relay) = (running, desks, factors, people, papers, relay);

    public FakeDesks Desks { get; }

    public FakeFactors Factors { get; }

    public FakePeople People { get; }

    public FakePapers Papers { get; }

    /// <summary>What the live pages talk to.</summary>
    public FakeRelay Relay { get; }

    /// <summary>Who asks the signed-in technician to look too.</summary>
    public FakeInvitations Invitations => app.Services.GetRequiredService<FakeInvitations>();

    /// <summary>Keys for programs, and what programs prepared.</summary>
    public FakeKeys Keys => app.Services.GetRequiredService<FakeKeys>();

    /// <summary>Whom steps of sessions are told to.</summary>
    public FakeWebhooks Webhooks => app.Services.GetRequiredService<FakeWebhooks>();

    /// <summary>What comes of single sign-on.</summary>
    public FakeProvider Provider => app.Services.GetRequiredService<FakeProvider>();

    /// <summary>What there is to audit.</summary>
    public FakeAudit Audit => app.Services.GetRequiredService<FakeAudit>();

    /// <summary>Auditors' keys.</summary>
    public FakeAuditors Auditors => app.Services.GetRequiredService<FakeAuditors>();

    /// <summary>What comes of passkeys.</summary>
    public FakePasskeys Passkeys => app.Services.GetRequiredService<FakePasskeys>();

    /// <summary>What was recorded.</summary>
    public FakeRecordings Recordings => app.Services.GetRequiredService<FakeRecordings>();

    public string Address => app.Urls.First();

    public IEnumerable<RouteEndpoint> Endpoints =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static async Task<ViewerHost> Start()
    {
        var desks = new FakeDesks();
        var factors = new FakeFactors();
        var people = new FakePeople();
        var papers = new FakePapers();
        var relay = new FakeRelay();
        var invitations = new FakeInvitations();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<TimeProvider>(new StoppedClock());
        builder.Services.AddSingleton<ICaseDesk>(desks).AddSingleton<ISessionDesk>(desks).AddSingleton<IAccountDesk>(desks)
            .AddSingleton<IAgentDownload>(desks).AddSingleton<IFactorDesk>(factors)
            .AddSingleton<IPeopleDesk>(people).AddSingleton<IMyAccountDesk>(people);
        builder.Services.AddSingleton<IPaperDesk>(papers).AddSingleton<IWrapUpDesk>(papers).AddSingleton<ISnapshotDesk>(papers)
            .AddSingleton<IReceiptDesk>(papers);
        builder.Services.AddSingleton<FakeKeys>().AddSingleton<IApiKeyDesk>(all => all.GetRequiredService<FakeKeys>())
            .AddSingleton<IPreparationDesk>(all => all.GetRequiredService<FakeKeys>());
        builder.Services.AddSingleton<FakeWebhooks>().AddSingleton<IWebhookDesk>(all => all.GetRequiredService<FakeWebhooks>());
        builder.Services.AddSingleton<FakeProvider>().AddSingleton<ISingleSignOn>(all => all.GetRequiredService<FakeProvider>());
        builder.Services.AddSingleton<FakeAuditors>().AddSingleton<IAuditorDesk>(all => all.GetRequiredService<FakeAuditors>())
            .AddSingleton<IOwnAuditorKeyDesk>(all => all.GetRequiredService<FakeAuditors>());
        builder.Services.AddSingleton<FakePasskeys>().AddSingleton<IPasskeyDesk>(all => all.GetRequiredService<FakePasskeys>())
            .AddSingleton<IPasskeySignIn>(all => all.GetRequiredService<FakePasskeys>());
        builder.Services.AddSingleton<FakeAudit>().AddSingleton<IAuditDesk>(all => all.GetRequiredService<FakeAudit>());
        builder.Services.AddSingleton(invitations).AddSingleton<IInvitationDesk>(invitations);
        builder.Services.AddSingleton<FakeRecordings>();
        builder.Services.AddSingleton(relay).AddSignalR().AddRemoteAssistProtocol();
        builder.Services.AddViewer();
        builder.Services.AddAuthentication(TestSignIn.Scheme).AddScheme<AuthenticationSchemeOptions, TestSignIn>(TestSignIn.Scheme, null);
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

        var running = builder.Build();
        running.Use((http, next) =>
        {
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
                + $"worker-src 'self'; connect-src 'self' ws://{http.Request.Host}";
            return next(http);
        });
        running.UseStaticFiles(new StaticFileOptions { FileProvider = ViewerAssets.Files, RequestPath = ViewerAssets.Path });
        running.UseViewer();
        running.UseAuthentication();
        running.UseAuthorization();
        running.MapViewer();
        running.MapGet("/audit/sessions/{id}/evidence", (FakeAudit audit) => audit.Evidence is { } json ? Results.Text(json, "application/json") : Results.NotFound());
        running.MapGet("/log/consistency", (FakeAudit audit) => audit.Consistency is { } json ? Results.Text(json, "application/json") : Results.NotFound());
        running.MapHub<FakeHub>(HubContract.ViewerPath);
        running.Services.GetRequiredService<FakeRecordings>().Map(running);
        await running.StartAsync();
        return new ViewerHost(running, desks, factors, people, papers, relay);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Some.Now;
    }
}

/// <summary>Signs in whoever says so in a header: <c>X-Roles: technician</c>, <c>X-Name: Mei Lin</c>.</summary>
internal sealed class TestSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public new const string Scheme = "Test";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue("X-Roles", out var roles))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var claims = roles.ToString().Split(',').Select(role => new Claim(ClaimTypes.Role, role))
            .Append(new Claim(ViewerSetup.NameClaim, Uri.UnescapeDataString(Request.Headers["X-Name"].ToString())));
        var person = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(person, Scheme)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Redirect($"{ViewerSetup.SignInPath}?returnUrl={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        return Task.CompletedTask;
    }
}
