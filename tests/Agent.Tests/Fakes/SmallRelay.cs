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

    public static async Task<SmallRelay> Start(ManualClock clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new Book(clock));
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
    public sealed class Book(ManualClock clock)
    {
        /// <summary>The Relay's half that needs no socket: its key, its word, and the page that holds the code.</summary>
        public FakeRelay Inside { get; } = new(clock);

        public ConcurrentQueue<AgentReport> Reports { get; } = new();

        public long FrameBytes;

        /// <summary>Done once the Agent has gone; null where it said good-bye.</summary>
        public TaskCompletionSource<Exception?> Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Desk(Book book) : Hub
    {
        public JoinOutcome Join(JoinRequest request)
        {
            request.ProtocolVersion.Should().Be(HubContract.ProtocolVersion);
            return book.Inside.Outcome;
        }

        public bool Report(AgentReport report, AgentLink chain)
        {
            book.Reports.Enqueue(report);
            return true;
        }

        public async Task Exchange(int viewer, byte[] message)
        {
            var page = book.Inside.Holder;
            if (page.Exchanged(message) is not { } answer)
            {
                return;
            }

            await Clients.Caller.SendAsync(nameof(IParticipant.Exchange), viewer, answer);
            if (answer[0] == 4)
            {
                var statement = book.Inside.Statement(Some.Offer(), page.TranscriptHash!);
                await Clients.Caller.SendAsync(nameof(IParticipant.Offered), Some.Offer(), statement, FakeRelay.Sign(statement));
                await Clients.Caller.SendAsync(nameof(IParticipant.ViewerJoined), viewer);
            }
        }

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
