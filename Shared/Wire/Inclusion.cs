using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Wire;

/// <summary>What an Agent asks once its session is over: a proof that the log holds the last that it stated.</summary>
/// <param name="ProtocolVersion">The Agent's <see cref="HubContract.ProtocolVersion"/>.</param>
/// <param name="Session">The session that it was in.</param>
/// <param name="Seat">As in its <see cref="JoinTicket"/>.</param>
public sealed record InclusionRequest(int ProtocolVersion, Guid Session, byte[] Seat);

/// <summary>The Relay's answer; <see cref="Audit.InclusionCheck"/> judges it, and believes nothing of it.</summary>
/// <param name="Checkpoint">A signed note with the state of the log, and with the cosignatures that came for it.</param>
/// <param name="Entry">The canonical JSON of the session's last entry that is a link of the Agent's chain.</param>
/// <param name="Leaf">Which leaf of the log's tree that entry is, from 0.</param>
/// <param name="Proof">The hashes from that leaf to the root, 32 bytes each, the deepest first; at most 64.</param>
/// <param name="KeyHistory">How the key that signs came after others; null where it is the first. As in a <see cref="JoinTicket"/>.</param>
public sealed record InclusionProof(
    string Checkpoint, string Entry, long Leaf, IReadOnlyList<byte[]> Proof, IReadOnlyList<KeySuccession>? KeyHistory = null);
