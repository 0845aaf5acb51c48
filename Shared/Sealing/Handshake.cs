using System.Security.Cryptography;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>What the two halves of the code exchange have in common.</summary>
/// <remarks>
/// <code>
/// Agent  ── 1 commitment, share, hello ──▶ Viewer
/// Agent  ◀── 2 share, hello ────────────── Viewer    a try is spent
/// Agent  ── 3 opening, tag ──────────────▶ Viewer    the Viewer knows whether the code was right
/// Agent  ◀── 4 tag ─────────────────────── Viewer    so does the Agent
/// </code>
/// The commitment is to 32 random bytes that the Agent shows in message 3. They go into the root and so into the
/// comparison words: somebody in the middle has to settle both of his exchanges before he can know either's words.
/// </remarks>
internal static class Handshake
{
    /// <summary>Bytes that the Agent commits to.</summary>
    public const int OpeningSize = 32;

    /// <summary>What binds the Agent to its opening.</summary>
    public static byte[] Commit(byte[] opening) =>
        SHA256.HashData(LengthValue.Cat("RemoteAssist commitment"u8.ToArray(), opening));

    /// <summary>CPace's session identifier: ours, and the Agent's salt, so that no two exchanges share one.</summary>
    public static byte[] SessionName(ExchangeContext context, Hello agent) => [.. context.SessionBytes, .. agent.Salt];

    /// <summary>Whether the versions fit: there is one, and no way down.</summary>
    public static bool SpeaksAlike(ExchangeContext context, Hello other) => other.ProtocolVersion == context.ProtocolVersion;

    /// <summary>Names the whole exchange, opening included.</summary>
    public static byte[] TranscriptHash(
        byte[] channel, byte[] session, ExchangeMessage.AgentShare agent, ExchangeMessage.ViewerShare viewer, byte[] opening) =>
        SHA256.HashData(LengthValue.Cat(
            "RemoteAssist transcript"u8.ToArray(), channel, session, agent.Share, agent.Data, viewer.Share, viewer.Data, opening));

    /// <summary>The root of all keys of this connection.</summary>
    public static KeySchedule Root(ExchangeContext context, byte[] sessionKey, byte[] transcriptHash) =>
        new(KeySchedule.Hkdf(sessionKey, transcriptHash, context.Label("root"), KeySchedule.KeySize), context);

    /// <summary>Compares tags in constant time.</summary>
    public static bool Same(byte[] a, byte[] b) => CryptographicOperations.FixedTimeEquals(a, b);
}
