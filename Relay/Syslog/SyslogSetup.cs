using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hosting;

namespace RemoteAssist.Relay.Syslog;

/// <summary>How the Relay takes its feed to a syslog receiver in: only where <see cref="RelaySettings.Syslog"/> names one.</summary>
internal static class SyslogSetup
{
    /// <exception cref="UnusableSettingException">What is named is no such address.</exception>
    public static IServiceCollection AddSyslog(this IServiceCollection services, IConfiguration settings) =>
        SyslogTarget.Read(settings[RelaySettings.Syslog], settings[RelaySettings.SyslogTrust]) is not { } target
            ? services
            : services.AddSingleton(target)
                .AddSingleton<SyslogBell>()
                .AddSingleton<IEntryFollower>(all => all.GetRequiredService<SyslogBell>())
                .AddHostedService<SyslogFeed>();
}
