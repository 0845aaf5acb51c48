using System.Diagnostics;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;
using Xunit.Abstractions;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>How much a key may seal, and what sealing costs.</summary>
public sealed class KeyLimitTests(ITestOutputHelper output)
{
    [Fact]
    public void AKeyThatHasSealedAllItMaySealsNoMore()
    {
        const ulong limit = 10;
        using var sealer = new FrameSealer(Some.Version, Some.Session, limit);
        sealer.Renew(ContentKey.Draw(1, PlatformRandom.Instance));
        for (var i = 0UL; i < limit; i++)
        {
            sealer.Left.Should().Be(limit - i);
            sealer.Seal(startsKeyFrame: i == 0, 1, [1], out _).Should().BeNull();
        }

        sealer.Seal(startsKeyFrame: false, 1, [1], out var envelope).Should().Be(SealingFault.Exhausted);
        envelope.Should().BeEmpty();

        // A new key goes on with new numbers.
        sealer.Renew(ContentKey.Draw(2, PlatformRandom.Instance));
        sealer.Seal(startsKeyFrame: true, 2, [1], out envelope).Should().BeNull();
        EnvelopeHeader.TryRead(envelope, out var header).Should().BeTrue();
        header.Number.Should().Be(limit + 1);

        using var control = new ControlSealer(new byte[32], 1, limit);
        for (var i = 0UL; i < limit; i++)
        {
            control.Seal([1], out _).Should().BeNull();
        }

        control.Seal([1], out envelope).Should().Be(SealingFault.Exhausted);
        envelope.Should().BeEmpty();
    }

    [Fact]
    public void NobodyCanRaiseTheLimitOfAKey()
    {
        using var sealer = new FrameSealer(Some.Version, Some.Session, ulong.MaxValue);
        sealer.Renew(ContentKey.Draw(1, PlatformRandom.Instance));
        sealer.Left.Should().Be(EnvelopeCipher.Limit);
    }

    [Fact]
    public void SealingAPartOf64KiBCostsLittle()
    {
        const int parts = 400;
        var body = new byte[64 * 1024];
        using var sealer = new FrameSealer(Some.Version, Some.Session);
        sealer.Renew(ContentKey.Draw(1, PlatformRandom.Instance));
        sealer.Seal(startsKeyFrame: true, 1, body, out _).Should().BeNull();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < parts; i++)
        {
            sealer.Seal(startsKeyFrame: false, 1, body, out _);
        }

        var each = Stopwatch.GetElapsedTime(began) / parts;
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / parts;
        output.WriteLine($"{each.TotalNanoseconds:F0} ns and {allocated} bytes for 64 KiB");
        allocated.Should().BeLessThan(body.Length + 512, "the envelope is the only array");
    }
}
