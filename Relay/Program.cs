using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Api;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Audit.Desk;
using RemoteAssist.Relay.Bundles;
using RemoteAssist.Relay.Cases;
using RemoteAssist.Relay.Downloads;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Papers;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.SingleSignOn;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Syslog;
using RemoteAssist.Relay.Webhooks;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer;
using RemoteAssist.Viewer.Desk;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

return await CommandLine.Run(args, Serve);

static async Task<int> Serve(string[] settings)
{
    try
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            ContentRootPath = AppContext.BaseDirectory, // appsettings.json lies beside the program, wherever it is started
        });
        var url = RelaySettings.UrlOf(builder.Configuration);
        var proxies = RelaySettings.ProxiesOf(builder.Configuration);
        using var data = DataFolder.Open(builder.Configuration[RelaySettings.Data] ?? RelaySettings.DefaultData);
        StorageSetup.Prepare(data.Database, TimeProvider.System);
        using var key = RelayKey.Open(data.SigningKey);
        var witnesses = RelaySettings.WitnessesOf(builder.Configuration);
        using var served = Https.Open(builder.Configuration, url, proxies, data.HttpsCertificate, TimeProvider.System);

        await using var app = Build(builder, url, proxies, data, key, served, witnesses);
        return await Run(app, data, key, served);
    }
    catch (Exception failure) when (failure is UnusableSettingException or StorageException or AuditUnavailableException or OptionsValidationException)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return ExitCodes.CannotStart;
    }
}

static WebApplication Build(
    WebApplicationBuilder builder, string url, IReadOnlyList<IPAddress> proxies, DataFolder data, RelayKey key, ServedCertificate served, IReadOnlyList<NoteKey> witnesses)
{
    builder.WebHost.Configure(url, served);
    builder.Logging.ClearProviders().AddSerilog(LogTo(data.Logs), dispose: true);
    builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
    builder.Services.TryAddSingleton(TimeProvider.System);
    builder.Services.AddStorage(data.Database);
    builder.Services.AddCheckpoints(witnesses); // the first and the last of those with hosted services: nothing is written without it
    builder.Services.AddAudit(); // first of the others: the log's last word comes after theirs
    builder.Services.AddAccounts(builder.Configuration, data.Keys);
    builder.Services.AddSingleSignOn(builder.Configuration);
    builder.Services.AddScoped<ICaseDesk, CaseDesk>();
    builder.Services.AddRecordings(builder.Configuration, data.Path);
    builder.Services.AddSessions(builder.Configuration, key);
    builder.Services.AddAuditors();
    builder.Services.AddPapers(data.Path);
    builder.Services.AddDownloads(proxies.Count == 0 ? served.Pin : null);
    builder.Services.AddBundles();
    builder.Services.AddApi();
    builder.Services.AddWebhooks(builder.Configuration);
    builder.Services.AddSyslog(builder.Configuration);
    builder.Services.AddViewer();

    var app = builder.Build();
    app.UseReverseProxies(proxies);
    app.UseSecurityHeaders();
    app.UseNothingInTheClear();
    app.UseBareErrors();
    app.UseHsts();
    app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = ViewerAssets.Files,
        RequestPath = ViewerAssets.Path,
        OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
            file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
    });
    app.UseViewer();
    app.UseUnsaved();
    app.UseApiAnswers();
    app.UseRateLimiter();
    app.UseAuthentication();
    app.UseApiDoor();
    app.UseAuthorization();
    app.UsePageMethods();
    app.MapHealth();
    app.MapLog();
    app.MapAuditDesk();
    app.MapBundles();
    app.MapSessionHub();
    app.MapDownloads();
    app.MapRecordings();
    app.MapViewer();
    app.MapSingleSignOn();
    app.MapApi();
    app.RequireClosed();
    return app;
}

static async Task<int> Run(WebApplication app, DataFolder data, RelayKey key, ServedCertificate served)
{
    var setUpToken = await app.Services.GetRequiredService<SetUpLink>().Issue(CancellationToken.None);
    try
    {
        await app.StartAsync();
    }
    catch (IOException failure)
    {
        await app.StopAsync();
        await Console.Error.WriteLineAsync($"The Relay cannot listen: {failure.Message}");
        return ExitCodes.CannotListen;
    }

    Greeting.Say(Console.Out, app.Urls, data.Path, key.Fingerprint, served, setUpToken);
    await app.WaitForShutdownAsync();
    StorageSetup.Release(data.Database);
    return ExitCodes.Stopped;
}

// What the framework says below a warning holds paths, and a path may hold the set-up link: it is not for settings to open.
static Serilog.Core.Logger LogTo(string folder) => new LoggerConfiguration()
    .MinimumLevel.Debug()
    .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
    .MinimumLevel.Override("System", LogEventLevel.Warning)
    .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error) // keys lie in a folder of the owner alone
    .Filter.ByExcluding(said => said.MessageTemplate.Text == "Hosting failed to start") // Run says it in one sentence
    .WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture)
    .WriteTo.File(
        new JsonFormatter(renderMessage: true),
        Path.Combine(folder, "relay-.log"),
        hooks: new PrivateLogs(),
        rollingInterval: RollingInterval.Day,
        rollOnFileSizeLimit: true,
        fileSizeLimitBytes: 50 * 1024 * 1024,
        retainedFileCountLimit: 30)
    .CreateLogger();

/// <summary>Public, so that tests can host it.</summary>
public partial class Program;
