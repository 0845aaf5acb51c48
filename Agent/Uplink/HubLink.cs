using System.Net.WebSockets;
using System.Security.Authentication;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>Dials the Relay's hub.</summary>
/// <param name="relay">Its address.</param>
/// <param name="loggers">Where connections log.</param>
/// <param name="clock">For <see cref="IRelayLink.LastHeard"/>.</param>
/// <param name="certificate">What its certificate is known by, see <see cref="WebSocketConnectionOptions.CertificatePin"/>; null for one that this computer trusts.</param>
internal sealed class HubDialer(Uri relay, ILoggerFactory loggers, TimeProvider clock, string? certificate = null) : IRelayDialer
{
    // A part of a frame is written whole: about this and one part wait in the process at most. A smaller bound would
    // not send sooner, a larger one only keeps pictures waiting that Stop would have to throw away.
    private const int SendBufferBytes = 64 * 1024;

    /// <inheritdoc/>
    public async Task<IRelayLink> Dial(IRelayEvents events, CancellationToken cancel)
    {
        var cut = new CancellationTokenSource();
        var ear = new LastWord(clock);
        var bounds = new WebSocketConnectionOptions { SendBufferBytes = SendBufferBytes, Cut = cut.Token, Heard = ear.Hear, CertificatePin = certificate };
        var connection = RelayConnection.Create(relay, bounds, loggers);
        connection.On<SessionOffer, byte[], byte[]>(nameof(IParticipant.Offered), events.Offered);
        connection.On<int>(nameof(IParticipant.ViewerJoined), events.ViewerJoined);
        connection.On<int>(nameof(IParticipant.ViewerLeft), events.ViewerLeft);
        connection.On<int, byte[]>(nameof(IParticipant.Exchange), events.Exchanged);
        connection.On<byte[]>(nameof(IParticipant.Envelope), events.EnvelopeArrived);
        connection.On(nameof(IParticipant.KeyFrameNeeded), events.KeyFrameNeeded);
        connection.On<byte[]>(nameof(IParticipant.Receipted), events.Receipted);
        connection.On<bool>(nameof(IParticipant.LogUnavailable), events.LogUnavailable);
        connection.On<EndReason>(nameof(IParticipant.Ended), events.Ended);
        var link = new HubLink(connection, cut, ear);
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
            if (problem.GetBaseException() is AuthenticationException distrust)
            {
                loggers.CreateLogger<HubDialer>().LogError(
                    "The Relay's certificate is not {Which}: {Why}", certificate is null ? "one that this computer trusts" : $"the one that is known, {certificate}", distrust.Message);
            }

            throw new RelayUnreachableException("The Relay could not be reached.", problem);
        }
    }
}

/// <summary>One connection to the Relay's hub.</summary>
/// <param name="connection">The connection.</param>
/// <param name="cut">Cuts the connection under it.</param>
/// <param name="ear">Knows when something came.</param>
internal sealed class HubLink(HubConnection connection, CancellationTokenSource cut, LastWord ear) : IRelayLink
{
    private volatile bool closedHere;

    /// <summary>Whether it was the Agent that closed it.</summary>
    public bool ClosedHere => closedHere;

    /// <inheritdoc/>
    public long LastHeard => ear.At;

    /// <summary>What a connection throws when the network or the Relay fails, as opposed to a bug here.</summary>
    public static bool IsConnectionTrouble(Exception problem) =>
        problem is WebSocketException or IOException or HubException or HttpRequestException or TimeoutException
            or InvalidOperationException or InvalidDataException or OperationCanceledException;

    /// <inheritdoc/>
    public Task<JoinOutcome> Join(JoinRequest request, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<JoinOutcome>(HubContract.Join, request, cancel));

    /// <inheritdoc/>
    public Task<RejoinOutcome> Rejoin(RejoinRequest request, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<RejoinOutcome>(HubContract.Rejoin, request, cancel));

    /// <inheritdoc/>
    public Task<bool> Report(AgentReport report, AgentLink chain, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<bool>(HubContract.Report, report, chain, cancel));

    /// <inheritdoc/>
    public Task<bool> Admit(int viewer, bool allowed, AgentLink chain, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<bool>(HubContract.Admit, viewer, allowed, chain, cancel));

    /// <inheritdoc/>
    public Task<bool> HandOver(int viewer, AgentLink chain, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<bool>(HubContract.HandOver, viewer, chain, cancel));

    /// <inheritdoc/>
    public Task<bool> Transferred(TransferReport report, AgentLink chain, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<bool>(HubContract.Transferred, report, chain, cancel));

    /// <inheritdoc/>
    public Task<bool> Used(UseReport report, AgentLink chain, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<bool>(HubContract.Used, report, chain, cancel));

    /// <inheritdoc/>
    public Task<bool> RecordKey(byte[] wrapped, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<bool>(HubContract.RecordKey, wrapped, cancel));

    /// <inheritdoc/>
    public Task<bool> Rate(RatingRequest request, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<bool>(HubContract.Rate, request, cancel));

    /// <inheritdoc/>
    public Task<InclusionProof?> Prove(InclusionRequest request, CancellationToken cancel) =>
        Guard(connection.InvokeAsync<InclusionProof?>(HubContract.Prove, request, cancel));

    /// <inheritdoc/>
    public async Task Exchange(int viewer, byte[] message, CancellationToken cancel) =>
        await Guard(connection.InvokeAsync<object?>(HubContract.Exchange, viewer, message, cancel));

    /// <inheritdoc/>
    public async Task Upload(ChannelReader<byte[]> envelopes, CancellationToken cancel) =>
        await Guard(connection.InvokeAsync<object?>(HubContract.Upload, envelopes, cancel));

    /// <inheritdoc/>
    public void Cut()
    {
        closedHere = true;

        // Holds no timer, and may be asked again while the connection closes: no disposal.
        cut.Cancel();
    }

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

/// <summary>When something was last heard, a ping too: the time in which a lost end may come back counts from there.</summary>
internal sealed class LastWord(TimeProvider clock)
{
    private long at = clock.GetTimestamp();

    /// <summary>A timestamp of the clock.</summary>
    public long At => Volatile.Read(ref at);

    /// <summary>Something has come.</summary>
    public void Hear() => Volatile.Write(ref at, clock.GetTimestamp());
}
