using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Capture;

public sealed class PatchesTests
{
    [Fact]
    public void WhereNothingIsDamagedNothingIsAskedFor()
    {
        Patches.Around([]).Should().BeEmpty();
        Patches.Around([new ScreenRect(3, 4, 0, 9), new ScreenRect(3, 4, 9, 0)]).Should().BeEmpty();
    }

    [Fact]
    public void OneAreaIsOnePatchOfJustThat() =>
        Patches.Around([new ScreenRect(70, 20, 5, 10)]).Should().Equal(new ScreenRect(70, 20, 5, 10));

    [Fact]
    public void TwoAreasAreOnePatchUpToSoManyPixelsInVain()
    {
        var (left, right) = (new ScreenRect(0, 0, 100, 128), new ScreenRect(356, 0, 100, 128));
        Patches.Around([left, right]).Should().Equal(new ScreenRect(0, 0, 456, 128));
        Patches.Around([left, right with { X = 357 }]).Should().Equal(left, right with { X = 357 });
    }

    [Fact]
    public void WhatHasGrownTakesInWhatItReachesNow()
    {
        var (left, right, between) = (new ScreenRect(0, 0, 100, 128), new ScreenRect(500, 0, 100, 128), new ScreenRect(200, 0, 200, 128));
        Patches.Around([left, right, between]).Should().Equal(new ScreenRect(0, 0, 600, 128));
    }

    [Fact]
    public void AreasAllOverTheScreenAreAskedForAtOnce()
    {
        var dust = Enumerable.Range(0, 100).Select(i => new ScreenRect(i * 200, i * 200, 1, 1)).ToArray();
        Patches.Around(dust[..Patches.Most]).Should().Equal(dust[..Patches.Most]);
        Patches.Around(dust).Should().Equal(new ScreenRect(0, 0, 19801, 19801));
    }

    [Fact]
    public void EveryDamagedPixelIsInsideAPatchAndPatchesEndWhereDamageEnds()
    {
        for (uint seed = 0; seed < 500; seed++)
        {
            var draw = new Lcg(seed);
            var damage = Enumerable.Range(0, 1 + draw.Next(40))
                .Select(_ => new ScreenRect(draw.Next(3000), draw.Next(2000), 1 + draw.Next(50), 1 + draw.Next(50)))
                .ToList();

            var patches = Patches.Around(damage);

            foreach (var area in damage)
            {
                patches.Any(patch => patch.Intersect(area) == area).Should().BeTrue("{1} of seed {0} is in one", seed, area);
            }

            patches.Count.Should().BeInRange(1, Patches.Most, "seed {0}", seed);
            patches.Select(p => p.X).Should().BeSubsetOf(damage.Select(d => d.X), "seed {0}", seed);
            patches.Select(p => p.Y).Should().BeSubsetOf(damage.Select(d => d.Y), "seed {0}", seed);
            patches.Select(p => p.Right).Should().BeSubsetOf(damage.Select(d => d.Right), "seed {0}", seed);
            patches.Select(p => p.Bottom).Should().BeSubsetOf(damage.Select(d => d.Bottom), "seed {0}", seed);
        }
    }
}
