using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Audit.Desk;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Receipts;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Wires sessions into the Relay.</summary>
internal static class SessionSetup
{
    /// <summary>
    /// Adds everything about sessions. Needs beside it an <c>IAuditLog</c>, an <c>IAuditTrail</c>, a factory of
    /// <c>RelayDb</c>, authentication, and an <see cref="ISignInCheck"/>.
    /// </summary>
    /// <param name="services">The Relay's.</param>
    /// <param name="configuration">With the section of <see cref="SessionOptions"/>.</param>
    /// <param name="key">What the Relay signs with; whoever opened it closes it.</param>
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration, RelayKey key)
    {
        services.AddOptions<SessionOptions>().Bind(configuration.GetSection(SessionOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SessionOptions>, SessionOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor();

        services.AddRecordingSteps(configuration);
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionLog>();
        services.AddSingleton<UseLog>();
        services.AddSingleton<ReceiptBook>();
        services.AddSingleton<SessionTimers>();
        services.AddSingleton<Nameplates>();
        services.AddSingleton<DeadNameplates>();
        services.AddSingleton<SessionCodes>();
        services.AddSingleton<JoinLimits>();
        services.AddSingleton<SessionDirectory>();
        services.TryAddSingleton<LogHealth>();
        services.AddSingleton<LogHold>();
        services.AddSingleton(key);
        services.AddSingleton<CodeSteps>();
        services.AddSingleton<CustomerSteps>();
        services.AddSingleton<TransferSteps>();
        services.AddSingleton<UseSteps>();
        services.AddSingleton<ChainSteps>();
        services.AddSingleton<FormerSeats>();
        services.AddSingleton<RatingSteps>();

        // The log's own where it makes checkpoints; else nobody is ever given a proof.
        services.TryAddSingleton<LogTree>();
        services.TryAddSingleton<CheckpointStore>();
        services.TryAddSingleton<CheckpointBell>();
        services.AddSingleton<InclusionSteps>();
        services.AddSingleton<TechnicianSteps>();
        services.AddSingleton<ColleagueSteps>();
        services.AddSingleton<RelaySteps>();
        services.AddSingleton<UnjoinedConnections>();
        services.AddSingleton<HubPace>();
        services.TryAddSingleton<Whereabouts>();
        services.AddSingleton<HubWhereabouts>();
        services.TryAddSingleton<SignedInConnections>();
        services.AddAuditDesk();
        services.AddSingleton<IHostedService, SessionsHost>();
        services.AddScoped<ISessionDesk, SessionDesk>();
        services.AddScoped<IInvitationDesk, InvitationDesk>();
        services.AddScoped<IReceiptDesk, ReceiptDesk>();

        services.AddSignalR().AddRemoteAssistProtocol().AddHubOptions<SessionHub>(hub =>
        {
            // Calls of one connection are done in their order. Streams run beside them.
            hub.MaximumParallelInvocationsPerClient = 1;
            // Parts of an upload that wait to be read. Reading never waits, so this only evens out the scheduler.
            hub.StreamBufferCapacity = 16;
            hub.HandshakeTimeout = TimeSpan.FromSeconds(10);
            hub.EnableDetailedErrors = false;
            hub.AddFilter<HubPace>();
            hub.AddFilter<HubWhereabouts>();
        });
        return services;
    }
}
