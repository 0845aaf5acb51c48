using System.Collections.Immutable;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

public sealed class GrowingLineTests
{
    private static readonly ScreenRect Everywhere = new(0, 0, 640, 480);

    [Fact]
    public void HoweverManyPointsALineGrowsByAtOnceItsInsideIsThatOfTheWholeLine()
    {
        for (uint seed = 0; seed < 20; seed++)
        {
            var draw = new Lcg(seed);
            MarkPoint[] points = [.. Enumerable.Range(0, 60).Select(_ => new MarkPoint(20 + draw.Next(600), 20 + draw.Next(440)))];
            var whole = MarkPainter.Draw([Placed(Pen(points))], MarkLayer.Solid, Everywhere);
            var grown = new uint[whole.Length];
            ImmutableArray<Mark> before = [];
            for (var length = 2; length < points.Length; length += 1 + draw.Next(4))
            {
                before = Grow(grown, before, points[..length]);
            }

            Inside.IsSame(whole, grown, Everywhere.Width).Should().BeFalse("a point is missing, with seed {0}", seed);
            Grow(grown, before, points);
            Inside.IsSame(whole, grown, Everywhere.Width).Should().BeTrue("seed {0}", seed);
        }
    }

    private static ImmutableArray<Mark> Grow(uint[] picture, ImmutableArray<Mark> before, MarkPoint[] points)
    {
        ImmutableArray<Mark> now = [Pen(points)];
        foreach (var area in ScreenRegion.Of(MarkChanges.Between(before, now)).Intersect(ScreenRegion.Of(Everywhere)).Rectangles())
        {
            var pixels = MarkPainter.Draw([Placed(now[0])], MarkLayer.Solid, area);
            for (var y = 0; y < area.Height; y++)
            {
                pixels.AsSpan(y * area.Width, area.Width).CopyTo(picture.AsSpan(((area.Y + y) * Everywhere.Width) + area.X));
            }
        }

        return now;
    }

    private static PlacedMark Placed(Mark mark) => new(mark, MarkPainter.Bounds(mark));

    private static Mark Pen(MarkPoint[] points) => new(1, MarkTool.Pen, 0, 5, false, [.. points]);
}
