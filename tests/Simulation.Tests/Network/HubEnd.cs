using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Simulation.Tests.Network;

/// <summary>The Relay's own hub at one connection, called as SignalR does: in order, with streams beside.</summary>
internal sealed class HubEnd : IServerEnd
{
    private readonly IServiceProvider services;
    private readonly TimeProvider clock;
    private readonly Func<bool> relayIsDead;
    private readonly Line line;
    private readonly Connection context;
    private readonly Participant participant;
    private readonly Heard heard;
    private readonly Dictionary<long, Channel<byte[]>> uploads = [];
    private Task last = Task.CompletedTask;

    public HubEnd(
        IServiceProvider services, TimeProvider clock, Func<bool> relayIsDead, Line line, string id, string address, ClaimsPrincipal? user)
    {
        this.services = services;
        this.clock = clock;
        this.relayIsDead = relayIsDead;
        this.line = line;
        heard = new Heard(clock);
        participant = new Participant(line);
        context = new Connection(id, user ?? new ClaimsPrincipal(new ClaimsIdentity()), line);
        context.Features.Set(heard);
        context.Features.Set<IHttpContextFeature>(new Http(address));
        last = Hub().OnConnectedAsync();
    }

    public void Heard() => heard.Now();

    public void Called(long call, string method, object?[] arguments)
    {
        if (relayIsDead())
        {
            return;
        }

        if (method == HubContract.Upload)
        {
            var upload = Channel.CreateUnbounded<byte[]>();
            uploads[call] = upload;
            _ = Run(call, async () =>
            {
                await Hub().Upload(All(upload.Reader));
                return null;
            });
        }
        else
        {
            last = InTurn(last, call, method, arguments);
        }
    }

    public void Streamed(long stream, byte[] envelope) => uploads.GetValueOrDefault(stream)?.Writer.TryWrite(envelope);

    public void StreamEnded(long stream) => uploads.GetValueOrDefault(stream)?.Writer.TryComplete();

    public void Gone()
    {
        if (relayIsDead())
        {
            return;
        }

        context.Aborted.Cancel();
        foreach (var upload in uploads.Values)
        {
            upload.Writer.TryComplete(new OperationCanceledException());
        }

        _ = Hub().OnDisconnectedAsync(null);
    }

    private async Task InTurn(Task before, long call, string method, object?[] arguments)
    {
        await before;
        await Run(call, () => Invoke(method, arguments));
    }

    private async Task Run(long call, Func<Task<object?>> invoke)
    {
        try
        {
            line.Answer(call, await invoke(), null);
        }
        catch (HubException refused)
        {
            line.Answer(call, null, refused.Message);
        }
        catch (OperationCanceledException)
        {
            line.Answer(call, null, "cancelled");
        }
    }

    private async Task<object?> Invoke(string method, object?[] arguments)
    {
        var hub = Hub();
        switch (method)
        {
            case HubContract.Join:
                return await hub.Join((JoinRequest)arguments[0]!);
            case HubContract.Rejoin:
                return await hub.Rejoin((RejoinRequest)arguments[0]!);
            case HubContract.Report:
                return await hub.Report((AgentReport)arguments[0]!, (Shared.Wire.AgentLink)arguments[1]!);
            case HubContract.Rate:
                return await hub.Rate((RatingRequest)arguments[0]!);
            case HubContract.Prove:
                return await hub.Prove((InclusionRequest)arguments[0]!);
            case HubContract.Used:
                return await hub.Used((UseReport)arguments[0]!, (Shared.Wire.AgentLink)arguments[1]!);
            case HubContract.Admit:
                return await hub.Admit((int)arguments[0]!, (bool)arguments[1]!, (Shared.Wire.AgentLink)arguments[2]!);
            case HubContract.Watch:
                _ = Stream(await hub.Watch((Guid)arguments[0]!, context.ConnectionAborted));
                return null;
            case HubContract.Send:
                hub.Send((byte[])arguments[0]!);
                return null;
            case HubContract.End:
                await hub.End();
                return null;
            case HubContract.Altered:
                await hub.Altered((SealingFault)arguments[0]!);
                return null;
            case HubContract.NewCode:
                return await hub.NewCode();
            case HubContract.HoldCode:
                return await hub.HoldCode((string)arguments[0]!);
            case HubContract.Agreed:
                await hub.Agreed((byte[])arguments[0]!);
                return null;
            case HubContract.WrongTry:
                await hub.WrongTry();
                return null;
            case HubContract.Introduce:
                hub.Introduce((int)arguments[0]!, (byte[])arguments[1]!);
                return null;
            case HubContract.HandOver:
                return await hub.HandOver((int)arguments[0]!, (Shared.Wire.AgentLink)arguments[1]!);
            case HubContract.Exchange:
                hub.Exchange((int)arguments[0]!, (byte[])arguments[1]!);
                return null;
            default:
                throw new InvalidOperationException($"The hub has no method {method}.");
        }
    }

