namespace RemoteAssist.Relay.Audit;

/// <summary>How the Relay takes its log in.</summary>
public static class AuditSetup
{
    /// <summary>Adds the log. Call it before anything else that adds hosted services; see <see cref="RelayLife"/>.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddHttpContextAccessor()
        .AddSingleton<Whereabouts>()
        .AddSingleton<LogHealth>()
        .AddSingleton<IAuditLog, AuditLog>()
        .AddSingleton<IAuditTrail, AuditTrail>()
        .AddHostedService<RelayLife>();
}
