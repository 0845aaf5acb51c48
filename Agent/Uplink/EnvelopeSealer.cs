using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>
/// Every envelope that leaves the Agent is numbered and sealed here and nowhere else: frames once for all Viewers,
/// control messages for each. Not thread-safe.
/// </summary>
/// <param name="frames">The session's frame channel; disposed here.</param>
/// <param name="random">Where content keys come from.</param>
internal sealed class EnvelopeSealer(FrameSealer frames, ISealingRandom random) : IDisposable
{
    private readonly Dictionary<int, ControlSealer> viewers = [];
    private readonly SeekSealer seekPoints = frames.ForSeekPoints();
    private uint epoch;
    private uint contentKey;
    private bool someoneCameOrWent = true;
    private IReadOnlyList<byte[]> auditors = [];

    /// <summary>How many Viewers have keys.</summary>
    public int Viewers => viewers.Count;

    /// <summary>The epoch and the number of the last part of a frame.</summary>
    public (uint Epoch, ulong Number) Last => (epoch, frames.Number);

    /// <summary>A Viewer has keys from now on. The next frame must be a key frame.</summary>
    public void Admit(int viewer, ControlSealer sealer)
    {
        Remove(viewer);
        viewers[viewer] = sealer;
        someoneCameOrWent = true;
    }

    /// <summary>A Viewer is gone. The next frame must be a key frame.</summary>
    /// <returns>False where it had no keys.</returns>
    public bool Remove(int viewer)
    {
        if (!viewers.Remove(viewer, out var sealer))
        {
            return false;
        }

        sealer.Dispose();
        someoneCameOrWent = true;
        return true;
    }

    /// <summary>The connection is gone, and every Viewer with it.</summary>
    public void RemoveAll()
    {
        foreach (var viewer in viewers.Keys.ToArray())
        {
            Remove(viewer);
        }
    }

    /// <summary>Who can open what is recorded from now on. The next frame must be a key frame.</summary>
    /// <param name="publicKeys">Of the auditors, SubjectPublicKeyInfo; empty where nothing is recorded.</param>
    /// <returns>False where nobody could before and nobody can now: nothing changes.</returns>
    public bool Record(IReadOnlyList<byte[]> publicKeys)
    {
        if (auditors.Count == 0 && publicKeys.Count == 0)
        {
            return false;
        }

        auditors = publicKeys;
        someoneCameOrWent = true;
        return true;
    }

    /// <summary>Whether so many parts need a new content key, and so must be a key frame.</summary>
    public bool NeedsNewKey(int parts) => someoneCameOrWent || frames.Left < (ulong)parts;

    /// <summary>A new content key, sealed for each Viewer: one envelope each, to be sent ahead of the key frame; before them, while it is recorded, one wrapped for all auditors.</summary>
    public IReadOnlyList<Outgoing> Renew()
    {
        var key = ContentKey.Draw(++contentKey, random);
        frames.Renew(key);
        seekPoints.Renew(auditors.Count == 0 ? null : key);
        var message = key.ToBytes();
        Outgoing[] envelopes =
        [
            .. auditors.Count == 0 ? Array.Empty<Outgoing>() : [new Outgoing(Wrapped(key), IsRecordKey: true)],
            .. viewers.Values.Select(v => new Outgoing(Checked(v.Seal(message, out var envelope), envelope))),
        ];
        key.Forget();
        someoneCameOrWent = false;
        return envelopes;
    }

    /// <summary>A part of a frame, for every Viewer.</summary>
    /// <param name="part">The body.</param>
    /// <param name="startsKeyFrame">The first part of a key frame: a new epoch begins.</param>
    public byte[] Frame(ReadOnlySpan<byte> part, bool startsKeyFrame)
    {
        if (startsKeyFrame)
        {
            epoch++;
        }

        return Checked(frames.Seal(startsKeyFrame, epoch, part, out var envelope), envelope);
    }

    /// <summary>A piece of a seek point, for the recording.</summary>
    /// <returns>Null where nothing is recorded under the key in use.</returns>
    public byte[]? SeekPoint(EnvelopeMarks marks, uint behindEpoch, ReadOnlySpan<byte> piece) => seekPoints.Seal(marks, behindEpoch, piece);

    /// <summary>A control message for one Viewer.</summary>
    /// <returns>Null where it has no keys, or has used them up: it must resume.</returns>
    public byte[]? Control(int viewer, ControlMessage message) =>
        viewers.TryGetValue(viewer, out var sealer) && sealer.Seal(message.ToBytes(), out var envelope) is null ? envelope : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        RemoveAll();
        seekPoints.Dispose();
        frames.Dispose();
    }

    private byte[] Wrapped(ContentKey key) =>
        [.. auditors.SelectMany(publicKey => WrappedKey.Wrap(key, frames.Session, publicKey, random).ToBytes())];

    // Whoever calls has asked before whether it may; anything else would send what nobody can open.
    private static byte[] Checked(SealingFault? fault, byte[] envelope) =>
        fault is null ? envelope : throw new InvalidOperationException($"Not sealed: {fault}.");
}
