using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// A Viewer's side of the frame channel: numbers rise; the Relay may leave parts out, but only right before a key
/// frame; a new epoch or another content key begins with a key frame.
/// </summary>
/// <param name="protocolVersion">Of this session.</param>
/// <param name="session">This session.</param>
public sealed class FrameOpener(ushort protocolVersion, Guid session) : IDisposable
{
    private readonly List<(uint Id, EnvelopeCipher Cipher)> _keys = []; // the one in use, and those that are to come
    private uint _oldest = uint.MaxValue;
    private uint _newest;
    private uint _inUse;
    private ulong _number;
    private uint _epoch;
    private bool _missedKey;

    /// <summary>Takes a content key that came over the control channel.</summary>
    /// <returns>False where it is not newer than the one before: the other end is not what it should be.</returns>
    public bool Add(ContentKey key)
    {
        if (key.Id <= _newest)
        {
            return false;
        }

        _oldest = Math.Min(_oldest, key.Id);
        _newest = key.Id;
        _keys.Add((key.Id, key.Cipher(protocolVersion, session)));
        return true;
    }

    /// <summary>Opens the next part.</summary>
    /// <param name="envelope">As received.</param>
    /// <param name="body">The part; empty where there is a fault.</param>
    /// <returns>Null, or what is wrong: all but <see cref="SealingFault.NoKey"/> end the session with that name.</returns>
    public SealingFault? Open(ReadOnlySpan<byte> envelope, out byte[] body)
    {
        body = [];
        if (EnvelopeCipher.CheckForm(envelope, EnvelopeChannel.Frames, viewer: 0, out var header) is { } fault)
        {
            return fault;
        }

        var id = EnvelopeCipher.ContentKeyOf(envelope);
        var at = _keys.FindIndex(key => key.Id == id);
        if (at < 0)
        {
            // A key of before this Viewer came was never here; one that was, and was replaced, comes no more.
            var never = id > _newest || id < _oldest;
            _missedKey |= never;
            return never ? SealingFault.NoKey : SealingFault.Replayed;
        }

        if (_keys[at].Cipher.Open(header, envelope) is not { } opened)
        {
            return SealingFault.Forged;
        }

        if (Judge(header, id) is { } wrong)
        {
            return wrong;
        }

        _number = header.Number;
        _epoch = header.Epoch;
        _inUse = id;
        _missedKey = false;
        Forget(at);
        body = opened;
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => Forget(_keys.Count);

    private SealingFault? Judge(in EnvelopeHeader header, uint key)
    {
        if (header.Number <= _number)
        {
            return SealingFault.Replayed;
        }

        if (header.Marks.HasFlag(EnvelopeMarks.KeyFrame))
        {
            return header.Epoch > _epoch ? null : SealingFault.WrongEpoch;
        }

        if (header.Number != _number + 1)
        {
            // What follows a part without its key cannot be shown either, and nobody is to blame for that.
            return _missedKey ? SealingFault.NoKey : SealingFault.Gap;
        }

        return header.Epoch == _epoch && key == _inUse ? null : SealingFault.WrongEpoch;
    }

    private void Forget(int before)
    {
        for (var i = 0; i < before; i++)
        {
            _keys[i].Cipher.Dispose();
        }

        _keys.RemoveRange(0, before);
    }
}
