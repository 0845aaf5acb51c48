using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Capture;

public sealed class RowBandsTests
{
    [Fact]
    public void WhereNothingIsDamagedNoRowIsAskedFor()
    {
        RowBands.Around([]).Should().BeEmpty();
        RowBands.Around([new ScreenRect(3, 4, 0, 9), new ScreenRect(3, 4, 9, 0)]).Should().BeEmpty();
    }

    [Fact]
    public void OneAreaIsOneBandOfItsRows() =>
        RowBands.Around([new ScreenRect(70, 20, 5, 10)]).Should().Equal((20, 30));

    [Theory]
    [InlineData(29)]
    [InlineData(30)]
    [InlineData(46)]
    public void AreasWithAtMostSixteenRowsBetweenThemAreAskedForTogether(int top) =>
        RowBands.Around([new ScreenRect(0, 20, 5, 10), new ScreenRect(90, top, 5, 8)]).Should().Equal((20, top + 8));

    [Fact]
    public void AreasFurtherApartAreAskedForOneByOneFromTheTop() =>
        RowBands.Around([new ScreenRect(0, 47, 5, 8), new ScreenRect(90, 20, 5, 10)]).Should().Equal((20, 30), (47, 55));

    [Fact]
    public void AnAreaBesideATallerOneDoesNotCutItsBandShort() =>
        RowBands.Around([new ScreenRect(0, 0, 5, 100), new ScreenRect(90, 10, 5, 10)]).Should().Equal((0, 100));

    [Fact]
    public void EveryDamagedRowIsInsideOneBandAndBandsNeitherMeetNorGrowBeyondTheDamage()
    {
        for (uint seed = 0; seed < 500; seed++)
        {
            var draw = new Lcg(seed);
            var damage = Enumerable.Range(0, 1 + draw.Next(12))
                .Select(_ => new ScreenRect(draw.Next(500), draw.Next(500), 1 + draw.Next(50), 1 + draw.Next(50)))
                .ToList();

            var bands = RowBands.Around(damage);

            foreach (var area in damage)
            {
                bands.Count(b => b.Top <= area.Y && area.Bottom <= b.Bottom).Should().Be(1, "seed {0}, {1}", seed, area);
            }

            bands.Zip(bands.Skip(1)).Should().NotContain(pair => pair.Second.Top - pair.First.Bottom <= 16, "seed {0}", seed);
            bands.Select(b => b.Top).Should().BeSubsetOf(damage.Select(d => d.Y), "seed {0}", seed);
            bands.Select(b => b.Bottom).Should().BeSubsetOf(damage.Select(d => d.Bottom), "seed {0}", seed);
        }
    }
}
