using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// The Agent's side of the channel of seek points. Numbers rise by one for the whole session; a missing one spoils the seek point
/// that it belongs to and nothing else.
/// </summary>
/// <param name="protocolVersion">Of this session.</param>
/// <param name="session">This session.</param>
public sealed class SeekSealer(ushort protocolVersion, Guid session) : IDisposable
{
    private EnvelopeCipher? _cipher;
    private ulong _number;
    private ulong _sealedWithKey;

    /// <summary>Takes a new content key into use; null where nothing is recorded any more.</summary>
    public void Renew(ContentKey? key)
    {
        _cipher?.Dispose();
        _cipher = key?.SeekCipher(protocolVersion, session);
        _sealedWithKey = 0;
    }

    /// <summary>Seals one piece.</summary>
    /// <param name="marks">What it is of a seek point.</param>
    /// <param name="epoch">That of the frame that the seek point stands behind.</param>
    /// <param name="body">The piece.</param>
    /// <returns>Null where there is no key, or it is used up.</returns>
    public byte[]? Seal(EnvelopeMarks marks, uint epoch, ReadOnlySpan<byte> body)
    {
        if (_cipher is null || _sealedWithKey == EnvelopeCipher.Limit)
        {
            return null;
        }

        _sealedWithKey++;
        return _cipher.Seal(new EnvelopeHeader(EnvelopeChannel.SeekPoints, marks, Viewer: 0, ++_number, epoch), body);
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher?.Dispose();
}
