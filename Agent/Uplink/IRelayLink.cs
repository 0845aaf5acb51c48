using System.Threading.Channels;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>Opens connections to the one Relay that was named at the start.</summary>
internal interface IRelayDialer
{
    /// <summary>Connects.</summary>
    /// <param name="events">Told what the Relay says, one thing at a time.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="RelayUnreachableException">There is no connection to be had.</exception>
    Task<IRelayLink> Dial(IRelayEvents events, CancellationToken cancel);
}

/// <summary>One connection to the Relay: the Agent's half of the hub contract. Each call fails with <see cref="RelayUnreachableException"/> once the connection is gone.</summary>
internal interface IRelayLink : IAsyncDisposable
{
    /// <summary>When anything was last heard on it, as a timestamp of the clock.</summary>
    long LastHeard { get; }

    Task<JoinOutcome> Join(JoinRequest request, CancellationToken cancel);

    Task<RejoinOutcome> Rejoin(RejoinRequest request, CancellationToken cancel);

    /// <summary>True once the step is in the log, as this link of the Agent's chain.</summary>
    Task<bool> Report(AgentReport report, AgentLink chain, CancellationToken cancel);

    /// <summary>The customer's answer about a further viewer; true once it is in the log.</summary>
    Task<bool> Admit(int viewer, bool allowed, AgentLink chain, CancellationToken cancel);

    /// <summary>The technician hands the session over to the colleague behind this viewer; true once it is in the log.</summary>
    Task<bool> HandOver(int viewer, AgentLink chain, CancellationToken cancel);

    /// <summary>A file or a clipboard begins or has come to its end; true once it is in the log.</summary>
    Task<bool> Transferred(TransferReport report, AgentLink chain, CancellationToken cancel);

    /// <summary>How much was injected; true once it is in the log.</summary>
    Task<bool> Used(UseReport report, AgentLink chain, CancellationToken cancel);

    /// <summary>A content key, wrapped for auditors; true once the Relay keeps what comes under it.</summary>
    Task<bool> RecordKey(byte[] wrapped, CancellationToken cancel);

    /// <summary>What the customer answered after the end; true once it is in the log.</summary>
    Task<bool> Rate(RatingRequest request, CancellationToken cancel);

    /// <summary>After the end: that the last statement is in the log; null where there is no proof of it yet.</summary>
    Task<InclusionProof?> Prove(InclusionRequest request, CancellationToken cancel);

    /// <summary>Done once the Relay has passed it on.</summary>
    Task Exchange(int viewer, byte[] message, CancellationToken cancel);

    /// <summary>Sends envelopes until the reader is completed.</summary>
    Task Upload(ChannelReader<byte[]> envelopes, CancellationToken cancel);

    /// <summary>Closes the connection now: what still waits to be sent is not, and there is no good-bye.</summary>
    void Cut();
}

/// <summary>What the Relay tells the Agent. Nothing here blocks, and nothing is believed beyond what it is.</summary>
internal interface IRelayEvents
{
    void Offered(SessionOffer offer, byte[] statement, byte[] signature);

    void ViewerJoined(int viewer);

    void ViewerLeft(int viewer);

    void Exchanged(int viewer, byte[] message);

    void EnvelopeArrived(byte[] envelope);

    void KeyFrameNeeded();

    /// <summary>A receipt of the Agent's, with the Relay's signature.</summary>
    void Receipted(byte[] receipt);

    void LogUnavailable(bool unavailable);

    void Ended(EndReason reason);

    /// <summary>The connection is gone; not called after the Agent itself closed it.</summary>
    void ConnectionLost();
}

/// <summary>The Relay does not answer, or does not answer any more.</summary>
internal sealed class RelayUnreachableException(string message, Exception? inner = null) : Exception(message, inner);
