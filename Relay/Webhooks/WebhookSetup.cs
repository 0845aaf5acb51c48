using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>How the Relay takes webhooks in. Needs beside it the log, accounts and the database.</summary>
internal static class WebhookSetup
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<WebhookOptions>().Bind(settings.GetSection(WebhookOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsCheck>();
        return services.AddSingleton<WebhookBell>().AddSingleton<IEntryFollower, WebhookOutbox>()
            .AddSingleton<IHostNames, SystemHostNames>().AddSingleton<TargetClients>().AddSingleton<WebhookSecrets>()
            .AddSingleton<WebhookTry>().AddSingleton<WebhookBook>().AddSingleton<WebhookReplays>()
            .AddScoped<IWebhookDesk, WebhookDesk>().AddHostedService<WebhookCourier>();
    }
}
