using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Sealing;

public sealed class SeekSealingTests
{
    private const EnvelopeMarks Whole = EnvelopeMarks.First | EnvelopeMarks.Last;
    private static readonly Guid Session = Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7");

    [Fact]
    public void WhatIsSealedOpensUnderItsContentKeyOnly()
    {
        var (one, other) = (ContentKey.Draw(1, PlatformRandom.Instance), ContentKey.Draw(2, PlatformRandom.Instance));
        using var sealer = new SeekSealer(HubContract.ProtocolVersion, Session);
        sealer.Seal(Whole, 1, [1]).Should().BeNull("there is no key");
        sealer.Renew(one);
        var envelope = sealer.Seal(Whole, 7, [1, 2, 3])!;
        EnvelopeHeader.TryRead(envelope, out var head).Should().BeTrue();
        head.Should().Be(new EnvelopeHeader(EnvelopeChannel.SeekPoints, Whole, 0, 1, 7));

        using var opener = new SeekOpener(HubContract.ProtocolVersion, Session, one);
        opener.Open(envelope, out var body).Should().BeNull();
        body.Should().Equal(1, 2, 3);
        using var stranger = new SeekOpener(HubContract.ProtocolVersion, Session, other);
        stranger.Open(envelope, out _).Should().Be(SealingFault.NoKey);
        using var elsewhere = new SeekOpener(HubContract.ProtocolVersion, Guid.Empty, one);
        elsewhere.Open(envelope, out _).Should().Be(SealingFault.Forged);

        sealer.Renew(other);
        EnvelopeHeader.TryRead(sealer.Seal(Whole, 8, [4])!, out head);
        head.Number.Should().Be(2, "numbers never start again");
        sealer.Renew(null);
        sealer.Seal(Whole, 9, [4]).Should().BeNull("nothing is recorded any more");
    }

    [Fact]
    public void AViewerNeverTakesASeekPointForAPicture()
    {
        var key = ContentKey.Draw(1, PlatformRandom.Instance);
        using var sealer = new SeekSealer(HubContract.ProtocolVersion, Session);
        using var frames = new FrameSealer(HubContract.ProtocolVersion, Session);
        using var viewer = new FrameOpener(HubContract.ProtocolVersion, Session);
        using var auditor = new SeekOpener(HubContract.ProtocolVersion, Session, key);
        sealer.Renew(key);
        frames.Renew(key);
        viewer.Add(key);
        var piece = sealer.Seal(Whole, 1, [1, 2, 3])!;
        viewer.Open(piece, out _).Should().Be(SealingFault.WrongChannel);

        // Dressed up as a frame it does not open either, nor the other way round: the keys are others.
        new EnvelopeHeader(EnvelopeChannel.Frames, EnvelopeMarks.KeyFrame, 0, 1, 1).Write(piece);
        viewer.Open(piece, out _).Should().Be(SealingFault.Forged);
        frames.Seal(true, 1, [1, 2, 3], out var frame).Should().BeNull();
        new EnvelopeHeader(EnvelopeChannel.SeekPoints, Whole, 0, 1, 1).Write(frame);
        auditor.Open(frame, out _).Should().Be(SealingFault.Forged);
    }
}
