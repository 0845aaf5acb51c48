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
    private byte[]? _toViewer;
    private byte[]? _toAgent;
    private bool _forgotten;

    internal KeySchedule(byte[] root, ExchangeContext context)
    {
        _root = root;
        _context = context;
    }

    /// <summary>The viewer that these keys are shared with.</summary>
    public uint Viewer => _context.Viewer;

    /// <summary>The key of the control channel, Agent to Viewer. It goes with <see cref="Dispose"/>; a sealer or an opener has its own.</summary>
    public byte[] ControlToViewer => Kept(ref _toViewer, "control agent to viewer");

    /// <summary>The key of the control channel, Viewer to Agent. It goes with <see cref="Dispose"/>; a sealer or an opener has its own.</summary>
    public byte[] ControlToAgent => Kept(ref _toAgent, "control viewer to agent");

    /// <summary>What a later connection of the same two ends is made from.</summary>
    public ResumptionSecret Resumption => new(Derive("resumption", KeySize));

    /// <summary>The two words that people may compare by voice.</summary>
    public ComparisonWords Words => ComparisonWords.From(Derive("comparison words", ComparisonWords.Count));

    /// <summary>Forgets the root and the control keys; the resumption secret lives on where it is used.</summary>
    public void Dispose()
    {
        _forgotten = true;
        CryptographicOperations.ZeroMemory(_root);
        CryptographicOperations.ZeroMemory(_toViewer);
        CryptographicOperations.ZeroMemory(_toAgent);
    }

    /// <summary>HKDF with SHA-256 (RFC 5869), both steps.</summary>
    internal static byte[] Hkdf(byte[] secret, byte[] salt, byte[] label, int count) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, count, salt, label);

    private byte[] Kept(ref byte[]? key, string purpose)
    {
        ObjectDisposedException.ThrowIf(_forgotten, this);
        return key ??= Derive(purpose, KeySize);
    }

    private byte[] Derive(string purpose, int count)
    {
        ObjectDisposedException.ThrowIf(_forgotten, this);
        return Hkdf(_root, [], _context.Label(purpose), count);
    }
}