    private async Task Stream(IAsyncEnumerable<byte[]> envelopes)
    {
        var inFlight = new Queue<Task>();
        try
        {
            await foreach (var envelope in envelopes)
            {
                inFlight.Enqueue(line.Stream(envelope));
                if (inFlight.Count > 8)
                {
                    await inFlight.Dequeue();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is gone.
        }
    }

    // As the reader's own, but it comes back to this thread without the pool.
    private static async IAsyncEnumerable<byte[]> All(ChannelReader<byte[]> reader, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        while (await reader.WaitToReadAsync(cancel))
        {
            while (reader.TryRead(out var envelope))
            {
                yield return envelope;
            }
        }
    }

    private SessionHub Hub() => new(
        services.GetRequiredService<CodeSteps>(),
        services.GetRequiredService<CustomerSteps>(),
        services.GetRequiredService<TransferSteps>(),
        services.GetRequiredService<UseSteps>(),
        services.GetRequiredService<ChainSteps>(),
        services.GetRequiredService<TechnicianSteps>(),
        services.GetRequiredService<ColleagueSteps>(),
        services.GetRequiredService<RatingSteps>(),
        services.GetRequiredService<InclusionSteps>(),
        services.GetRequiredService<UnjoinedConnections>(),
        services.GetRequiredService<SignedInConnections>(),
        services.GetRequiredService<ISignInCheck>(),
        clock,
        NullLogger<SessionHub>.Instance)
    {
        Context = context,
        Clients = participant,
    };

    private sealed class Connection(string id, ClaimsPrincipal user, Line line) : HubCallerContext
    {
        public CancellationTokenSource Aborted { get; } = new();

        public override string ConnectionId => id;

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal User => user;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => Aborted.Token;

        public override void Abort() => line.Abort();
    }

    private sealed class Http : IHttpContextFeature
    {
        public Http(string address)
        {
            HttpContext = new DefaultHttpContext();
            HttpContext.Connection.RemoteIpAddress = IPAddress.Parse(address);
        }

        public HttpContext? HttpContext { get; set; }
    }

    /// <summary>Calls of the Relay on the one who is at the other end.</summary>
    private sealed class Participant(Line line) : IHubCallerClients<IParticipant>, IParticipant
    {
        public IParticipant Caller => this;

        public IParticipant Client(string connectionId) => this;

        public IParticipant All => throw Nobody();

        public IParticipant Others => throw Nobody();

        public IParticipant AllExcept(IReadOnlyList<string> excludedConnectionIds) => throw Nobody();

        public IParticipant Clients(IReadOnlyList<string> connectionIds) => throw Nobody();

        public IParticipant Group(string groupName) => throw Nobody();

        public IParticipant GroupExcept(string groupName, IReadOnlyList<string> excludedConnectionIds) => throw Nobody();

        public IParticipant Groups(IReadOnlyList<string> groupNames) => throw Nobody();

        public IParticipant OthersInGroup(string groupName) => throw Nobody();

        public IParticipant User(string userId) => throw Nobody();

        public IParticipant Users(IReadOnlyList<string> userIds) => throw Nobody();

        public Task Exchange(int viewer, byte[] message) => Tell($"Exchange({viewer}, kind {message[0]})", p => p.Exchange(viewer, message));

        public Task Offered(SessionOffer offer, byte[] statement, byte[] signature) =>
            Tell("Offered", p => p.Offered(offer, statement, signature));

        public Task ViewerJoined(int viewer) => Tell($"ViewerJoined({viewer})", p => p.ViewerJoined(viewer));

        public Task ViewerLeft(int viewer) => Tell($"ViewerLeft({viewer})", p => p.ViewerLeft(viewer));

        public Task Envelope(byte[] envelope) => Tell("Envelope", p => p.Envelope(envelope));

        public Task KeyFrameNeeded() => Tell("KeyFrameNeeded", p => p.KeyFrameNeeded());

        public Task Receipted(byte[] receipt) => Tell("Receipted", p => p.Receipted(receipt));

        public Task LogUnavailable(bool unavailable) => Tell($"LogUnavailable({unavailable})", p => p.LogUnavailable(unavailable));

        public Task Ended(EndReason reason) => Tell($"Ended({reason})", p => p.Ended(reason));

        public Task Seated(int viewer) => Tell($"Seated({viewer})", p => p.Seated(viewer));

        public Task Status(SessionStatus status) => Tell($"Status({status.State}, {status.EndReason})", p => p.Status(status));

        public Task Introduced(int viewer, string technician, string organisation, byte[] message) =>
            Tell($"Introduced({viewer}, kind {message[0]})", p => p.Introduced(viewer, technician, organisation, message));

        private Task Tell(string what, Func<IParticipant, Task> say)
        {
            line.Tell(what, say);
            return Task.CompletedTask;
        }

        private static NotSupportedException Nobody() => new("The Relay speaks to one participant at a time.");
    }
}
