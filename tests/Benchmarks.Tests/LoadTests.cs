using RemoteAssist.Benchmarks.Load;

namespace RemoteAssist.Benchmarks.Tests;

/// <summary>The steps of the load, and what is read from a step.</summary>
public sealed class LoadTests
{
    private static readonly LoadFigures Well = new(100, 0, 200, 500, 0.2, 2, 400, 4, 1, 3, 9, 2, 0.3, 12);

    [Theory]
    [InlineData(100, new[] { 100 })]
    [InlineData(30, new[] { 30 })]
    [InlineData(1_000, new[] { 100, 250, 500, 1_000 })]
    [InlineData(1_200, new[] { 100, 250, 500, 1_000, 1_200 })]
    public void ItClimbsInStepsToTheLast(int most, int[] steps) => LoadRun.UpTo(most).Should().Equal(steps);

    [Fact]
    public void ALostSessionOrALongDelayBreaksIt()
    {
        Well.IsBroken.Should().BeFalse();
        (Well with { Lost = 1 }).IsBroken.Should().BeTrue();
        (Well with { P95 = 251 }).IsBroken.Should().BeTrue();
        (Well with { P95 = double.PositiveInfinity }).IsBroken.Should().BeTrue("nothing came at all");
    }

    [Fact]
    public void TwoOfTenAreBusy() => Enumerable.Range(0, 10).Count(number => Manner.Of(number) == Manner.Busy).Should().Be(2);

    [Fact]
    public void WhatHasArrivedIsCountedOnceAndInOrder()
    {
        var arrivals = new Arrivals();
        var early = Arrivals.Stamp(20);
        arrivals.Take(Arrivals.Stamp(8));
        arrivals.Take(early);
        arrivals.Note(3);
        arrivals.Note(1);
        var (delays, bytes, late) = arrivals.Reset();
        delays.Should().HaveCount(2).And.BeInAscendingOrder();
        (bytes, late).Should().Be((28, 3));
        arrivals.Reset().Delays.Should().BeEmpty();
    }

    [Fact]
    public void TheTableHasARowForEachStep()
    {
        using var text = new StringWriter();
        LoadFigures.Write(text, [Well, Well with { Sessions = 250 }]);
        text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(4).And.Contain(line => line.StartsWith("| 250 | 0 | 200 | 500 | 0.20 | 2.00 |", StringComparison.Ordinal));
    }
}
