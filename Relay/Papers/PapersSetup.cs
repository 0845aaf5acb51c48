using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Papers;

/// <summary>Wires what is kept beside the log into the Relay.</summary>
internal static class PapersSetup
{
    /// <param name="services">Where to.</param>
    /// <param name="folder">Where the database is.</param>
    public static IServiceCollection AddPapers(this IServiceCollection services, string folder) => services
        .AddSingleton(SnapshotRoom.In(folder))
        .AddScoped<IPaperDesk, PaperDesk>()
        .AddScoped<IWrapUpDesk, WrapUpDesk>()
        .AddScoped<ISnapshotDesk, SnapshotDesk>();
}
