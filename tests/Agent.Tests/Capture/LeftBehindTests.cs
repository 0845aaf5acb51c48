using RemoteAssist.Agent.Capture;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Capture;

public sealed class LeftBehindTests
{
    private static readonly ScreenRect Screen = new(0, 0, 200, 100);
    private static readonly ScreenRect Place = new(10, 10, 20, 20);
    private static readonly ScreenRegion There = ScreenRegion.Of(Place);

    private readonly LeftBehind left = new();

    [Fact]
    public void WhereAHiddenWindowWasThePlaceStaysMaskedUntilSomebodyPaints()
    {
        left.Revealed(There);
        left.Take(There, ScreenRegion.Empty, Screen);
        left.Held.Should().Be(There);

        left.Painted(new ScreenRect(10, 10, 20, 5));
        left.Take(There, ScreenRegion.Empty, Screen);
        left.Held.Should().Be(ScreenRegion.Of(new ScreenRect(10, 15, 20, 15)));

        left.Painted(Place);
        left.Take(left.Held, ScreenRegion.Empty, Screen);
        left.Held.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void WhatTheHiddenWindowPaintedBeforeItWentDoesNotCount()
    {
        left.Painted(Place);
        left.Revealed(There);
        left.Take(There, ScreenRegion.Empty, Screen);
        left.Held.Should().Be(There);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(40, 60)] // a part of a frame that grows: its parts are moved first
    public void WhatMovesInsideOfAWindowThatIsCoveredPaintsNothingOfThePlaceThatWasJustLeft(int frameX, int frameY)
    {
        var frame = new ScreenRect(frameX, frameY, 20, 20);
        left.Revealed(There);
        left.Shuffled(frame, Place, ScreenRegion.Empty, hidden: true);
        left.Painted(Place);
        left.Take(There, ScreenRegion.Empty, Screen);
        left.Held.Should().Be(There);
    }

    [Fact]
    public void WhatMovesInsideOfAPartThatWasMovedBeforePaintsNothingThereEither()
    {
        var frame = new ScreenRect(40, 60, 20, 20);
        left.Revealed(There);
        left.Shuffled(frame, Place, ScreenRegion.Empty, hidden: true);
        left.Shuffled(frame, frame, ScreenRegion.Empty, hidden: true);
        left.Painted(Place);
        left.Take(There, ScreenRegion.Empty, Screen);
        left.Held.Should().Be(There);
    }

    [Fact]
    public void WhatWasPaintedDoesNotCountWhereNobodySaidThatThePlaceWasLeft()
    {
        left.Painted(Place);
        left.Take(There, ScreenRegion.Empty, Screen);
        left.Held.Should().Be(There);
    }

    [Fact]
    public void AHiddenWindowThatCameAndWentBetweenTwoPicturesLeavesAPlaceToo()
    {
        left.Revealed(There);
        left.Take(ScreenRegion.Empty, ScreenRegion.Empty, Screen);
        left.Held.Should().Be(There);
    }

    [Fact]
    public void WhatIsPaintedAfterItWentIsShownAtOnceWhateverIsRevealedElsewhere()
    {
        left.Revealed(There);
        left.Painted(Place);
        left.Revealed(ScreenRegion.Of(new ScreenRect(25, 10, 5, 20)));
        left.Take(There, ScreenRegion.Empty, Screen);
        left.Held.Should().Be(ScreenRegion.Of(new ScreenRect(25, 10, 5, 20)));
    }

    [Fact]
    public void HoweverMuchIsPaintedItIsNotKeptForeverAndNothingIsShownTooEarly()
    {
        left.Revealed(There);
        for (var i = 0; i < 20_000; i++)
        {
            left.Painted(new ScreenRect(10 + (i % 10 * 2), 10 + (i / 10 % 5 * 2), 1, 1));
        }

        left.Take(There, ScreenRegion.Empty, Screen);
        There.Without(left.Held).Rectangles().Sum(r => r.Width * r.Height).Should().Be(50);
    }

    [Fact]
    public void WhatAWindowCarriesAlongFromSuchAPlaceStaysMaskedUntilItIsPaintedAnew()
    {
        left.Revealed(There);
        left.Take(There, ScreenRegion.Empty, Screen);

        var (from, to) = (new ScreenRect(0, 0, 20, 20), new ScreenRect(50, 0, 20, 20));
        left.Painted(to);
        left.Carried(ScreenRegion.Of(from), from, to, ScreenRegion.Of(to));
        left.Painted(to);
        left.Painted(new ScreenRect(10, 10, 10, 10));
        left.Take(left.Held, ScreenRegion.Empty, Screen);
        var carried = ScreenRegion.Of(new ScreenRect(60, 10, 10, 10));
        left.Held.Should().Be(There.Without(ScreenRegion.Of(from)).Union(carried));

        left.Painted(to);
        left.Take(left.Held, ScreenRegion.Empty, Screen);
        left.Held.Intersect(carried).IsEmpty.Should().BeTrue();
    }
}
