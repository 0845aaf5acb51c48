using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Shared.Wire.MessagePack;

namespace RemoteAssist.Agent.Uplink;

/// <summary>
/// A Relay in memory that takes one report and one upload, so that what speaks to the real one is compiled before it has
/// to. Compiling the upload's first call alone takes as long as the Relay takes to write down a grant.
/// </summary>
internal sealed class MadeUpRelay : ConnectionContext, IConnectionFactory
{
    // Greetings of the hub protocol are JSON, each closed by this character.
    private static readonly byte[] Welcome = "{}\u001e"u8.ToArray();

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Pipe toAgent = new();
    private readonly Pipe toRelay = new();

    private MadeUpRelay() => Transport = new AgentSide(toAgent.Reader, toRelay.Writer);

    /// <inheritdoc/>
    public override string ConnectionId { get; set; } = "";

    /// <inheritdoc/>
    public override IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <inheritdoc/>
    public ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    /// <summary>Says a report to it and uploads an envelope.</summary>
    public static async Task Rehearse(TimeProvider clock)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        var relay = new MadeUpRelay();
        var builder = new HubConnectionBuilder().AddRemoteAssistProtocol();
        builder.Services.AddSingleton<IConnectionFactory>(relay);
        builder.Services.AddSingleton<EndPoint>(new IPEndPoint(IPAddress.Loopback, 0));
        var connection = builder.Build();
        var link = new HubLink(connection, new CancellationTokenSource(), new LastWord(clock));
        await relay.Say(Welcome, limit.Token);
        await connection.StartAsync(limit.Token);

        var protocol = new MessagePackHubProtocol(WireJson.Default.Options, HubContract.MaxMessageBytes);
        var now = clock.GetUtcNow();
        var said = link.Report(
            new AgentReport(SessionEvent.Allow, Grant: new ConsentGrant(Guid.Empty, [Scope.View], "", "", now, now)), limit.Token);
        await relay.Say(protocol.GetMessageBytes(CompletionMessage.WithResult("1", true)), limit.Token);
        await said;

        var envelopes = Channel.CreateUnbounded<byte[]>();
        envelopes.Writer.TryWrite([0]);
        envelopes.Writer.Complete();
        var uploaded = link.Upload(envelopes.Reader, limit.Token);
        await envelopes.Reader.Completion.WaitAsync(limit.Token);
        await link.DisposeAsync();
        try
        {
            await uploaded;
        }
        catch (RelayUnreachableException)
        {
            // The connection ended under it, as it does with every session.
        }
    }

    private ValueTask<FlushResult> Say(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => toAgent.Writer.WriteAsync(bytes, cancel);

    private sealed record AgentSide(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
