using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>Control envelopes may be faster than frames, and slower: neither is anybody's fault.</summary>
public sealed class LateKeyTests
{
    private static readonly Guid Session = Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7");
    private static readonly byte[] Part = [1, 2, 3];

    [Fact]
    public void WhatFollowsAPartWithoutItsKeyWaitsForTheNextKeyFrame()
    {
        using var sealer = new FrameSealer(HubContract.ProtocolVersion, Session);
        using var opener = new FrameOpener(HubContract.ProtocolVersion, Session);
        var key = Renew(sealer, 1);

        opener.Open(Seal(sealer, true, 1), out _).Should().Be(SealingFault.NoKey);
        opener.Add(key).Should().BeTrue();
        opener.Open(Seal(sealer, false, 1), out _).Should().Be(SealingFault.NoKey);
        opener.Open(Seal(sealer, true, 2), out _).Should().BeNull();

        Seal(sealer, false, 2);
        opener.Open(Seal(sealer, false, 2), out _).Should().Be(SealingFault.Gap, "nothing is missing but by the Relay");
    }

    [Fact]
    public void APictureOfBeforeTheViewerCameIsNoReplayAndOneUnderAReplacedKeyIs()
    {
        using var sealer = new FrameSealer(HubContract.ProtocolVersion, Session);
        using var opener = new FrameOpener(HubContract.ProtocolVersion, Session);
        Renew(sealer, 5);
        var old = Seal(sealer, true, 1);
        opener.Add(Renew(sealer, 6)).Should().BeTrue();
        var replaced = Seal(sealer, true, 2);

        opener.Open(old, out _).Should().Be(SealingFault.NoKey);
        opener.Add(Renew(sealer, 7)).Should().BeTrue();
        opener.Open(Seal(sealer, true, 3), out _).Should().BeNull();
        opener.Open(replaced, out _).Should().Be(SealingFault.Replayed);
    }

    private static ContentKey Renew(FrameSealer sealer, uint id)
    {
        var key = ContentKey.Draw(id, PlatformRandom.Instance);
        sealer.Renew(key);
        return key;
    }

    private static byte[] Seal(FrameSealer sealer, bool startsKeyFrame, uint epoch)
    {
        sealer.Seal(startsKeyFrame, epoch, Part, out var envelope).Should().BeNull();
        return envelope;
    }
}
