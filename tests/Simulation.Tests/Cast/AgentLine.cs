using System.Threading.Channels;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Simulation.Tests.Network;

namespace RemoteAssist.Simulation.Tests.Cast;

/// <summary>The Agent's way to the Relay, over the simulated network.</summary>
internal sealed class AgentDialer(Func<Task<Line?>> connect, IAgentObserver observer) : IRelayDialer
{
    public AgentLink? Link { get; private set; }

    public async Task<IRelayLink> Dial(IRelayEvents events, CancellationToken cancel)
    {
        var line = await connect() ?? throw new RelayUnreachableException("nobody answers");
        Link = new AgentLink(line, events, observer);
        return Link;
    }
}

/// <summary>Sees what comes to the Agent and what leaves it.</summary>
internal interface IAgentObserver
{
    void Ticket(JoinTicket ticket);

    void EnvelopeLeaves(byte[] envelope);

    void ExchangeLeaves(int viewer, byte[] message);

    void ExchangeArrives(int viewer, byte[] message);

    void ViewerJoined(int viewer);

    void ViewerLeft(int viewer);

    void ConnectionLost();
}

/// <summary>One connection.</summary>
internal sealed class AgentLink : IRelayLink, IParticipant
{
    private readonly Line line;
    private readonly IRelayEvents events;
    private readonly IAgentObserver observer;

    public AgentLink(Line line, IRelayEvents events, IAgentObserver observer)
    {
        this.line = line;
        this.events = events;
        this.observer = observer;
        line.Client = this;
        line.ClientLost = () =>
        {
            observer.ConnectionLost();
            events.ConnectionLost();
        };
    }

    public long LastHeard => line.ClientHeard.Ticks;

    public Line Line => line;

    public async Task<JoinOutcome> Join(JoinRequest request, CancellationToken cancel)
    {
        var outcome = (JoinOutcome)(await Answer(line.Call(HubContract.Join, request)))!;
        if (outcome.Ticket is { } ticket)
        {
            observer.Ticket(ticket);
        }

        return outcome;
    }

    public async Task<RejoinOutcome> Rejoin(RejoinRequest request, CancellationToken cancel) =>
        (RejoinOutcome)(await Answer(line.Call(HubContract.Rejoin, request)))!;

    public async Task<bool> Report(AgentReport report, Shared.Wire.AgentLink chain, CancellationToken cancel) =>
        (bool)(await Answer(line.Call(HubContract.Report, report, chain)))!;

    public async Task<bool> Admit(int viewer, bool allowed, Shared.Wire.AgentLink chain, CancellationToken cancel) =>
        (bool)(await Answer(line.Call(HubContract.Admit, viewer, allowed, chain)))!;

    public async Task<bool> HandOver(int viewer, Shared.Wire.AgentLink chain, CancellationToken cancel) =>
        (bool)(await Answer(line.Call(HubContract.HandOver, viewer, chain)))!;

    public async Task<bool> Transferred(TransferReport report, Shared.Wire.AgentLink chain, CancellationToken cancel) =>
        (bool)(await Answer(line.Call(HubContract.Transferred, report, chain)))!;

    public async Task<bool> Used(UseReport report, Shared.Wire.AgentLink chain, CancellationToken cancel) =>
        (bool)(await Answer(line.Call(HubContract.Used, report, chain)))!;

    public async Task<bool> RecordKey(byte[] wrapped, CancellationToken cancel) =>
        (bool)(await Answer(line.Call(HubContract.RecordKey, wrapped)))!;

    public async Task<bool> Rate(RatingRequest request, CancellationToken cancel) =>
        (bool)(await Answer(line.Call(HubContract.Rate, request)))!;

    public async Task<InclusionProof?> Prove(InclusionRequest request, CancellationToken cancel) =>
        (InclusionProof?)await Answer(line.Call(HubContract.Prove, request));

    public async Task Exchange(int viewer, byte[] message, CancellationToken cancel)
    {
        observer.ExchangeLeaves(viewer, message);
        await Answer(line.Call(HubContract.Exchange, viewer, message));
    }

    public async Task Upload(ChannelReader<byte[]> envelopes, CancellationToken cancel) =>
        await Answer(Uploaded(envelopes));

    public void Cut()
    {
        observer.ConnectionLost();
        line.Cut();
    }

    public ValueTask DisposeAsync()
    {
        observer.ConnectionLost();
        line.Close();
        return ValueTask.CompletedTask;
    }

    Task IParticipant.Exchange(int viewer, byte[] message)
    {
        observer.ExchangeArrives(viewer, message);
        return Done(() => events.Exchanged(viewer, message));
    }

    Task IParticipant.Offered(SessionOffer offer, byte[] statement, byte[] signature) =>
        Done(() => events.Offered(offer, statement, signature));

    Task IParticipant.ViewerJoined(int viewer)
    {
        observer.ViewerJoined(viewer);
        return Done(() => events.ViewerJoined(viewer));
    }

    Task IParticipant.ViewerLeft(int viewer)
    {
        observer.ViewerLeft(viewer);
        return Done(() => events.ViewerLeft(viewer));
    }

    Task IParticipant.Envelope(byte[] envelope) => Done(() => events.EnvelopeArrived(envelope));

    Task IParticipant.KeyFrameNeeded() => Done(events.KeyFrameNeeded);

    Task IParticipant.Receipted(byte[] receipt) => Done(() => events.Receipted(receipt));

    Task IParticipant.LogUnavailable(bool unavailable) => Done(() => events.LogUnavailable(unavailable));

    Task IParticipant.Ended(EndReason reason) => Done(() => events.Ended(reason));

    // For Viewers only; the Agent's hub connection has no handler for them.
    Task IParticipant.Seated(int viewer) => Task.CompletedTask;

    Task IParticipant.Status(SessionStatus status) => Task.CompletedTask;

    Task IParticipant.Introduced(int viewer, string technician, string organisation, byte[] message) => Task.CompletedTask;

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private async Task<object?> Uploaded(ChannelReader<byte[]> envelopes)
    {
        await line.Upload(envelopes, observer.EnvelopeLeaves);
        return null;
    }

    private static async Task<object?> Answer(Task<object?> call)
    {
        try
        {
            return await call;
        }
        catch (CallFailedException problem)
        {
            throw new RelayUnreachableException("The connection to the Relay failed.", problem);
        }
    }
}
