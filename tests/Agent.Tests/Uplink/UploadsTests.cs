using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Uplink;

public sealed class UploadsTests
{
    // What the bounded queue holds at most.
    private const int QueueLength = 512;

    private readonly ManualClock clock = new();
    private readonly Uploads uploads;
    private bool allowed = true;

    public UploadsTests() => uploads = new Uploads(() => allowed, clock);

    [Fact]
    public void NoFramePassesBeforeTheGateIsOpened()
    {
        uploads.MaySend.Should().BeFalse();
        uploads.Send(KeyFrame(1));
        Queued().Should().BeEmpty();
        uploads.Dropped.Should().Be(1);
    }

    [Fact]
    public void AnOpenGateIsNotEnoughWhereTheSessionSaysNo()
    {
        uploads.Open();
        uploads.MaySend.Should().BeTrue();
        allowed = false;
        uploads.MaySend.Should().BeFalse();
        uploads.Send(KeyFrame(1, parts: 3));
        Queued().Should().BeEmpty();
        uploads.Dropped.Should().Be(3);
    }

    [Fact]
    public void AllPartsOfAFrameAreQueuedInOrderAndTheFirstOfAKeyFrameIsMarked()
    {
        uploads.Open();
        uploads.Send(KeyFrame(1, parts: 2));
        uploads.Send(Delta(2));
        var queued = Queued();
        queued.Select(e => (e.Head.Number, e.Head.Epoch, e.Head.Marks)).Should().Equal(
            (1ul, 1u, EnvelopeMarks.KeyFrame), (2ul, 1u, EnvelopeMarks.None), (3ul, 1u, EnvelopeMarks.None));
        queued.Select(e => FrameParts.Read(e.Body)!).Select(p => (p.Delta.Number, p.Part, p.IsLast)).Should().Equal(
            (1u, 0, false), (1u, 1, true), (2u, 0, true));
    }

    [Fact]
    public void TheFirstFrameAfterOpeningMustBeAKeyFrameAndTheNextNeedNot()
    {
        uploads.TakeKeyFrameWish().Should().BeFalse();
        uploads.Open();
        uploads.TakeKeyFrameWish().Should().BeTrue();
        clock.Advance(Uploads.KeyFramesApart);
        uploads.TakeKeyFrameWish().Should().BeFalse("asking took the wish away");
    }

    [Fact]
    public void AKeyFrameThatIsAskedForTooEarlyComesLater()
    {
        uploads.Open();
        uploads.TakeKeyFrameWish();
        uploads.WishKeyFrame(atOnce: false);
        clock.Advance(Uploads.KeyFramesApart - TimeSpan.FromTicks(1));
        uploads.TakeKeyFrameWish().Should().BeFalse();
        clock.Advance(TimeSpan.FromTicks(1));
        uploads.TakeKeyFrameWish().Should().BeTrue();
    }

    [Fact]
    public void AViewerWithNothingOnItsScreenDoesNotWaitForItsKeyFrame()
    {
        uploads.Open();
        uploads.TakeKeyFrameWish();
        uploads.WishKeyFrame(atOnce: true);
        uploads.TakeKeyFrameWish().Should().BeTrue();
    }

    [Fact]
    public void TwoUnpaintedFramesLeaveNoRoomUntilOneIsPainted()
    {
        SendKeyFrame(1);
        uploads.HasRoom.Should().BeTrue();
        uploads.Send(Delta(2));
        uploads.HasRoom.Should().BeFalse();
        uploads.Painted(1);
        uploads.HasRoom.Should().BeTrue();
    }

    [Fact]
    public void AnAcknowledgementOfAFrameThatWasNeverSentChangesNothing()
    {
        SendKeyFrame(1);
        uploads.Send(Delta(2));
        uploads.Painted(3);
        uploads.Painted(uint.MaxValue);
        uploads.HasRoom.Should().BeFalse();
        uploads.Painted(1);
        uploads.HasRoom.Should().BeTrue("a true one still counts");
    }

    [Fact]
    public void AnAcknowledgementThatComesLateTakesNothingBack()
    {
        SendKeyFrame(1);
        uploads.Send(Delta(2));
        uploads.Painted(2);
        uploads.Painted(1);
        uploads.Send(Delta(3));
        uploads.HasRoom.Should().BeTrue("only the third is on its way");
    }

    [Fact]
    public void AKeyFrameDoesNotWaitForWhatWasOnTheWayBeforeIt()
    {
        SendKeyFrame(1);
        uploads.Send(Delta(2));
        uploads.WishKeyFrame(atOnce: true);
        uploads.HasRoom.Should().BeTrue();
        SendKeyFrame(3);
        uploads.HasRoom.Should().BeTrue("only the third is on its way");
        uploads.Send(Delta(4));
        uploads.HasRoom.Should().BeFalse();
    }

