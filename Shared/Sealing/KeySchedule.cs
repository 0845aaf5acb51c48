using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// The keys of one connection between the Agent and one Viewer, each under its own label, which names the protocol
/// version, the session and the viewer: a key of another direction, channel, viewer, session or version is another key.
/// </summary>
public sealed class KeySchedule : IDisposable
{
    /// <summary>Bytes of every key.</summary>
    public const int KeySize = 32;

    private readonly byte[] _root;
    private readonly ExchangeContext _context;

    internal KeySchedule(byte[] root, ExchangeContext context)
    {
        _root = root;
        _context = context;
    }

    /// <summary>The viewer that these keys are shared with.</summary>
    public uint Viewer => _context.Viewer;

    /// <summary>The key of the control channel, Agent to Viewer.</summary>
    public byte[] ControlToViewer => Derive("control agent to viewer", KeySize);

    /// <summary>The key of the control channel, Viewer to Agent.</summary>
    public byte[] ControlToAgent => Derive("control viewer to agent", KeySize);

    /// <summary>What a later connection of the same two ends is made from.</summary>
    public ResumptionSecret Resumption => new(Derive("resumption", KeySize));

    /// <summary>The two words that people may compare by voice.</summary>
    public ComparisonWords Words => ComparisonWords.From(Derive("comparison words", ComparisonWords.Count));

    /// <summary>Forgets the root; what was derived lives on where it is used.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_root);

    /// <summary>HKDF with SHA-256 (RFC 5869), both steps.</summary>
    internal static byte[] Hkdf(byte[] secret, byte[] salt, byte[] label, int count) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, count, salt, label);

    private byte[] Derive(string purpose, int count) => Hkdf(_root, [], _context.Label(purpose), count);
}
