using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Sealing;

public sealed class EnvelopeTests
{
    private static readonly byte[] Message = [1, 7, 0, 0, 0];

    [Fact]
    public void ControlMessagesArriveInOrderAndTheirHeadIsWhatTheRelayReads()
    {
        using var ends = new Line();
        for (byte i = 1; i <= 100; i++)
        {
            ends.ToAgent.Seal([i], out var envelope).Should().BeNull();
            EnvelopeHeader.TryRead(envelope, out var header).Should().BeTrue();
            header.Should().Be(new EnvelopeHeader(EnvelopeChannel.Control, EnvelopeMarks.None, 1, i, 0));
            envelope.Should().HaveCount(EnvelopeHeader.Size + 1 + 16);
            ends.AtAgent.Open(envelope, out var body).Should().BeNull();
            body.Should().Equal(i);
        }
    }

    [Fact]
    [Trait("Promise", "12")]
    public void EveryFlippedBitOfAControlEnvelopeIsRejected()
    {
        using var ends = new Line();
        ends.ToAgent.Seal(Message, out var envelope);
        using var tried = new Tried(12, "flipped bits on both channels");
        foreach (var flipped in Some.OneBitOff(envelope))
        {
            tried.Try(ends.AtAgent.Open(flipped, out var body) is not null && body.Length == 0);
        }

        tried.MustHold();
        ends.AtAgent.Open(envelope, out _).Should().BeNull("the genuine one still opens");
    }

    [Fact]
    [Trait("Promise", "12")]
    public void EveryFlippedBitOfAFrameEnvelopeIsRejected()
    {
        using var sealer = Sealer(out var key);
        using var opener = Opener(key);
        sealer.Seal(startsKeyFrame: true, 1, Message, out var envelope);
        using var tried = new Tried(12, "flipped bits on both channels");
        foreach (var flipped in Some.OneBitOff(envelope))
        {
            tried.Try(opener.Open(flipped, out var body) is not null && body.Length == 0);
        }

        tried.MustHold();
        opener.Open(envelope, out _).Should().BeNull("the genuine one still opens");
    }

    [Fact]
    public void AReplayedControlEnvelopeIsNamed()
    {
        using var ends = new Line();
        ends.ToAgent.Seal(Message, out var first);
        ends.ToAgent.Seal(Message, out var second);
        ends.AtAgent.Open(first, out _).Should().BeNull();
        ends.AtAgent.Open(first, out _).Should().Be(SealingFault.Replayed);
        ends.AtAgent.Open(second, out _).Should().BeNull();
        ends.AtAgent.Open(first, out _).Should().Be(SealingFault.Replayed);
    }

    [Fact]
    public void AControlEnvelopeBeforeItsTurnIsNamed()
    {
        using var ends = new Line();
        ends.ToAgent.Seal(Message, out _);
        ends.ToAgent.Seal(Message, out var second);
        ends.AtAgent.Open(second, out var body).Should().Be(SealingFault.OutOfOrder);
        body.Should().BeEmpty();
    }

    [Fact]
    public void AReflectedEnvelopeIsForged()
    {
        using var ends = new Line();
        ends.ToAgent.Seal(Message, out var envelope);
        ends.AtViewer.Open(envelope, out _).Should().Be(SealingFault.Forged);
    }

    [Fact]
    public void AnEnvelopeOfAnotherSessionConnectionOrViewerIsRejected()
    {
        using var ends = new Line();
        using var other = new Line();
        other.ToAgent.Seal(Message, out var foreign);
        ends.AtAgent.Open(foreign, out _).Should().Be(SealingFault.Forged);

        using var second = new Line(Some.Context with { Viewer = 2 });
        second.ToAgent.Seal(Message, out var neighbour);
        ends.AtAgent.Open(neighbour, out _).Should().Be(SealingFault.WrongViewer);
        neighbour[4] = 1; // and with the number rewritten
        ends.AtAgent.Open(neighbour, out _).Should().Be(SealingFault.Forged);
    }

    [Fact]
    public void EveryTruncationIsRejected()
    {
        using var ends = new Line();
        ends.ToAgent.Seal(Message, out var envelope);
        for (var length = 0; length < envelope.Length; length++)
        {
            ends.AtAgent.Open(envelope.AsSpan(0, length), out _)
                .Should().Be(length < EnvelopeHeader.Size + 16 ? SealingFault.Truncated : SealingFault.Forged);
        }

        using var sealer = Sealer(out var key);
        using var opener = Opener(key);
        sealer.Seal(startsKeyFrame: true, 1, Message, out var frame);
        for (var length = 0; length < frame.Length; length++)
        {
            opener.Open(frame.AsSpan(0, length), out _)
                .Should().Be(length < EnvelopeHeader.Size + 4 + 16 ? SealingFault.Truncated : SealingFault.Forged);
        }
    }

    [Fact]
    public void AnEnvelopeOfTheOtherChannelIsNamed()
    {
        using var ends = new Line();
        using var sealer = Sealer(out var key);
        using var opener = Opener(key);
        sealer.Seal(startsKeyFrame: true, 1, Message, out var frame);
        ends.ToAgent.Seal(Message, out var control);
        ends.AtAgent.Open(frame, out _).Should().Be(SealingFault.WrongChannel);
        opener.Open(control, out _).Should().Be(SealingFault.WrongChannel);
        frame[0] = 9;
        opener.Open(frame, out _).Should().Be(SealingFault.Malformed);
    }

