using System.Buffers.Binary;
using System.Security.Cryptography;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>What an Agent sends while it is recorded: keys, and frames sealed by the product's own sealing.</summary>
internal sealed class SealedFrames(Guid session) : IDisposable
{
    private readonly FrameSealer sealer = new(HubContract.ProtocolVersion, session);
    private readonly SeekSealer seekPoints = new(HubContract.ProtocolVersion, session);
    private uint epoch;
    private bool fresh;

    /// <summary>The key in use.</summary>
    public ContentKey Key { get; private set; } = null!;

    public List<byte[]> Sent { get; } = [];

    /// <summary>A new content key, as two auditors would get it: whoever records cannot tell what is sealed in it.</summary>
    public byte[] NewKey(int auditors = 2)
    {
        Key = ContentKey.Draw((Key?.Id ?? 0) + 1, PlatformRandom.Instance);
        sealer.Renew(Key);
        seekPoints.Renew(Key);
        fresh = true;
        return Wrapped(Key.Id, auditors);
    }

    /// <summary>Something of the form of wrapped keys.</summary>
    public static byte[] Wrapped(uint id, int auditors)
    {
        var wrapped = RandomNumberGenerator.GetBytes(auditors * RecordingRecord.WrappedKeySize);
        for (var at = 0; at < wrapped.Length; at += RecordingRecord.WrappedKeySize)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(wrapped.AsSpan(at), id);
        }

        return wrapped;
    }

    /// <summary>The next envelope; the first under a key begins a key frame.</summary>
    public byte[] Next(int size = 100, bool keyFrame = false)
    {
        var starts = keyFrame || fresh;
        fresh = false;
        epoch += starts ? 1u : 0;
        sealer.Seal(starts, epoch, new byte[size], out var envelope).Should().BeNull();
        Sent.Add(envelope);
        return envelope;
    }

    /// <summary>A piece of a seek point.</summary>
    public byte[] Piece(EnvelopeMarks marks = EnvelopeMarks.First | EnvelopeMarks.Last, int size = 100) => seekPoints.Seal(marks, epoch, new byte[size])!;

    public void Dispose()
    {
        sealer.Dispose();
        seekPoints.Dispose();
    }
}
