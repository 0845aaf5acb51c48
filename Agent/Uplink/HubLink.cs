using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>Dials the Relay's hub.</summary>
internal sealed class HubDialer(Uri relay, ILoggerFactory loggers) : IRelayDialer
{
    /// <inheritdoc/>
    public async Task<IRelayLink> Dial(IRelayEvents events, CancellationToken cancel)
    {
        var connection = RelayConnection.Create(relay, loggers: loggers);
        connection.On<int>(nameof(IParticipant.ViewerJoined), events.ViewerJoined);
        connection.On<int>(nameof(IParticipant.ViewerLeft), events.ViewerLeft);
        connection.On<int, byte[]>(nameof(IParticipant.Exchange), events.Exchanged);
        connection.On<byte[]>(nameof(IParticipant.Envelope), events.EnvelopeArrived);
        connection.On(nameof(IParticipant.KeyFrameNeeded), events.KeyFrameNeeded);
        connection.On<EndReason>(nameof(IParticipant.Ended), events.Ended);
        var link = new HubLink(connection);
        connection.Closed += _ =>
        {
            if (!link.ClosedHere)
            {
                events.ConnectionLost();
            }

            return Task.CompletedTask;
        };
        try
        {
            await connection.StartAsync(cancel);
            return link;
        }
        catch (Exception problem) when (HubLink.IsConnectionTrouble(problem))
        {
            await link.DisposeAsync();
            throw new RelayUnreachableException("The Relay could not be reached.", problem);
        }
    }
}

/// <summary>One connection to the Relay's hub.</summary>
internal sealed class HubLink(HubConnection connection) : IRelayLink
{
    private volatile bool closedHere;

    /// <summary>Whether it was the Agent that closed it.</summary>
    public bool ClosedHere => closedHere;

    /// <summary>What a connection throws when the network or the Relay fails, as opposed to a bug here.</summary>
    public static bool IsConnectionTrouble(Exception problem) =>
        problem is WebSocketException or IOException or HubException or HttpRequestException or TimeoutException
            or InvalidOperationException or InvalidDataException or OperationCanceledException;

    /// <inheritdoc/>
    public Task<JoinOutcome> Join(JoinRequest request, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<JoinOutcome>(HubContract.Join, request, cancel));

    /// <inheritdoc/>
    public Task<bool> Report(AgentReport report, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<bool>(HubContract.Report, report, cancel));

    /// <inheritdoc/>
    public async Task Exchange(int viewer, byte[] message, CancellationToken cancel) =>
        await Guard(connection.InvokeAsync<object?>(HubContract.Exchange, viewer, message, cancel));

    /// <inheritdoc/>
    public async Task Upload(ChannelReader<byte[]> envelopes, CancellationToken cancel) =>
        await Guard(connection.InvokeAsync<object?>(HubContract.Upload, envelopes, cancel));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        closedHere = true;
        await connection.DisposeAsync();
    }

    private static async Task<T> Guard<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (Exception problem) when (IsConnectionTrouble(problem))
        {
            throw new RelayUnreachableException("The connection to the Relay failed.", problem);
        }
    }
}
