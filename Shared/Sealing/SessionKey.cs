using System.Security.Cryptography;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// The key with which the Agent signs in one session: P-256, drawn for one code exchange and never kept. Its mark goes into
/// that exchange as the salt of the Agent's hello, so that what both ends confirm there confirms the key too.
/// </summary>
public sealed class SessionKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Draws one.</summary>
    public SessionKey()
    {
        PublicKey = _key.ExportSubjectPublicKeyInfo();
        Mark = MarkOf(PublicKey);
    }

    /// <summary>SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey { get; }

    /// <summary>As <see cref="MarkOf"/>. The key is random and used once, and so is its mark.</summary>
    public byte[] Mark { get; }

    /// <summary>What names a key in a code exchange: the first 16 bytes of <c>H(lv("RemoteAssist session key", public key))</c>.</summary>
    public static byte[] MarkOf(byte[] publicKey) =>
        SHA256.HashData(LengthValue.Cat("RemoteAssist session key"u8.ToArray(), publicKey))[..Hello.SaltBytes];

    /// <summary>The mark in an Agent's first message of a code exchange; null where this is another message, or none.</summary>
    public static byte[]? MarkIn(ReadOnlySpan<byte> message) => (ExchangeMessage.Read(message, out _) as ExchangeMessage.AgentShare)?.Hello.Salt;

    /// <summary>Signs a report: ECDSA, P-256, SHA-256; 64 bytes r and s.</summary>
    /// <param name="session">The session.</param>
    /// <param name="transcriptHash">32 bytes: <see cref="Agreement.TranscriptHash"/>.</param>
    /// <param name="report">With whatever key and signature.</param>
    /// <returns>It with this key and its signature.</returns>
    public UseReport Sign(Guid session, byte[] transcriptHash, UseReport report) => report with
    {
        Key = PublicKey,
        Signature = _key.SignData(UseStatement.ToBytes(session, transcriptHash, report), HashAlgorithmName.SHA256),
    };

    /// <summary>Signs a link of the Agent's chain, as <see cref="Sign(Guid, byte[], UseReport)"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="transcriptHash">32 bytes: <see cref="Agreement.TranscriptHash"/>.</param>
    /// <param name="link">With whatever key and signature.</param>
    /// <param name="statement">What is stated.</param>
    /// <returns>It with this key and its signature.</returns>
    public AgentLink Sign(Guid session, byte[] transcriptHash, AgentLink link, AgentStatement statement) => link with
    {
        Key = PublicKey,
        Signature = Sign(LinkStatement.ToBytes(session, transcriptHash, link, statement)),
    };

    /// <summary>Signs a statement that begins with a label of its own: ECDSA, P-256, SHA-256; 64 bytes r and s.</summary>
    internal byte[] Sign(byte[] statement) => _key.SignData(statement, HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
