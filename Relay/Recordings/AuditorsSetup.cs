using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Recordings;

/// <summary>Wires auditors' keys into the Relay.</summary>
internal static class AuditorsSetup
{
    /// <summary>The pages' half. Needs accounts and the log beside it.</summary>
    public static IServiceCollection AddAuditors(this IServiceCollection services) =>
        services.AddScoped<IAuditorDesk, AuditorDesk>().AddScoped<IOwnAuditorKeyDesk, OwnAuditorKeyDesk>();

    /// <summary>The sessions' half; what keeps recordings is an <see cref="IRecorder"/>, if there is one.</summary>
    public static IServiceCollection AddRecordingSteps(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RecordingOptions>().Bind(configuration.GetSection(RecordingOptions.Section)).ValidateOnStart();
        return services.AddSingleton<AuditorBook>().AddSingleton<RecordingSteps>();
    }
}
