using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>A real server on a loopback port, with <see cref="ProofHub"/> behind our protocol.</summary>
public sealed class ProofServer : IAsyncLifetime
{
    private WebApplication? _app;

    public Uri Address { get; private set; } = new("http://localhost");

    public ProofLog Log { get; } = new();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(Log);
        builder.Services
            .AddSignalR(options =>
            {
                options.EnableDetailedErrors = true;
                options.MaximumParallelInvocationsPerClient = 4; // so that a method may wait for another
            })
            .AddHubOptions<ImpatientHub>(options =>
            {
                options.KeepAliveInterval = TimeSpan.FromSeconds(0.25); // SignalR looks once a second, so it is one
                options.ClientTimeoutInterval = ImpatientHub.Patience;
            })
            .AddRemoteAssistProtocol();
        _app = builder.Build();
        _app.MapHub<ProofHub>(HubContract.Path);
        _app.MapHub<ImpatientHub>(ImpatientHub.Path + HubContract.Path);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
