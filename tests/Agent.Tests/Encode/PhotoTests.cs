using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Encode.Photo;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

public sealed class PhotoTests
{
    private readonly Lcg draw = new(31);

    [Fact]
    public void TextAndWidgetsAreNeverTakenForPhotographs()
    {
        var (wrong, all) = (0, 0);
        for (var i = 0; i < 40; i++)
        {
            var screen = new Frame(512, 384);
            var whole = new ScreenRect(0, 0, 512, 384);
            if (i % 2 == 0)
            {
                Drawn.Text(screen, whole, draw, (uint)draw.Next(0x1000000), (uint)draw.Next(0x1000000));
            }
            else
            {
                Drawn.Widgets(screen, whole, draw);
            }

            for (var tile = 0; tile < screen.Tiles.Count; tile++, all++)
            {
                wrong += PhotoClassifier.IsPhoto(screen, screen.Tiles.Area(tile)) ? 1 : 0;
            }
        }

        wrong.Should().Be(0, "of {0} tiles", all);
    }

    [Fact]
    public void AtLeastNinetyFiveOfAHundredTilesOfPhotographsAreFound()
    {
        var (found, all) = (0, 0);
        for (var i = 0; i < 20; i++)
        {
            var screen = new Frame(512, 384);
            Drawn.Photo(screen, new ScreenRect(0, 0, 512, 384), draw);
            for (var tile = 0; tile < screen.Tiles.Count; tile++, all++)
            {
                found += PhotoClassifier.IsPhoto(screen, screen.Tiles.Area(tile)) ? 1 : 0;
            }
        }

        (found * 100).Should().BeGreaterThanOrEqualTo(all * 95);
    }

    [Fact]
    public void TheGrainOfACameraIsAPhotographInOneToneTooAndARampOfColoursIsNone()
    {
        var grain = Made((_, _) => ((uint)(90 + draw.Next(8)) << 16) | ((uint)(70 + draw.Next(8)) << 8) | 60);
        var across = Made((x, _) => (uint)(x * 3) << 8);
        var down = Made((_, y) => (uint)(y * 3) << 8);
        var weave = Made((x, y) => (uint)((x & 1) + (2 * (y & 1))) * 0x40);

        PhotoClassifier.IsPhoto(grain, grain.Tiles.Area(0)).Should().BeTrue();
        foreach (var drawn in new[] { across, down, weave })
        {
            PhotoClassifier.IsPhoto(drawn, drawn.Tiles.Area(0)).Should().BeFalse();
        }

        static Frame Made(Func<int, int, uint> colour)
        {
            var tile = new Frame(TileGrid.Side, TileGrid.Side);
            for (var at = 0; at < TileGrid.Side * TileGrid.Side; at++)
            {
                Drawn.Fill(tile, new ScreenRect(at % TileGrid.Side, at / TileGrid.Side, 1, 1), colour(at % TileGrid.Side, at / TileGrid.Side));
            }

            return tile;
        }
    }

    [Fact]
    public void AFilmIsSentWithLossAndExactOnceItRests()
    {
        var watching = new Watching(640, 480, Watching.WithPhotos);
        var film = new ScreenRect(128, 64, 320, 192);
        for (var i = 0; i < 10; i++)
        {
            Drawn.Photo(watching.Screen, film, draw);
            watching.Step(40_000, [film]);
            watching.All<PictureSection.Coded>().Any(s => s.Codec == TileCodecs.Photo).Should().Be(i > 1, "picture {0}", i);
        }

        watching.Shown.ShowsTheSameAs(watching.Screen).Should().BeFalse();
        watching.Rest();
        watching.MustBeExact();
    }

    [Fact]
    public void TextBesideAFilmIsExactInEveryFrame()
    {
        var watching = new Watching(640, 480, Watching.WithPhotos);
        var film = new ScreenRect(130, 70, 300, 170);
        var text = new ScreenRect(130, 240, 300, 100);
        for (var i = 0; i < 12; i++)
        {
            Drawn.Photo(watching.Screen, film, draw);
            Drawn.Text(watching.Screen, text, draw);
            watching.Step(40_000);
            Same(watching, text).Should().BeTrue("picture {0}", i);
        }
    }

    [Fact]
    public void ALargePhotographIsThereAtOnceWithLossAndASmallOneWithout()
    {
        var watching = new Watching(1280, 800, Watching.WithPhotos);
        Drawn.Photo(watching.Screen, new ScreenRect(64, 64, 256, 256), draw);
        watching.Step(1_000_000).MustBeExact();
        Drawn.Photo(watching.Screen, watching.Whole, draw);
        watching.Step(1_000_000);
        watching.PixelsBy(TileCodecs.Photo).Should().BeGreaterThan(1280 * 800 * 9 / 10);
        watching.Rest();
        watching.MustBeExact();
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(400_000)]
    public void RepairIsSentInPiecesThatHoldNothingUp(int most)
    {
        var plan = SendPlan.Free() with { RepairBytes = most };
        var (largest, frames) = (0, 0);
        var watching = new Watching(1280, 800, Watching.WithPhotos);
        Drawn.Photo(watching.Screen, watching.Whole, draw);
        watching.Step();
        while (watching.Encoder.NextWork is { } work && watching.Delta is { Truth: null })
        {
            watching.Step(Math.Max(16_000, (ulong)work.TotalMicroseconds), [], plan);
            (largest, frames) = (Math.Max(largest, watching.Bytes), frames + 1);
        }

        watching.MustBeExact();
        largest.Should().BeInRange(most / 3, most * 8 / 5);
        frames.Should().BeLessThan(1280 * 800 * 4 / most, "what the line bears is used");
    }

    [Fact]
    public void ABusyLineHasNoRepairUntilItMay()
    {
        var watching = new Watching(640, 480, Watching.WithPhotos);
        Drawn.Photo(watching.Screen, watching.Whole, draw);
        var busy = SendPlan.Free() with { MostBytes = 10_000, RepairBytes = 0 };
        watching.Step(plan: busy);
        for (var i = 0; i < 20; i++)
        {
            watching.Step(100_000, [], busy);
            watching.PixelsBy(LosslessCodec.Type).Should().Be(0);
            watching.Encoder.NextWork.Should().NotBeNull("it is asked again");
        }

        watching.Rest();
        watching.MustBeExact();
    }

    [Fact]
    public void QualityIsLearntUntilPhotographsTakeWhatTheLineBears()
    {
        // These photographs take three times as much as usual ones.
        var quality = new PhotoQuality();
        long bytes = 0;
        for (var i = 0; i < 12; i++)
        {
            var look = quality.Choose(230_000, 90, 30_000);
            bytes = (long)(3 * 230_000 * (0.03 + (look.Quality * 0.0016)));
            quality.Learn(230_000, look, bytes);
        }

        bytes.Should().BeInRange(20_000, 36_000);
        quality.Choose(230_000, 90, int.MaxValue).Quality.Should().Be(90);
        quality.Choose(230_000, 90, 500).Quality.Should().Be(PhotoQuality.Least);
    }

    private static bool Same(Watching watching, ScreenRect area) => TileCompare.Same(watching.Screen, watching.Shown, area);
}
