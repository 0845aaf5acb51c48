using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A Relay behind a real socket that says yes to everything, with one Viewer that is there at once.</summary>
internal sealed class SmallRelay : IAsyncDisposable
{
    private readonly WebApplication app;

    private SmallRelay(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public Book Heard => app.Services.GetRequiredService<Book>();

    public static async Task<SmallRelay> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Book>();
        builder.Services
            .AddSignalR(o =>
            {
                o.MaximumReceiveMessageSize = HubContract.MaxMessageBytes;
                o.MaximumParallelInvocationsPerClient = 4;
            })
            .AddRemoteAssistProtocol();
        var app = builder.Build();
        app.MapHub<Desk>(HubContract.Path);
        await app.StartAsync();
        return new SmallRelay(app);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>What the Agent said.</summary>
    public sealed class Book
    {
        public ConcurrentQueue<AgentReport> Reports { get; } = new();

        public long FrameBytes;

        /// <summary>Done once the Agent has gone; null where it said good-bye.</summary>
        public TaskCompletionSource<Exception?> Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Desk(Book book) : Hub
    {
        public async Task<JoinOutcome> Join(JoinRequest request)
        {
            request.ProtocolVersion.Should().Be(HubContract.ProtocolVersion);
            await Clients.Caller.SendAsync(nameof(IParticipant.ViewerJoined), 1);
            return new JoinOutcome(null, Some.Offer());
        }

        public bool Report(AgentReport report)
        {
            book.Reports.Enqueue(report);
            return true;
        }

        public Task Exchange(int viewer, byte[] message) =>
            Clients.Caller.SendAsync(nameof(IParticipant.Exchange), viewer, message.Length > 0 ? Some.Hello() : []);

        public async Task Upload(IAsyncEnumerable<byte[]> envelopes)
        {
            await foreach (var envelope in envelopes)
            {
                Interlocked.Add(ref book.FrameBytes, envelope.Length);
            }
        }

        public override Task OnDisconnectedAsync(Exception? exception)
        {
            book.Gone.TrySetResult(exception);
            return base.OnDisconnectedAsync(exception);
        }
    }
}
