using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>How the Relay takes the auditor's desk in.</summary>
internal static class AuditDeskSetup
{
    /// <summary>Adds it. Needs beside it the log, its checkpoints and the sessions.</summary>
    public static IServiceCollection AddAuditDesk(this IServiceCollection services) => services
        .AddSingleton<LogReadings>()
        .AddSingleton<SearchMemory>()
        .AddSingleton<IEntryFollower, AllowedFollower>()
        .AddScoped<EvidenceRoom>()
        .AddScoped<LogExport>()
        .AddScoped<IAuditDesk, AuditDesk>();
}
