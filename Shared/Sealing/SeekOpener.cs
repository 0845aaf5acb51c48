using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>Opens the pieces of seek points under one content key. What belongs together is for the caller to judge.</summary>
/// <param name="protocolVersion">Of the session.</param>
/// <param name="session">The session.</param>
/// <param name="key">As an auditor unwrapped it.</param>
public sealed class SeekOpener(ushort protocolVersion, Guid session, ContentKey key) : IDisposable
{
    private readonly EnvelopeCipher _cipher = key.SeekCipher(protocolVersion, session);
    private readonly uint _key = key.Id;

    /// <summary>Opens one piece.</summary>
    /// <param name="envelope">As recorded.</param>
    /// <param name="body">The piece; empty where there is a fault.</param>
    /// <returns>Null, or what is wrong.</returns>
    public SealingFault? Open(ReadOnlySpan<byte> envelope, out byte[] body)
    {
        body = [];
        if (EnvelopeCipher.CheckForm(envelope, EnvelopeChannel.SeekPoints, viewer: 0, out var header) is { } fault)
        {
            return fault;
        }

        if (EnvelopeCipher.ContentKeyOf(envelope) != _key)
        {
            return SealingFault.NoKey;
        }

        body = _cipher.Open(header, envelope) ?? [];
        return body.Length > 0 ? null : SealingFault.Forged;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();
}
