using System.Threading.Channels;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A viewer's end of the stream, with keys but without an exchange: whatever does not open fails the test.</summary>
internal sealed class SealedEnd(int viewer)
{
    private readonly byte[] key = [.. Enumerable.Repeat((byte)viewer, 32)];
    private ControlOpener? control;
    private FrameOpener frames = new(HubContract.ProtocolVersion, Some.Session);

    /// <summary>Ids of the content keys that came.</summary>
    public List<uint> ContentKeys { get; } = [];

    /// <summary>Parts of frames that came.</summary>
    public int Frames { get; private set; }

    /// <summary>The Agent's half of a new connection; what came before is forgotten.</summary>
    public ControlSealer Sealer()
    {
        control = new ControlOpener(key, (uint)viewer);
        frames = new FrameOpener(HubContract.ProtocolVersion, Some.Session);
        return new ControlSealer(key, (uint)viewer);
    }

    /// <summary>Everything for this viewer that waits in the stream, content keys left out.</summary>
    public List<(EnvelopeHeader Head, byte[] Body)> Read(ChannelReader<byte[]> stream)
    {
        var read = new List<(EnvelopeHeader, byte[])>();
        while (stream.TryRead(out var envelope))
        {
            if (Open(envelope) is { } opened)
            {
                read.Add(opened);
            }
        }

        return read;
    }

    /// <summary>Opens one envelope; null where it is another viewer's, or a content key.</summary>
    public (EnvelopeHeader Head, byte[] Body)? Open(byte[] envelope)
    {
        EnvelopeHeader.TryRead(envelope, out var head).Should().BeTrue();
        if (head.Channel == EnvelopeChannel.Frames)
        {
            frames.Open(envelope, out var part).Should().BeNull("part {0} of epoch {1}", head.Number, head.Epoch);
            Frames++;
            return (head, part);
        }

        if (head.Viewer != viewer)
        {
            return null;
        }

        control!.Open(envelope, out var body).Should().BeNull("control {0}", head.Number);
        if (ContentKey.Read(body) is not { } content)
        {
            return (head, body);
        }

        ContentKeys.Add(content.Id);
        frames.Add(content).Should().BeTrue();
        return null;
    }
}
