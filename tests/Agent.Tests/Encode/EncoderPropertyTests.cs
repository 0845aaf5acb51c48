using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

/// <summary>
/// Random edits of small screens, many seeds: rectangles, text, moves, what was there before, photographs, other sizes,
/// lost frames. REMOTEASSIST_SEEDS says how many seeds; 10,000 is the full count.
/// </summary>
public sealed class EncoderPropertyTests
{
    private const int Steps = 10;

    private static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("REMOTEASSIST_SEEDS"), out var seeds) ? seeds : 200;

    [Fact]
    public void WithoutLossEveryFrameIsExact() => Parallel.For(1, Seeds + 1, seed => Run((uint)seed, new EncoderOptions { Memory = seed % 4 > 0 }, lossy: false));

    [Fact]
    public void WithPhotographsThePictureIsExactAtRest() => Parallel.For(1, Seeds + 1, seed => Run((uint)seed, Watching.WithPhotos, lossy: true));

    private static void Run(uint seed, EncoderOptions options, bool lossy)
    {
        var draw = new Lcg(seed);
        var watching = new Watching(1 + draw.Next(300), 1 + draw.Next(200), options);
        var before = new List<Frame>();
        var needsKey = false;
        for (var step = 0; step < Steps; step++)
        {
            var damage = Edit(watching, draw, before);
            var slow = lossy && draw.Next(2) == 0;
            var plan = SendPlan.Free(keyFrame: needsKey || draw.Next(12) == 0) with { MostBytes = slow ? 20_000 : int.MaxValue };
            var lost = draw.Next(15) == 0 && step < Steps - 1;
            watching.Step((ulong)(10_000 + draw.Next(500_000)), damage, plan, lost);
            needsKey = (needsKey && watching.Delta is null) || (lost && watching.Delta is not null);
            if (!lossy && !needsKey)
            {
                watching.MustBeExact("seed {0} step {1}", seed, step);
            }
        }

        watching.Step(plan: SendPlan.Free(needsKey), damage: []);
        watching.Rest();
        watching.MustBeExact("seed {0} at rest", seed);
    }

    /// <summary>Changes the screen in some way; what was there is kept, to come back.</summary>
    internal static List<ScreenRect> Edit(Watching watching, Lcg draw, List<Frame> before)
    {
        if (draw.Next(25) == 0)
        {
            watching.Screen = new Frame(1 + draw.Next(300), 1 + draw.Next(200));
        }

        var screen = watching.Screen;
        var damage = new List<ScreenRect>();
        for (var i = draw.Next(4); i > 0; i--)
        {
            var area = new ScreenRect(draw.Next(screen.Width), draw.Next(screen.Height), 1 + draw.Next(200), 1 + draw.Next(150)).Intersect(watching.Whole);
            switch (draw.Next(7))
            {
                case 0:
                    Drawn.Fill(screen, area, (uint)draw.Next(0x1000000));
                    break;
                case 1:
                    Drawn.Text(screen, area, draw);
                    break;
                case 2:
                    Drawn.Photo(screen, area, draw);
                    break;
                case 3:
                    var to = new Move(area, draw.Next(screen.Width - area.Width + 1), draw.Next(screen.Height - area.Height + 1));
                    screen.TryCopy([to]).Should().BeTrue();
                    break;
                case 4 when before.LastOrDefault() is { } old && old.Width == screen.Width && old.Height == screen.Height:
                    screen.CopyFrom(before[draw.Next(2) == 0 ? before.Count - 1 : before.FindIndex(f => f.Width == old.Width && f.Height == old.Height)], area);
                    break;
                case 5:
                    for (var y = area.Y; y < area.Bottom; y++)
                    {
                        draw.Bytes(area.Width * Frame.BytesPerPixel).CopyTo(screen.Row(area.X, y, area.Width));
                    }

                    break;
                default:
                    area = area with { Width = Math.Min(area.Width, 9), Height = Math.Min(area.Height, 14) };
                    Drawn.Text(screen, area, draw);
                    break;
            }

            damage.Add(area);
        }

        var kept = new Frame(screen.Width, screen.Height);
        kept.CopyFrom(screen, watching.Whole);
        before.Add(kept);
        return damage;
    }
}
