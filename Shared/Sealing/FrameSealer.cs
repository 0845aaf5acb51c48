using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// The Agent's side of the frame channel: every part is sealed once, for all viewers. Numbers rise by one for the
/// whole session and never start again, whatever key they are under.
/// </summary>
/// <param name="protocolVersion">Of this session.</param>
/// <param name="session">This session.</param>
/// <param name="limit">Envelopes under one key; never more than <see cref="EnvelopeCipher.Limit"/>.</param>
public sealed class FrameSealer(ushort protocolVersion, Guid session, ulong limit = EnvelopeCipher.Limit) : IDisposable
{
    private readonly ulong _limit = Math.Min(limit, EnvelopeCipher.Limit);
    private EnvelopeCipher? _cipher;
    private uint _key;
    private bool _fresh;
    private uint _epoch;
    private ulong _number;
    private ulong _sealedWithKey;

    /// <summary>The session that it seals for.</summary>
    public Guid Session { get; } = session;

    /// <summary>What seals the seek points of the same session.</summary>
    public SeekSealer ForSeekPoints() => new(protocolVersion, Session);

    /// <summary>The number of the last envelope; 0 before the first.</summary>
    public ulong Number => _number;

    /// <summary>How many envelopes the present key may still seal: ask for a new one in time.</summary>
    public ulong Left => _cipher is null ? 0 : _limit - _sealedWithKey;

    /// <summary>Takes a new key into use: the next part must start a key frame.</summary>
    public void Renew(ContentKey key)
    {
        if (key.Id <= _key)
        {
            throw new ArgumentException("Content keys are numbered upwards.", nameof(key));
        }

        _cipher?.Dispose();
        _cipher = key.Cipher(protocolVersion, Session);
        _key = key.Id;
        _fresh = true;
        _sealedWithKey = 0;
    }

    /// <summary>Seals one part of a frame.</summary>
    /// <param name="startsKeyFrame">Whether it is the first part of a key frame.</param>
    /// <param name="epoch">As the encoder counts: one more with every key frame, from 1.</param>
    /// <param name="body">The part.</param>
    /// <param name="envelope">The envelope; empty where there is a fault.</param>
    /// <returns>
    /// Null; <see cref="SealingFault.NoKey"/> before the first key; <see cref="SealingFault.Exhausted"/>; or
    /// <see cref="SealingFault.WrongEpoch"/> where the part belongs to a frame from before the key, or its epoch does
    /// not follow.
    /// </returns>
    public SealingFault? Seal(bool startsKeyFrame, uint epoch, ReadOnlySpan<byte> body, out byte[] envelope)
    {
        envelope = [];
        if (_cipher is null)
        {
            return SealingFault.NoKey;
        }

        if (_sealedWithKey == _limit)
        {
            return SealingFault.Exhausted;
        }

        if (startsKeyFrame ? epoch <= _epoch : _fresh || epoch != _epoch)
        {
            return SealingFault.WrongEpoch;
        }

        _fresh = false;
        _epoch = epoch;
        _number++;
        _sealedWithKey++;
        var marks = startsKeyFrame ? EnvelopeMarks.KeyFrame : EnvelopeMarks.None;
        envelope = _cipher.Seal(new EnvelopeHeader(EnvelopeChannel.Frames, marks, Viewer: 0, _number, epoch), body);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher?.Dispose();
}
