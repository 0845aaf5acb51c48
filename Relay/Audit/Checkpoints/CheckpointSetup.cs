using Microsoft.AspNetCore.Authentication;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit.Checkpoints;

/// <summary>How the Relay takes checkpoints and witnesses in.</summary>
internal static class CheckpointSetup
{
    /// <summary>Adds them. Call it before everything else that adds hosted services; see <see cref="CheckpointKeeper"/>.</summary>
    /// <param name="services">The Relay's.</param>
    /// <param name="witnesses">The keys of witnesses.</param>
    public static IServiceCollection AddCheckpoints(this IServiceCollection services, IReadOnlyList<NoteKey> witnesses)
    {
        services.AddSingleton(new Witnesses(witnesses))
            .AddSingleton<CheckpointBell>().AddSingleton<IEntryFollower>(all => all.GetRequiredService<CheckpointBell>()).AddSingleton<LogTree>().AddSingleton<CheckpointStore>()
            .AddHostedService<CheckpointKeeper>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, WitnessHandler>(WitnessHandler.Witness, null);
        return services;
    }
}
