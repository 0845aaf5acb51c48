using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Sessions;

namespace RemoteAssist.Relay.Recordings;

/// <summary>How the Relay takes recordings in. Call it before what adds sessions: what was left open is closed before they come back.</summary>
internal static class RecordingSetup
{
    /// <param name="services">The Relay's.</param>
    /// <param name="configuration">With the section of <see cref="KeepingOptions"/>.</param>
    /// <param name="data">The data folder.</param>
    public static IServiceCollection AddRecordings(this IServiceCollection services, IConfiguration configuration, string data)
    {
        services.AddOptions<KeepingOptions>().Bind(configuration.GetSection(KeepingOptions.Section)).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<KeepingOptions>, KeepingOptionsCheck>().AddRecorder(data)
            .AddSingleton<RecordingRemoval>()
            .AddSingleton<RecordingDesk>()
            .AddSingleton<RecordingSweep>()
            .AddHostedService(all => all.GetRequiredService<RecordingSweep>());
    }

    private static IServiceCollection AddRecorder(this IServiceCollection services, string data) => services
        .AddSingleton(RecordingFolder.In(data))
        .AddSingleton<RecordingBook>()
        .AddSingleton<RecordingRecovery>()
        .AddSingleton(all => new Recorder(
            all.GetRequiredService<RecordingFolder>(),
            all.GetRequiredService<RecordingBook>(),
            all.GetRequiredService<RecordingRecovery>(),
            session => all.GetRequiredService<SessionDirectory>().Find(session)?.Room, // asked late: sessions know recordings, too
            all.GetRequiredService<TimeProvider>(),
            all.GetRequiredService<ILogger<Recorder>>()))
        .AddSingleton<IRecorder>(all => all.GetRequiredService<Recorder>())
        .AddHostedService(all => all.GetRequiredService<Recorder>());
}