    [Fact]
    public void FramesMayBeLeftOutOnlyRightBeforeAKeyFrame()
    {
        using var sealer = Sealer(out var key);
        using var opener = Opener(key);
        var key1 = Part(sealer, true, 1);
        var delta2 = Part(sealer, false, 1);
        var delta3 = Part(sealer, false, 1);
        var key4 = Part(sealer, true, 2);
        var delta5 = Part(sealer, false, 2);
        var key6 = Part(sealer, true, 3);
        var delta7 = Part(sealer, false, 3);

        opener.Open(delta2, out _).Should().Be(SealingFault.Gap, "the first picture is a key frame");
        opener.Open(key1, out _).Should().BeNull();
        opener.Open(delta3, out _).Should().Be(SealingFault.Gap);
        opener.Open(delta5, out _).Should().Be(SealingFault.Gap);
        opener.Open(key4, out _).Should().BeNull("2 and 3 were left out before a key frame");
        opener.Open(key4, out _).Should().Be(SealingFault.Replayed);
        opener.Open(delta2, out _).Should().Be(SealingFault.Replayed);
        opener.Open(delta7, out _).Should().Be(SealingFault.Gap);
        opener.Open(delta5, out _).Should().BeNull();
        opener.Open(key6, out _).Should().BeNull();
        opener.Open(delta7, out _).Should().BeNull();
        opener.Open(key1, out _).Should().Be(SealingFault.Replayed);
    }

    [Fact]
    public void TheSealerRefusesAnEpochWithoutAKeyFrameAndAnOldFrameUnderANewKey()
    {
        using var sealer = new FrameSealer(Some.Version, Some.Session);
        sealer.Seal(startsKeyFrame: true, 1, Message, out _).Should().Be(SealingFault.NoKey);
        sealer.Renew(ContentKey.Draw(1, PlatformRandom.Instance));
        sealer.Seal(startsKeyFrame: false, 0, Message, out _).Should().Be(SealingFault.WrongEpoch);
        Part(sealer, true, 1);
        sealer.Seal(startsKeyFrame: false, 2, Message, out _).Should().Be(SealingFault.WrongEpoch);
        sealer.Seal(startsKeyFrame: true, 1, Message, out _).Should().Be(SealingFault.WrongEpoch);
        sealer.Renew(ContentKey.Draw(2, PlatformRandom.Instance));
        sealer.Seal(startsKeyFrame: false, 1, Message, out _).Should().Be(SealingFault.WrongEpoch);
        sealer.Seal(startsKeyFrame: true, 2, Message, out _).Should().BeNull();
        var old = () => sealer.Renew(ContentKey.Draw(2, PlatformRandom.Instance));
        old.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void WhoLeftCannotReadOnAndWhoComesCannotReadBack()
    {
        using var sealer = Sealer(out var first);
        using var stays = Opener(first);
        using var leaves = Opener(first);
        var before = Part(sealer, true, 1);
        stays.Open(before, out _).Should().BeNull();
        leaves.Open(before, out _).Should().BeNull();

        var second = ContentKey.Draw(2, PlatformRandom.Instance);
        sealer.Renew(second);
        var after = Part(sealer, true, 2);
        leaves.Open(after, out _).Should().Be(SealingFault.NoKey);
        stays.Open(after, out _).Should().Be(SealingFault.NoKey, "the picture has overtaken its key");
        stays.Add(second).Should().BeTrue();
        stays.Open(after, out _).Should().BeNull();
        stays.Open(before, out _).Should().Be(SealingFault.Replayed);
        stays.Add(first).Should().BeFalse();

        using var comes = Opener(second);
        comes.Open(before, out _).Should().Be(SealingFault.NoKey);
        comes.Open(after, out _).Should().BeNull();
    }

    [Fact]
    public void AContentKeyOpensNothingInAnotherSessionOrVersion()
    {
        using var sealer = Sealer(out var key);
        var part = Part(sealer, true, 1);
        using var elsewhere = new FrameOpener(Some.Version, Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f8"));
        elsewhere.Add(key).Should().BeTrue();
        elsewhere.Open(part, out _).Should().Be(SealingFault.Forged);
        using var older = new FrameOpener(Some.Version - 1, Some.Session);
        older.Add(key).Should().BeTrue();
        older.Open(part, out _).Should().Be(SealingFault.Forged);
    }

    [Fact]
    public void AContentKeyComesBackAsItWasWritten()
    {
        var key = ContentKey.Draw(3, PlatformRandom.Instance);
        ContentKey.Read(key.ToBytes()).Should().BeEquivalentTo(key);
        ContentKey.Read(key.ToBytes().AsSpan(1)).Should().BeNull();
        ContentKey.Read([131, .. key.ToBytes().AsSpan(1)]).Should().BeNull();
        ControlMessage.Read(key.ToBytes()).Should().BeNull("no other control message has these bytes");
    }

    [Fact]
    public void TheSameMessageNeverSealsToTheSameBytes()
    {
        using var ends = new Line();
        ends.ToAgent.Seal(Message, out var first);
        ends.ToAgent.Seal(Message, out var second);
        first.AsSpan(EnvelopeHeader.Size).SequenceEqual(second.AsSpan(EnvelopeHeader.Size)).Should().BeFalse();
    }

    private static byte[] Part(FrameSealer sealer, bool startsKeyFrame, uint epoch)
    {
        sealer.Seal(startsKeyFrame, epoch, Message, out var envelope).Should().BeNull();
        return envelope;
    }

    private static FrameSealer Sealer(out ContentKey key)
    {
        key = ContentKey.Draw(1, PlatformRandom.Instance);
        var sealer = new FrameSealer(Some.Version, Some.Session);
        sealer.Renew(key);
        return sealer;
    }

    private static FrameOpener Opener(ContentKey key)
    {
        var opener = new FrameOpener(Some.Version, Some.Session);
        opener.Add(key).Should().BeTrue();
        return opener;
    }
}
