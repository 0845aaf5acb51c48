using RemoteAssist.Benchmarks.Runs;
using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Benchmarks.Watching;

namespace RemoteAssist.Benchmarks.Tests;

public sealed class DelaysTests
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    [Fact]
    public void AStepIsSeenWithTheFirstPictureThatShowsItOrALaterOne()
    {
        Step[] steps = [new(1, At(0)), new(2, At(100)), new(3, At(200))];
        Seen[] seen = [Picture(10, 1), Picture(230, 3), Picture(240, 3)];

        Delays.Of(steps, seen, Clock).Should().Equal(10, 130, 30);
    }

    [Fact]
    public void AStepThatNoPictureShowsHasNoDelay()
    {
        Step[] steps = [new(1, At(0)), new(2, At(100))];

        Delays.Of(steps, [Picture(10, 1)], Clock).Should().Equal(10);
    }

    [Fact]
    public void APictureOfTwoMomentsShowsTheEarlierOnly()
    {
        Step[] steps = [new(1, At(0)), new(2, At(100))];
        Seen[] seen = [Picture(10, 1), new(At(110), Corner: 2, End: 1, 0), Picture(125, 2)];

        Delays.Of(steps, seen, Clock).Should().Equal(10, 25);
        seen[1].IsTorn.Should().BeTrue();
    }

    [Fact]
    public void APictureWithoutAMarkerShowsNothing() =>
        Delays.Of([new(1, At(0))], [new(At(5), Corner: null, End: 1, 0)], Clock).Should().BeEmpty();

    [Theory]
    [InlineData(0.5, 3)]
    [InlineData(0.95, 5)]
    [InlineData(0.2, 1)]
    [InlineData(0.21, 2)]
    public void AQuantileIsTheSmallestValueThatSoManyDoNotExceed(double share, double expected) =>
        Figures.Quantile([5, 1, 4, 2, 3], share).Should().Be(expected);

    private static long At(double ms) => (long)(ms * Clock.TimestampFrequency / 1000);

    private static Seen Picture(double ms, int step) => new(At(ms), step, step, 0);
}
