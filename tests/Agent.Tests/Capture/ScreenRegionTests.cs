using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Capture;

public sealed class ScreenRegionTests
{
    private const int Side = 40;

    [Fact]
    public void EveryOperationDoesToEachPixelWhatItSays()
    {
        var draw = new Lcg(1);
        for (var run = 0; run < 500; run++)
        {
            var (one, other) = (Some(draw), Some(draw));
            var (a, b) = (ScreenRegion.Of(one), ScreenRegion.Of(other));
            Pixels(a).Should().Equal(Pixels(one));
            Pixels(a.Union(b)).Should().Equal(Pixels(one).Zip(Pixels(other), (x, y) => x || y));
            Pixels(a.Intersect(b)).Should().Equal(Pixels(one).Zip(Pixels(other), (x, y) => x && y));
            Pixels(a.Without(b)).Should().Equal(Pixels(one).Zip(Pixels(other), (x, y) => x && !y));
            Pixels(a.Difference(b)).Should().Equal(Pixels(one).Zip(Pixels(other), (x, y) => x != y));
        }
    }

    [Fact]
    public void ItsRectanglesDoNotOverlapAndThoseWithTheSamePixelsAreEqual()
    {
        var draw = new Lcg(2);
        for (var run = 0; run < 200; run++)
        {
            var region = ScreenRegion.Of(Some(draw));
            region.Rectangles().Sum(r => r.Width * r.Height).Should().Be(Pixels(region).Count(p => p));
            var singles = Enumerable.Range(0, Side * Side).Where(i => Pixels(region)[i]).Select(i => new ScreenRect(i % Side, i / Side, 1, 1));
            ScreenRegion.Of(singles).Should().Be(region);
            region.Difference(region).Should().Be(ScreenRegion.Empty);
        }
    }

    [Fact]
    public void TooManyRectanglesBecomeFewerThatHoldAllOfIt()
    {
        var draw = new Lcg(3);
        for (var most = 1; most < 60; most += 7)
        {
            var region = ScreenRegion.Of(Enumerable.Range(0, 150).Select(_ => new ScreenRect(draw.Next(Side), draw.Next(Side), 1, 1)));
            var covering = region.Covering(most);
            covering.Count.Should().BeInRange(1, most);
            region.Without(ScreenRegion.Of(covering)).IsEmpty.Should().BeTrue("it covers more, never less");
            ScreenRegion.Of(covering).Bounds.Should().Be(region.Bounds);
        }
    }

    [Fact]
    public void WhatIsMovedHasTheSameShapeElsewhere()
    {
        var draw = new Lcg(4);
        var parts = Some(draw);
        ScreenRegion.Of(parts).Moved(7, -3).Should().Be(ScreenRegion.Of(parts.Select(p => p with { X = p.X + 7, Y = p.Y - 3 })));
    }

    private static ScreenRect[] Some(Lcg draw) =>
        [.. Enumerable.Range(0, draw.Next(8)).Select(_ => new ScreenRect(draw.Next(Side - 1), draw.Next(Side - 1), draw.Next(20), draw.Next(20))
            .Intersect(new ScreenRect(0, 0, Side, Side)))];

    private static bool[] Pixels(ScreenRegion region) => Pixels([.. region.Rectangles()]);

    private static bool[] Pixels(ScreenRect[] parts)
    {
        var pixels = new bool[Side * Side];
        foreach (var part in parts)
        {
            for (var y = part.Y; y < part.Bottom; y++)
            {
                Array.Fill(pixels, true, (y * Side) + part.X, part.Width);
            }
        }

        return pixels;
    }
}
