using Microsoft.AspNetCore.Authentication;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit.Checkpoints;

/// <summary>How the Relay takes checkpoints and witnesses in.</summary>
internal static class CheckpointSetup
{
    /// <summary>Adds both. Call it before everything else that adds hosted services; see <see cref="CheckpointKeeper"/>.</summary>
    /// <param name="services">The Relay's.</param>
    /// <param name="witnesses">The keys of witnesses.</param>
    public static IServiceCollection AddCheckpoints(this IServiceCollection services, IReadOnlyList<NoteKey> witnesses)
    {
        services.AddCheckpoints().AddSingleton(new Witnesses(witnesses));
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, WitnessHandler>(WitnessHandler.Witness, null);
        return services;
    }

    /// <summary>Adds checkpoints only; the same goes for when.</summary>
    public static IServiceCollection AddCheckpoints(this IServiceCollection services) => services
        .AddSingleton<CheckpointBell>().AddSingleton<IEntryFollower>(all => all.GetRequiredService<CheckpointBell>())
        .AddSingleton<LogTree>().AddSingleton<CheckpointStore>().AddHostedService<CheckpointKeeper>();
}
