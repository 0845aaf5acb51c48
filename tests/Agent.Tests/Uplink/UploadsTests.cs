using System.Threading.Channels;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Agent.Uplink.Pacing;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Uplink;

public sealed class UploadsTests
{
    // What the bounded queue holds at most, and what is kept on top for what must not be left out.
    private const int QueueLength = 2048;
    private const int Reserve = 64;

    private readonly ManualClock clock = new();
    private readonly Uploads uploads;
    private readonly SealedEnd viewer = new(1);
    private ChannelReader<byte[]> stream;
    private bool allowed = true;

    public UploadsTests()
    {
        uploads = new Uploads(() => allowed, clock);
        uploads.Begin(new EnvelopeSealer(new FrameSealer(HubContract.ProtocolVersion, Some.Session), PlatformRandom.Instance));
        stream = uploads.Connect();
        uploads.Admit(1, viewer.Sealer());
    }

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
        SendKeyFrame(1);
        uploads.TakePlan().KeyFrame.Should().BeFalse();
        uploads.Open();
        uploads.TakePlan().KeyFrame.Should().BeTrue();
        clock.Advance(KeyFrameTurns.Apart);
        uploads.TakePlan().KeyFrame.Should().BeFalse("asking took the wish away");
    }

    [Fact]
    public void AKeyFrameThatIsAskedForTooEarlyComesLater()
    {
        uploads.Open();
        uploads.TakePlan();
        uploads.WishKeyFrame();
        clock.Advance(KeyFrameTurns.Apart - TimeSpan.FromTicks(1));
        uploads.TakePlan().KeyFrame.Should().BeFalse();
        clock.Advance(TimeSpan.FromTicks(1));
        uploads.TakePlan().KeyFrame.Should().BeTrue();
    }

    [Fact]
    public void TwoFramesOnALineThatNobodyKnowsLeaveNoRoomUntilOneIsPainted()
    {
        SendTwo();
        uploads.HasRoom.Should().BeFalse();
        uploads.Painted(1, 1, TimeSpan.Zero);
        uploads.HasRoom.Should().BeTrue();
    }

    [Fact]
    public void AnAcknowledgementOfAFrameThatWasNeverSentChangesNothing()
    {
        SendTwo();
        uploads.Painted(1, 3, TimeSpan.Zero);
        uploads.Painted(1, uint.MaxValue, TimeSpan.Zero);
        uploads.Painted(1, 0, TimeSpan.Zero);
        uploads.HasRoom.Should().BeFalse();
        uploads.Painted(1, 1, TimeSpan.Zero);
        uploads.HasRoom.Should().BeTrue("a true one still counts");
    }

    [Fact]
    public void AnAcknowledgementOfSomebodyWithoutKeysChangesNothing()
    {
        SendTwo();
        uploads.Painted(2, 1, TimeSpan.Zero);
        uploads.HasRoom.Should().BeFalse();
    }

    [Fact]
    public void AnAcknowledgementThatComesLateTakesNothingBack()
    {
        SendTwo();
        uploads.Painted(1, 2, TimeSpan.Zero);
        uploads.Painted(1, 1, TimeSpan.Zero);
        uploads.HasRoom.Should().BeTrue("nothing is on its way");
    }

    [Fact]
    public void AKeyFrameDoesNotWaitForWhatWasOnTheWayBeforeIt()
    {
        SendTwo();
        clock.Advance(KeyFrameTurns.Apart);
        uploads.HasRoom.Should().BeFalse();
        uploads.WishKeyFrame();
        uploads.HasRoom.Should().BeTrue();
    }

    [Fact]
    public void WhatAViewerShowsWronglyIsInTheNextPlanAndInNoOther()
    {
        SendKeyFrame(1);
        uploads.Heal(1, new TileRun(7, 2));
        uploads.Heal(1, new TileRun(7, 2));
        uploads.TakePlan().Heal.Should().Equal(new TileRun(7, 2));
        uploads.TakePlan().Heal.Should().BeEmpty();
    }

    [Fact]
    public void WhatWasWrongBeforeAKeyFrameIsMendedByIt()
    {
        SendKeyFrame(1);
        uploads.Heal(1, new TileRun(7, 2));
        SendKeyFrame(2);
        uploads.Heal(1, new TileRun(9, 1));
        uploads.TakePlan().Heal.Should().BeEmpty();
    }

    [Fact]
    public void TooMuchThatIsWrongAsksForAKeyFrame()
    {
        SendTwo();
        clock.Advance(KeyFrameTurns.Apart);
        for (var i = 0; i < 64; i++)
        {
            uploads.Heal(1, new TileRun(i, 1));
        }

        uploads.HasRoom.Should().BeFalse();
        uploads.Heal(1, new TileRun(64, 1));
        uploads.TakePlan().Should().Match<SendPlan>(plan => plan.KeyFrame && plan.Heal.Count == 64);
    }

    [Fact]
    public void APauseTakesFramesBackAndLeavesTheAnswers()
    {
        SendKeyFrame(1, parts: 2);
        uploads.Pong(1, 40);
        uploads.Send(Delta(2));
        uploads.Pong(1, 50);
        uploads.Hold();
        uploads.MaySend.Should().BeFalse();
        uploads.Send(Delta(3));
        Queued().Select(e => ((ControlMessage.Pong)ControlMessage.Read(e.Body)!).Echo).Should().Equal(40, 50);
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
        uploads.TakePlan().KeyFrame.Should().BeTrue();
    }

    [Fact]
    public void NothingIsSealedBeforeThereIsAConnection()
    {
        var end = new SealedEnd(1);
        var early = new Uploads(() => true, clock);
        early.Begin(new EnvelopeSealer(new FrameSealer(HubContract.ProtocolVersion, Some.Session), PlatformRandom.Instance));
        early.Admit(1, end.Sealer());
        early.Open();
        early.Pong(1, 10);
        early.Send(KeyFrame(1));
        early.MaySend.Should().BeFalse();
        early.Dropped.Should().Be(2);
        var first = early.Connect();
        early.Pong(1, 10);
        end.Read(first).Single().Head.Number.Should().Be(1, "no number was spent on what did not go");
    }

    [Fact]
    public void AnAnswerGoesToTheViewerThatAskedAndEchoesItsTime()
    {
        var other = new SealedEnd(3);
        uploads.Admit(3, other.Sealer());
        uploads.Pong(3, 1234);
        var (head, body) = other.Read(stream).Single();
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
    public void WhatMustBeSaidHasRoomWhereAnswersHaveNone()
    {
        Fill(QueueLength);
        for (var i = 1u; i <= Reserve; i++)
        {
            uploads.Say(1, new ControlMessage.Done(i)).Should().BeTrue();
        }

        uploads.Say(1, new ControlMessage.Done(Reserve + 1)).Should().BeFalse("this line takes nothing any more");
        Queued().Select(e => ControlMessage.Read(e.Body)).OfType<ControlMessage.Done>().Should().HaveCount(Reserve);
    }

    [Fact]
    public void ANewContentKeyGoesAheadOfItsKeyFrameOrNeitherGoes()
    {
        Fill(QueueLength - 1);
        uploads.Open();
        uploads.Send(KeyFrame(1));
        uploads.Dropped.Should().Be(1, "the key frame found room, and its key did not");
        Queued().Should().HaveCount(QueueLength - 1);
        viewer.ContentKeys.Should().BeEmpty();

        uploads.Send(KeyFrame(2));
        Queued().Should().ContainSingle();
        viewer.ContentKeys.Should().Equal(1u);
    }

    [Fact]
    public void WhoComesAndWhoGoesBringsANewContentKeyAndAKeyFrame()
    {
        SendKeyFrame(1);
        var second = new SealedEnd(2);
        uploads.Admit(2, second.Sealer());
        uploads.Send(Delta(2));
        uploads.Dropped.Should().Be(1, "a change of a picture that the second does not have");
        uploads.TakePlan().KeyFrame.Should().BeTrue("it has nothing on its screen");
        uploads.Send(KeyFrame(3));
        uploads.Remove(2);
        uploads.Send(Delta(4));
        uploads.TakePlan().KeyFrame.Should().BeTrue("the one that went has the key of the frame before");
        uploads.Send(KeyFrame(5));

        var sent = new List<byte[]>();
        while (stream.TryRead(out var envelope))
        {
            sent.Add(envelope);
        }

        sent.Select(viewer.Open).Count(e => e is not null).Should().Be(3);
        viewer.ContentKeys.Should().Equal(1u, 2u, 3u);
        var atSecond = new FrameOpener(HubContract.ProtocolVersion, Some.Session);
        atSecond.Open(sent[^1], out _).Should().Be(SealingFault.NoKey);
    }

    [Fact]
    public void NobodyWithKeysMeansNoPicture()
    {
        uploads.Open();
        uploads.MaySend.Should().BeTrue();
        uploads.Remove(1);
        uploads.MaySend.Should().BeFalse();
        uploads.Send(KeyFrame(1));
        stream.TryRead(out _).Should().BeFalse();
    }

    [Fact]
    public void AKeyThatIsAlmostUsedUpIsReplacedAtAKeyFrame()
    {
        uploads.Begin(new EnvelopeSealer(new FrameSealer(HubContract.ProtocolVersion, Some.Session, limit: 4), PlatformRandom.Instance));
        uploads.Admit(1, viewer.Sealer());
        SendKeyFrame(1);
        uploads.Send(Delta(2));
        uploads.Send(Delta(3));
        clock.Advance(KeyFrameTurns.Apart);
        uploads.Send(Delta(4, parts: 2));
        uploads.Dropped.Should().Be(2, "one part more would fit under the key, and two do not");
        uploads.TakePlan().KeyFrame.Should().BeTrue();
        uploads.Send(KeyFrame(5, parts: 2));
        Queued().Should().HaveCount(5);
        viewer.ContentKeys.Should().Equal(1u, 2u);
    }

    [Fact]
    public void NothingThatWasSealedForALostConnectionGoesOutOnTheNext()
    {
        SendKeyFrame(1, parts: 2);
        uploads.Pong(1, 1);
        uploads.Disconnect();
        uploads.MaySend.Should().BeFalse();
        stream.TryRead(out _).Should().BeFalse();
        stream.Completion.IsCompleted.Should().BeTrue();

        stream = uploads.Connect();
        uploads.Say(1, new ControlMessage.Done(1)).Should().BeFalse("the keys are gone with the connection");
        uploads.Admit(1, viewer.Sealer());
        uploads.Open();
        uploads.Send(Delta(2));
        uploads.Send(KeyFrame(3));
        var (head, _) = Queued().Single();
        (head.Number, head.Epoch).Should().Be((3ul, 2u), "numbers of frames go on");
        viewer.ContentKeys.Should().Equal(2u);
    }

    [Fact]
    public void WhateverIsHeldBackNoViewerEverSeesAGapThatIsNotBeforeAKeyFrame()
    {
        var opened = 0;
        for (var seed = 0u; seed < 200; seed++)
        {
            var draw = new Lcg(seed);
            var end = new SealedEnd(1);
            var way = new Uploads(() => true, clock);
            way.Begin(new EnvelopeSealer(new FrameSealer(HubContract.ProtocolVersion, Some.Session), PlatformRandom.Instance));
            var read = way.Connect();
            way.Admit(1, end.Sealer());
            way.Open();
            var wished = false;
            for (var number = 1u; number <= 60; number++)
            {
                // The wish is taken, then the frame is made; everything else may happen in between.
                wished = way.TakePlan().KeyFrame;
                switch (draw.Next(8))
                {
                    case 0:
                        way.Hold();
                        break;
                    case 1:
                        way.Hold();
                        way.Open();
                        break;
                    case 2:
                        way.Open();
                        break;
                    case 3:
                        way.Pong(1, number);
                        break;
                    case 4 when read.TryRead(out var envelope):
                        opened += end.Open(envelope) is null ? 0 : 1;
                        break;
                    case 5:
                        way.Remove(1);
                        opened += end.Read(read).Count;
                        way.Admit(1, end.Sealer());
                        break;
                    case 6:
                        clock.Advance(KeyFrameTurns.Apart);
                        break;
                    default:
                        break;
                }

                way.Send(wished || number == 1 ? Small(number, 0, draw) : Small(number, number - 1, draw));
            }

            opened += end.Read(read).Count;
        }

        opened.Should().BeGreaterThan(3_000);
    }

    [Fact]
    public void AFrameThatDoesNotFitWholeIsDroppedWholeAndTheNextStandsByItself()
    {
        SendKeyFrame(1);
        clock.Advance(KeyFrameTurns.Apart);
        Queued();
        Fill(QueueLength - 1);
        uploads.Send(Delta(2, parts: 2));
        uploads.Dropped.Should().Be(2);
        Queued().Should().HaveCount(QueueLength - 1).And.OnlyContain(e => e.Head.Channel == EnvelopeChannel.Control);
        uploads.TakePlan().KeyFrame.Should().BeTrue();
        uploads.Send(KeyFrame(3));
        Queued().Single().Head.Number.Should().Be(2, "there is no hole in the numbers");
    }

    [Fact]
    public void TheStreamEndsOnceItIsClosedAndReadToItsEnd()
    {
        SendKeyFrame(1);
        uploads.Pong(1, 10);
        uploads.Close();
        stream.Completion.IsCompleted.Should().BeFalse("an answer is still in it");
        Queued().Single().Head.Channel.Should().Be(EnvelopeChannel.Control);
        stream.Completion.IsCompletedSuccessfully.Should().BeTrue();
    }

    private void SendTwo()
    {
        SendKeyFrame(1);
        uploads.Send(Delta(2));
    }

    private void SendKeyFrame(uint number, int parts = 1)
    {
        uploads.Open();
        uploads.TakePlan().KeyFrame.Should().BeTrue();
        uploads.Send(KeyFrame(number, parts));
    }

    private void Fill(int envelopes)
    {
        for (var i = 0; i < envelopes; i++)
        {
            uploads.Pong(1, 1);
        }
    }

    private List<(EnvelopeHeader Head, byte[] Body)> Queued() => viewer.Read(stream);

    private static FrameDelta KeyFrame(uint number, int parts = 1) => Of(number, 0, parts);

    private static FrameDelta Delta(uint number, int parts = 1) => Of(number, number - 1, parts);

    // One part mostly, and now and then two.
    private static FrameDelta Small(uint number, uint basedOn, Lcg draw) => draw.Next(20) == 0
        ? Of(number, basedOn, 2)
        : new FrameDelta(number, basedOn, CapturedAt: 0, 64, 64, [new PictureSection.Coded(1, [new ScreenRect(0, 0, 64, 64)], new byte[3])]);

    // Each section is large enough to close its part.
    private static FrameDelta Of(uint number, uint basedOn, int parts) => new(
        number,
        basedOn,
        CapturedAt: 0,
        64 * parts,
        64,
        [.. Enumerable.Range(0, parts).Select(i => new PictureSection.Coded(1, [new ScreenRect(64 * i, 0, 64, 64)], new byte[FrameParts.PartBytes]))]);
}
