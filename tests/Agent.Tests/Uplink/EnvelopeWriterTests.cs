using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Uplink;

public sealed class EnvelopeWriterTests
{
    private readonly EnvelopeWriter writer = new();

    [Fact]
    public void OnlyTheFirstPartOfAKeyFrameIsMarkedAndBeginsAnEpoch()
    {
        bool[] startsKeyFrame = [true, false, false, true, false];
        startsKeyFrame.Select(starts => Head(writer.Frame([7], starts))).Should().Equal(
            new EnvelopeHeader(EnvelopeChannel.Frames, EnvelopeMarks.KeyFrame, 0, 1, 1),
            new EnvelopeHeader(EnvelopeChannel.Frames, EnvelopeMarks.None, 0, 2, 1),
            new EnvelopeHeader(EnvelopeChannel.Frames, EnvelopeMarks.None, 0, 3, 1),
            new EnvelopeHeader(EnvelopeChannel.Frames, EnvelopeMarks.KeyFrame, 0, 4, 2),
            new EnvelopeHeader(EnvelopeChannel.Frames, EnvelopeMarks.None, 0, 5, 2));
    }

    [Fact]
    public void EveryViewerHasControlNumbersOfItsOwnApartFromTheFrames()
    {
        writer.Frame([7], startsKeyFrame: true);
        int[] viewers = [1, 1, 2, 1, 2];
        var heads = viewers.Select(v => Head(writer.Control(v, new ControlMessage.Pong(1, 2)))).ToList();
        heads.Select(h => (h.Viewer, h.Number)).Should().Equal((1u, 1ul), (1u, 2ul), (2u, 1ul), (1u, 3ul), (2u, 2ul));
        heads.Should().OnlyContain(h =>
            h.Channel == EnvelopeChannel.Control && h.Marks == EnvelopeMarks.None && h.Epoch == 0);
        Head(writer.Frame([7], startsKeyFrame: false)).Number.Should().Be(2);
    }

    [Fact]
    public void TheBodyLiesUnchangedBehindTheHead()
    {
        writer.Frame([9, 8, 7], startsKeyFrame: true)[EnvelopeHeader.Size..].Should().Equal(9, 8, 7);
        var pong = new ControlMessage.Pong(11, 12);
        ControlMessage.Read(writer.Control(3, pong).AsSpan(EnvelopeHeader.Size)).Should().Be(pong);
    }

    private static EnvelopeHeader Head(byte[] envelope)
    {
        EnvelopeHeader.TryRead(envelope, out var head).Should().BeTrue();
        return head;
    }
}
