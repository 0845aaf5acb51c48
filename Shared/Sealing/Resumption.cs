using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>What the two halves of the resuming exchange have in common.</summary>
/// <remarks>
/// <code>
/// Agent  ── 17 share, names, hello ────────▶ Viewer
/// Agent  ◀── 18 share, name, tag, hello ──── Viewer
/// Agent  ── 19 tag ────────────────────────▶ Viewer
/// </code>
/// A fresh Diffie–Hellman on P-256, mixed with the resumption secret: who has recorded everything and learns the
/// secret later cannot read what follows; who breaks the curve but lacks the secret cannot either.
/// </remarks>
internal static class Resumption
{
    public static byte[] TranscriptHash(
        ExchangeContext context, byte[] agentShare, byte[] agentData, byte[] viewerShare, byte[] viewerData) =>
        SHA256.HashData(LengthValue.Cat(
            "RemoteAssist resumption transcript"u8.ToArray(),
            context.Label("resumption"),
            agentShare,
            agentData,
            viewerShare,
            viewerData));

    public static byte[] AgentTag(ResumptionSecret secret, byte[] product, byte[] transcriptHash) =>
        secret.Mix(product, "agent confirms", transcriptHash);

    public static byte[] ViewerTag(ResumptionSecret secret, byte[] product, byte[] transcriptHash) =>
        secret.Mix(product, "viewer confirms", transcriptHash);

    public static KeySchedule Root(ExchangeContext context, ResumptionSecret secret, byte[] product, byte[] transcriptHash) =>
        new(secret.Mix(product, "root", transcriptHash), context);
}