    [Fact]
    public void APauseTakesFramesBackAndLeavesTheAnswers()
    {
        uploads.Start();
        SendKeyFrame(1, parts: 2);
        uploads.Pong(4, 40);
        uploads.Send(Delta(2));
        uploads.Pong(5, 50);
        uploads.Hold();
        uploads.MaySend.Should().BeFalse();
        uploads.Send(Delta(3));
        Queued().Select(e => (e.Head.Channel, e.Head.Viewer)).Should().Equal(
            (EnvelopeChannel.Control, 4u), (EnvelopeChannel.Control, 5u));
        uploads.Dropped.Should().Be(4);
    }

    [Fact]
    public void FramesThatAPauseTookBackAreNotWaitedForAfterIt()
    {
        SendKeyFrame(1);
        uploads.Send(Delta(2));
        uploads.Hold();
        uploads.Open();
        uploads.HasRoom.Should().BeTrue();
        uploads.TakeKeyFrameWish().Should().BeTrue();
    }

    [Fact]
    public void NoAnswerIsQueuedBeforeTheStreamIsThere()
    {
        uploads.Pong(1, 10);
        Queued().Should().BeEmpty();
        uploads.Dropped.Should().Be(1);
        uploads.Start();
        uploads.Pong(1, 10);
        Queued().Single().Head.Number.Should().Be(1, "no number was spent on what did not go");
    }

    [Fact]
    public void AnAnswerGoesToTheViewerThatAskedAndEchoesItsTime()
    {
        uploads.Start();
        uploads.Pong(3, 1234);
        var (head, body) = Queued().Single();
        (head.Channel, head.Viewer).Should().Be((EnvelopeChannel.Control, 3u));
        ControlMessage.Read(body).Should().Be(new ControlMessage.Pong(1234, AgentClock.Microseconds(clock)));
    }

    [Fact]
    public void AnAnswerThatFindsNoRoomIsCountedAndCostsNoNumber()
    {
        Fill(QueueLength);
        uploads.Pong(1, 1);
        uploads.Dropped.Should().Be(1);
        Queued().Should().HaveCount(QueueLength);
        uploads.Pong(1, 1);
        Queued().Single().Head.Number.Should().Be(QueueLength + 1);
    }

    [Fact]
    public void AFrameThatDoesNotFitWholeIsDroppedWholeAndTheNextStandsByItself()
    {
        SendKeyFrame(1);
        clock.Advance(Uploads.KeyFramesApart);
        Queued();
        Fill(QueueLength - 1);
        uploads.Send(Delta(2, parts: 2));
        uploads.Dropped.Should().Be(2);
        Queued().Should().HaveCount(QueueLength - 1).And.OnlyContain(e => e.Head.Channel == EnvelopeChannel.Control);
        uploads.TakeKeyFrameWish().Should().BeTrue();
        uploads.Send(KeyFrame(3));
        Queued().Single().Head.Number.Should().Be(2, "there is no hole in the numbers");
    }

    [Fact]
    public void TheStreamEndsOnceItIsClosedAndReadToItsEnd()
    {
        uploads.Start();
        SendKeyFrame(1);
        uploads.Pong(1, 10);
        uploads.Close();
        uploads.Envelopes.Completion.IsCompleted.Should().BeFalse("an answer is still in it");
        Queued().Single().Head.Channel.Should().Be(EnvelopeChannel.Control);
        uploads.Envelopes.Completion.IsCompletedSuccessfully.Should().BeTrue();
    }

    private void SendKeyFrame(uint number, int parts = 1)
    {
        uploads.Open();
        uploads.TakeKeyFrameWish().Should().BeTrue();
        uploads.Send(KeyFrame(number, parts));
    }

    private void Fill(int envelopes)
    {
        uploads.Start();
        for (var i = 0; i < envelopes; i++)
        {
            uploads.Pong(1, 1);
        }
    }

    private List<(EnvelopeHeader Head, byte[] Body)> Queued()
    {
        var queued = new List<(EnvelopeHeader, byte[])>();
        while (uploads.Envelopes.TryRead(out var envelope))
        {
            EnvelopeHeader.TryRead(envelope, out var head).Should().BeTrue();
            queued.Add((head, envelope[EnvelopeHeader.Size..]));
        }

        return queued;
    }

    private static FrameDelta KeyFrame(uint number, int parts = 1) => Of(number, 0, parts);

    private static FrameDelta Delta(uint number, int parts = 1) => Of(number, number - 1, parts);

    // Each tile is large enough to close its part.
    private static FrameDelta Of(uint number, uint basedOn, int parts) => new(
        number,
        basedOn,
        CapturedAt: 0,
        64 * parts,
        64,
        [.. Enumerable.Range(0, parts).Select(i => new EncodedTile((ushort)i, 0, 1, new byte[FrameParts.PartBytes]))]);
}
