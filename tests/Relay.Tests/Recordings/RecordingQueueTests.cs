using RemoteAssist.Relay.Recordings;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Recordings;

public sealed class RecordingQueueTests : IDisposable
{
    private const int Big = 1024 * 1024;

    private readonly SealedFrames agent = new(Guid.NewGuid());
    private readonly RecordingQueue queue;
    private int asked;

    public RecordingQueueTests() => queue = new RecordingQueue(() => asked++, new ManualClock());

    public void Dispose() => agent.Dispose();

    [Fact]
    public void WhatTheDiskIsTooSlowForIsCountedNamedAndFollowedByAKeyFrame()
    {
        queue.Keys(agent.NewKey()).Should().BeTrue();
        for (var i = 0; i < 20; i++)
        {
            Offer(agent.Next(Big));
        }

        queue.Lost.Should().Be(5);
        var taken = TakeAll();
        taken.Count(record => record.Kind == RecordKind.Frame).Should().Be(15);
        asked.Should().Be(1, "there is room again");

        Offer(agent.Next());
        TakeAll().Should().BeEmpty("a change of what is not here is of no use");
        Offer(agent.Next(keyFrame: true));
        Offer(agent.Next());
        TakeAll().Select(Say).Should().Equal("tooSlow 6", "Frame", "Frame");
        asked.Should().Be(1);
    }

    [Fact]
    public void WhatFellLastIsNamedAtTheEnd()
    {
        queue.Keys(agent.NewKey());
        Offer(agent.Next());
        agent.Next();
        Offer(agent.Next());
        queue.Close();
        queue.Mark("late");
        Offer(agent.Next(keyFrame: true));

        TakeAll().Select(Say).Should().Equal("Keys", "Frame", "framesMissing 1");
    }

    [Fact]
    public void ALeapOfTheAgentsNumbersIsAGap()
    {
        queue.Keys(agent.NewKey());
        Offer(agent.Next());
        agent.Next();
        agent.Next();
        Offer(agent.Next(keyFrame: true));

        TakeAll().Select(Say).Should().Equal("Keys", "Frame", "framesMissing 2", "Frame");
        asked.Should().Be(0);
    }

    [Fact]
    public void AFrameUnderAKeyThatNobodyWrappedIsNotKept()
    {
        queue.Keys(agent.NewKey());
        Offer(agent.Next());
        agent.NewKey();
        Offer(agent.Next());
        Offer(agent.Next());
        queue.Keys(agent.NewKey());
        Offer(agent.Next());

        TakeAll().Select(Say).Should().Equal("Keys", "Frame", "Keys", "keyMissing 2", "Frame");
        queue.Keys(SealedFrames.Wrapped(agent.Key.Id, 1)).Should().BeFalse("each content key is wrapped once");
    }

    [Fact]
    public void AReplayedFrameIsNotKept()
    {
        queue.Keys(agent.NewKey());
        var first = agent.Next();
        Offer(first);
        Offer(first);

        TakeAll().Select(Say).Should().Equal("Keys", "Frame");
        queue.Lost.Should().Be(1);
    }

    [Fact]
    public void PiecesOfSeekPointsAreKeptBesideTheFrames()
    {
        var keys = agent.NewKey();
        OfferPiece(agent.Piece());
        queue.Keys(keys);
        Offer(agent.Next());
        OfferPiece(agent.Piece(EnvelopeMarks.First));
        OfferPiece(agent.Piece(EnvelopeMarks.Last));
        Offer(agent.Next());

        TakeAll().Select(Say).Should().Equal("Keys", "Frame", "SeekPoint", "SeekPoint", "Frame");
        queue.Lost.Should().Be(0, "what was sealed before recording was never to be here");
    }

    [Fact]
    public void ASeekPointThatTheDiskIsTooSlowForIsNamedOnceAndCostsNoFrameItsPlace()
    {
        queue.Keys(agent.NewKey());
        Offer(agent.Next());
        OfferPiece(agent.Piece(EnvelopeMarks.First));
        for (var i = 0; i < 12; i++)
        {
            OfferPiece(agent.Piece(EnvelopeMarks.None, Big));
        }

        Offer(agent.Next(Big));
        TakeAll().Select(Say).Should().Equal(
            ["Keys", "Frame", .. Enumerable.Repeat("SeekPoint", 8), "seekPointLost", "Frame"]);
        queue.Lost.Should().Be(5);
        asked.Should().Be(0, "the pictures are whole");

        OfferPiece(agent.Piece());
        TakeAll().Select(Say).Should().Equal("SeekPoint");
    }

    [Fact]
    public void ASeekPointOfAChainThatIsBrokenIsNotKept()
    {
        queue.Keys(agent.NewKey());
        Offer(agent.Next());
        agent.Next();
        Offer(agent.Next());
        OfferPiece(agent.Piece());
        OfferPiece([1, 2, 3]);

        TakeAll().Select(Say).Should().Equal("Keys", "Frame", "seekPointLost");
    }

    private void OfferPiece(byte[] envelope)
    {
        EnvelopeHeader.TryRead(envelope, out var head);
        queue.SeekPoint(head, envelope);
    }

    private static string Say(WaitingRecord record) =>
        record.Kind is RecordKind.Gap or RecordKind.Mark ? System.Text.Encoding.UTF8.GetString(record.Payload.Span) : $"{record.Kind}";

    private void Offer(byte[] envelope)
    {
        EnvelopeHeader.TryRead(envelope, out var head).Should().BeTrue();
        queue.Frame(head, envelope);
    }

    private List<WaitingRecord> TakeAll()
    {
        var all = new List<WaitingRecord>();
        while (queue.TryTake(out var next))
        {
            all.Add(next);
        }

        return all;
    }
}
