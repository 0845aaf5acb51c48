using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Rooms;

public sealed class ViewerQueueTests
{
    private readonly RoomCounters counters = new();
    private readonly ManualClock clock = new();
    private readonly ViewerQueue queue;

    public ViewerQueueTests() => queue = new ViewerQueue(counters, clock);

    [Fact]
    public async Task NothingIsTakenBeforeTheFirstKeyFrame()
    {
        Offer(SomeEnvelope.Delta()).Should().BeFalse();
        Offer(SomeEnvelope.KeyFrame()).Should().BeTrue();
        Offer(SomeEnvelope.Delta()).Should().BeTrue();

        (await SomeEnvelope.Read(queue)).Should().HaveCount(2);
        counters.Dropped(DropReason.AwaitingKeyFrame).Should().Be(1);
    }

    [Theory]
    [InlineData(ViewerQueue.MaxFrameParts, 100)]
    [InlineData(ViewerQueue.MaxFrameBytes / (1024 * 1024), (1024 * 1024) - EnvelopeHeader.Size)]
    public async Task WhenItOverflowsItIsEmptiedAndCountedAndWaitsForAKeyFrame(int fitting, int size)
    {
        Offer(SomeEnvelope.KeyFrame(size: size));
        for (var i = 1; i < fitting; i++)
        {
            Offer(SomeEnvelope.Delta(size: size)).Should().BeTrue();
        }

        Offer(SomeEnvelope.Delta(size: size)).Should().BeFalse();

        counters.Dropped(DropReason.ViewerSlow).Should().Be(fitting + 1);
        Offer(SomeEnvelope.Delta()).Should().BeFalse();
        (await SomeEnvelope.Read(queue)).Should().BeEmpty();
        var key = SomeEnvelope.KeyFrame();
        Offer(key).Should().BeTrue();
        (await SomeEnvelope.Read(queue)).Should().Equal(key);
    }

    [Fact]
    public void WhatIsFarBehindIsEmptiedAlthoughMoreWouldFit()
    {
        const int Size = 64 * 1024;
        Offer(SomeEnvelope.KeyFrame(size: Size));
        for (var i = 0; i < ViewerQueue.MaxLateBytes / Size; i++)
        {
            Offer(SomeEnvelope.Delta(size: Size)).Should().BeTrue();
        }

        clock.Advance(ViewerQueue.MaxWait);
        Offer(SomeEnvelope.Delta()).Should().BeTrue();
        clock.Advance(TimeSpan.FromTicks(1));
        Offer(SomeEnvelope.Delta()).Should().BeFalse();
        counters.Dropped(DropReason.ViewerSlow).Should().Be((ViewerQueue.MaxLateBytes / Size) + 3);
    }

    [Fact]
    public void LittleThatWaitedForLongIsStillWorthSending()
    {
        Offer(SomeEnvelope.KeyFrame(size: ViewerQueue.MaxLateBytes / 2));
        clock.Advance(TimeSpan.FromMinutes(1));
        Offer(SomeEnvelope.Delta()).Should().BeTrue();
        counters.Dropped(DropReason.ViewerSlow).Should().Be(0);
    }

    [Fact]
    public async Task AKeyFrameThatFindsItFullTakesThePlaceOfWhatIsOld()
    {
        Offer(SomeEnvelope.KeyFrame());
        for (var i = 1; i < ViewerQueue.MaxFrameParts; i++)
        {
            Offer(SomeEnvelope.Delta());
        }

        var key = SomeEnvelope.KeyFrame();
        Offer(key).Should().BeTrue();

        counters.Dropped(DropReason.ViewerSlow).Should().Be(ViewerQueue.MaxFrameParts);
        (await SomeEnvelope.Read(queue)).Should().Equal(key);
    }

    [Fact]
    public async Task ControlEnvelopesAreKeptWhateverHappensToFrames()
    {
        var control = SomeEnvelope.Control(1);
        queue.OfferControl(control).Should().BeTrue();
        Offer(SomeEnvelope.KeyFrame());
        queue.Withhold(DropReason.SessionNotLive);

        (await SomeEnvelope.Read(queue)).Should().Equal(control);
        counters.Dropped(DropReason.SessionNotLive).Should().Be(1);
    }

    [Fact]
    public void AControlEnvelopeThatDoesNotFitIsSaidNotDropped()
    {
        for (var i = 0; i < ViewerQueue.MaxControls; i++)
        {
            queue.OfferControl(SomeEnvelope.Control(1)).Should().BeTrue();
        }

        queue.OfferControl(SomeEnvelope.Control(1)).Should().BeFalse();
    }

    [Fact]
    public void ControlEnvelopesAreBoundedByBytesToo()
    {
        queue.OfferControl(SomeEnvelope.Control(1, ViewerQueue.MaxControlBytes - EnvelopeHeader.Size)).Should().BeTrue();
        queue.OfferControl(SomeEnvelope.Control(1)).Should().BeFalse();
    }

    [Fact]
    public async Task AReaderGetsWhatIsLeftAndThenTheEnd()
    {
        Offer(SomeEnvelope.KeyFrame());
        queue.Complete();

        var read = new List<byte[]>();
        await foreach (var envelope in queue.ReadAll(CancellationToken.None))
        {
            read.Add(envelope);
        }

        read.Should().ContainSingle();
    }

    [Fact]
    public async Task EverythingThatIsTakenArrivesWhoeverIsFaster()
    {
        const int Count = 20_000;
        var reading = Task.Run(async () =>
        {
            var numbers = new List<ulong>(Count);
            await foreach (var envelope in queue.ReadAll(CancellationToken.None))
            {
                EnvelopeHeader.TryRead(envelope, out var head);
                numbers.Add(head.Number);
            }

            return numbers;
        });

        for (ulong i = 1; i <= Count; i++)
        {
            var envelope = new EnvelopeHeader(EnvelopeChannel.Control, EnvelopeMarks.None, 1, i, 0).Wrap([]);
            while (!queue.OfferControl(envelope))
            {
                await Task.Yield();
            }

            queue.Wake();
        }

        queue.Complete();
        (await reading).Should().HaveCount(Count).And.BeInAscendingOrder();
    }

    private bool Offer(byte[] envelope)
    {
        EnvelopeHeader.TryRead(envelope, out var head).Should().BeTrue();
        var taken = queue.OfferFrame(head.Marks, envelope);
        queue.Wake();
        return taken;
    }
}
