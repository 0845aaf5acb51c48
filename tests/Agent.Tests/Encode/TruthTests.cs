using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

public sealed class TruthTests
{
    private readonly Lcg draw = new(41);

    [Fact]
    public void AtRestEveryTileIsToldOnceAndThenThereIsSilence()
    {
        var watching = Page();
        var told = new List<TileRun> { watching.Delta!.Truth!.Value.Tiles };
        while (watching.Encoder.NextWork is { } work)
        {
            watching.Step((ulong)work.TotalMicroseconds, []);
            if (watching.Delta?.Truth is { } truth)
            {
                told.Add(truth.Tiles);
                watching.Bytes.Should().BeLessThan(25);
            }
        }

        told.SelectMany(run => Enumerable.Range(run.First, run.Count)).Distinct().Should().HaveCount(watching.Screen.Tiles.Count);
        told.Sum(run => run.Count).Should().BeLessThan(watching.Screen.Tiles.Count + 32);
        watching.Step(10_000_000, []).Delta.Should().BeNull();
    }

    [Fact]
    public void WhileTheScreenChangesSomeTilesAreToldOnceASecond()
    {
        var watching = Page();
        var told = 0;
        for (var i = 0; i < 100; i++)
        {
            Drawn.Fill(watching.Screen, new ScreenRect(50, 50, 2, 17), (uint)i);
            told += watching.Step(100_000).Delta!.Truth is null ? 0 : 1;
        }

        told.Should().BeInRange(9, 11);
    }

    [Fact]
    public void TilesThatAViewerShowsOtherwiseAreSentAgainAndCounted()
    {
        var watching = Page();
        watching.Rest();

        // Somebody's memory has flipped a bit; the next truth that covers it would tell.
        var wrong = watching.Screen.Tiles.Area(12);
        watching.Shown.Row(wrong.X + 3, wrong.Y + 5, 1)[1] ^= 1;
        var last = watching.Screen.Tiles.Count - 1;
        watching.Shown.Row(640 - 1, 480 - 1, 1)[0] ^= 0x40;
        watching.Step(damage: [], plan: SendPlan.Free() with { Heal = [new TileRun(12, 1), new TileRun(last, 5)] });
        watching.MustBeExact();
        watching.Encoder.Healed.Should().Be(2, "tiles that are not there cannot be healed");
        watching.PixelsBy(LosslessCodec.Type).Should().Be((64 * 64) + (64 * 32));
    }

    [Fact]
    public void LossyTilesAreNotToldBeforeTheyAreRepaired()
    {
        var watching = new Watching(640, 480, Watching.WithPhotos);
        Drawn.Photo(watching.Screen, new ScreenRect(0, 0, 640, 256), draw);
        var busy = SendPlan.Free() with { MostBytes = 10_000, RepairBytes = 0 };
        watching.Step(plan: busy);
        for (var i = 0; i < 40; i++)
        {
            watching.Step(150_000, [], busy);
            if (watching.Delta?.Truth is { } truth)
            {
                truth.Tiles.First.Should().BeGreaterThanOrEqualTo(4 * 10);
            }
        }
    }

    private Watching Page()
    {
        var watching = new Watching(640, 480);
        Drawn.Text(watching.Screen, watching.Whole, draw);
        return watching.Step();
    }
}
